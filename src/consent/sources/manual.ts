import type { Manifest } from '../../manifest/manifest.js';
import { attempt } from '../../safety/attempt.js';
import { toJson } from '../../safety/to-json.js';
import type { Choice, ConsentSource } from '../consent.js';
import { readOwn } from '../../safety/own.js';

type Declared = Pick<Manifest, 'categories'>;

export interface ManualOptions {
  /** Keep the choice in localStorage, the way a consent banner does. @defaultValue `false` */
  readonly remember?: boolean;
  /** How many days a remembered choice holds; then the visitor is to be asked again. @defaultValue `182` */
  readonly maxAgeDays?: number;
}

/**
 * A consent source that the page itself drives, with a banner of its own.
 *
 * @example
 * ```ts
 * import { manual } from 'headgate';
 *
 * const choice = manual();
 * choice.grant('analytics'); // from your banner
 * choice.withdraw('analytics'); // from its second page
 * ```
 */
export interface ManualSource<M extends Declared = Declared> extends ConsentSource {
  grant(...categories: readonly Extract<keyof M['categories'], string>[]): void;
  deny(...categories: readonly Extract<keyof M['categories'], string>[]): void;
  /** The same as `deny`; reads better where a grant is taken back. */
  withdraw(...categories: readonly Extract<keyof M['categories'], string>[]): void;
}

/** A choice on one category, as it is kept on the device. */
interface Kept {
  readonly choice: Choice;
  /** When it was made. As text only when it is asked for: a page's first text of a date takes it long. */
  readonly time: number;
  /** What it was made for. */
  scope?: string | undefined;
}

const KEY = 'headgate:choice';
const DAY = 86_400_000;

/**
 * Consent that the page sets by calls. It has an opinion on the categories that were named in one, and on no other: beside
 * another source it can close what that one opens, and never opens more. A remembered choice is undecided again once it is
 * too old, or once its category has a purpose or a recipient that it was not made for; but for a refusal that is an objection to
 * a legitimate interest, which holds until it is taken back.
 *
 * `manual<typeof manifest>()` knows the manifest's categories. A name that is none of them is said, and does nothing.
 *
 * @example
 * ```ts
 * import { createHeadgate, manual } from 'headgate';
 *
 * const choice = manual<typeof manifest>({ remember: true });
 * createHeadgate({ manifest, consent: [choice], collectors });
 * choice.grant('analytics');
 * choice.withdraw('analytics');
 * ```
 */
export function manual<M extends Declared = Declared>({
  remember = false,
  maxAgeDays = 182,
}: ManualOptions = {}): ManualSource<M> {
  let choices: { [category: string]: Kept } = {};
  let publish: ((isNew: boolean) => void) | undefined;

  function choose(choice: Choice, ...categories: readonly string[]): void {
    for (const category of categories)
      if (typeof category === 'string') choices[category] = { choice, time: Date.now() };
    publish?.(true);
  }

  const source: ConsentSource = ({ codes, report, scope, isObjection, problem, application }) => {
    const key = application ? `${KEY}:${application}` : KEY;
    const declared = Object.keys(codes('manual'));
    let isOn = true;

    function recall(): typeof choices {
      const stored: unknown = attempt(() => JSON.parse(localStorage.getItem(key)!));
      const current = declared.flatMap((category) => {
        const kept = readOwn(Object(stored) as typeof choices, category);
        if (!kept) return [];
        const isObjected = kept.choice === 'denied' && isObjection?.(category);
        const holds = isObjected || isCurrent(kept, maxAgeDays, `${scope?.(category)}`);
        return [[category, holds ? kept : { choice: 'undecided' as const, time: 0 }] as const];
      });
      return Object.fromEntries(current);
    }

    publish = (isNew) => {
      for (const [category, kept] of Object.entries(choices)) {
        if (declared.includes(category)) kept.scope ??= scope?.(category);
        else {
          Reflect.deleteProperty(choices, category);
          // Whatever the page said is no name of the manifest: it is not repeated.
          problem?.('manual:unknown-category');
        }
      }
      if (remember && isNew) attempt(() => localStorage.setItem(key, toJson(choices)));
      if (!isOn) return;
      const time = Math.max(0, ...Object.values(choices).map((kept) => kept.time));
      report({
        source: 'manual',
        categories: Object.fromEntries(Object.entries(choices).map(([category, { choice }]) => [category, choice])),
        evidence: 'explicit',
        // Who has called nothing yet may be about to; what is remembered is known.
        ...(!remember && !time && { isPending: true }),
        ...(time && { proof: { time: new Date(time).toISOString(), observed: true } }),
      });
    };
    // Another tab remembered a new choice.
    const follow = (event: StorageEvent): void => {
      if (event.key !== key) return;
      choices = recall();
      publish?.(false);
    };
    const made = choices;
    if (remember) {
      choices = { ...recall(), ...made };
      addEventListener('storage', follow);
    }
    publish(Object.keys(made).length > 0);
    return () => {
      // What is chosen from now on is remembered all the same.
      isOn = false;
      if (remember) removeEventListener('storage', follow);
    };
  };
  // Bound, not wrapped: a page that starts has fewer functions to compile.
  const deny = choose.bind(undefined, 'denied');
  return Object.assign(source, { grant: choose.bind(undefined, 'granted'), deny, withdraw: deny });
}

/** Whether a choice is young enough, and what it was made for has every line of what it is asked for now. */
function isCurrent({ time, scope }: Kept, maxAgeDays: number, asked: string): boolean {
  const given = `${scope}`.split('\n');
  return Math.abs(Date.now() - time) < maxAgeDays * DAY && asked.split('\n').every((line) => given.includes(line));
}
