import { attempt } from '../../safety/attempt.js';
import { toJson } from '../../safety/to-json.js';
import type { Choice, ConsentSource } from '../consent.js';

export interface ManualOptions {
  /** Keep the choice in localStorage, the way a consent banner does. @defaultValue `false` */
  readonly remember?: boolean;
}

/** A consent source that the page itself drives, with a banner of its own. */
export interface ManualSource extends ConsentSource {
  grant(...categories: readonly string[]): void;
  deny(...categories: readonly string[]): void;
  /** The same as `deny`; reads better where a grant is taken back. */
  withdraw(...categories: readonly string[]): void;
}

interface Remembered {
  readonly categories: { readonly [category: string]: Choice };
  readonly time: string;
}

const KEY = 'headgate:choice';

/**
 * Consent that the page sets by calls. It has an opinion on the categories that were named in one, and on no other: beside
 * another source it can close what that one opens, and never opens more.
 */
export function manual({ remember = false }: ManualOptions = {}): ManualSource {
  let choices: { [category: string]: Choice } = {};
  /** When the choice was made. As text only when it is asked for: a page's first text of a date takes it long. */
  let time: number | undefined;
  let publish: (() => void) | undefined;

  function choose(choice: Choice, ...categories: readonly string[]): void {
    for (const category of categories) if (typeof category === 'string') choices[category] = choice;
    time = Date.now();
    if (remember)
      attempt(() => localStorage.setItem(KEY, toJson({ categories: choices, time: new Date(time!).toISOString() })));
    publish?.();
  }

  function recall(): void {
    const stored: Remembered | undefined = attempt(() => JSON.parse(localStorage.getItem(KEY) ?? '{}'));
    if (typeof stored?.time !== 'string' || typeof stored.categories !== 'object') return;
    choices = { ...stored.categories };
    time = Date.parse(stored.time);
  }

  const source: ConsentSource = ({ report }) => {
    publish = () =>
      report({
        source: 'manual',
        categories: choices,
        evidence: 'explicit',
        ...(time && { proof: { time: new Date(time).toISOString(), observed: true } }),
      });
    // Another tab remembered a new choice.
    const follow = (event: StorageEvent): void => {
      if (event.key !== KEY) return;
      recall();
      publish?.();
    };
    if (remember) {
      recall();
      addEventListener('storage', follow);
    }
    publish();
    return () => {
      publish = undefined;
      if (remember) removeEventListener('storage', follow);
    };
  };
  // Bound, not wrapped: a page that starts has fewer functions to compile.
  const deny = choose.bind(undefined, 'denied');
  return Object.assign(source, { grant: choose.bind(undefined, 'granted'), deny, withdraw: deny });
}
