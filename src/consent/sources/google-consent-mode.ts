import { DEFAULT_CONSENT_TYPES } from '../consent-types.js';
import type { Choice, ConsentSource } from '../consent.js';
import { readOwn } from '../../safety/own.js';

export interface GoogleConsentModeOptions {
  /** The name of the data layer's global. @defaultValue `'dataLayer'` */
  readonly dataLayer?: string;
}

interface Types {
  readonly [type: string]: unknown;
}

/** A command of `gtag` as it lies in the data layer: the `arguments` of a call. */
type Command = { readonly [index: number]: unknown };

/** Where Google keeps what it was told, also past the data layer: by a template of a container. Undocumented. */
interface GoogleData {
  readonly ics?: { readonly entries?: Entries };
}

interface Entries {
  readonly [type: string]: { readonly update?: unknown } | undefined;
}

/** After how many looks without a word of consent that is said. */
const PATIENCE = 40;

/**
 * Google Consent Mode, as a consent platform writes it into the data layer
 * (https://developers.google.com/tag-platform/security/guides/consent). There is no way to ask for it, so the data layer is
 * read from its beginning and its `push` is wrapped. A template of a container tells Google past the data layer: that is read
 * where Google keeps it, unless Headgate itself tells Google what it knows; where both know a type, the stricter counts.
 *
 * A `default` is no answer: what it denies is undecided, what it grants is granted by default. Once there was an `update`,
 * what that grants is explicit, and what is denied is denied. A type that nobody named is open for Google, and
 * undecided here. Neither a default for regions grants, since the visitor's is not known, nor an array in the place of
 * `arguments`, which Google does not hear; both deny.
 *
 * @example
 * ```ts
 * import { createHeadgate, googleConsentMode } from 'headgate';
 *
 * createHeadgate({ manifest, consent: [googleConsentMode()], collectors });
 * ```
 */
export function googleConsentMode({ dataLayer = 'dataLayer' }: GoogleConsentModeOptions = {}): ConsentSource {
  return ({ codes, report, problem }) => {
    const wanted = Object.entries(codes('googleConsentMode')).flatMap(
      ([category, code = DEFAULT_CONSENT_TYPES[category]]) =>
        code ? [[category, [code].flat() as string[]] as const] : [],
    );
    let seen = new WeakSet<Command>();
    let defaults: Types = {};
    let updates: Types | undefined;
    let layer: Command[] | undefined;
    let unwrap: (() => void) | undefined;
    let isEcho = false;
    let looks = 0;

    function onCommand(command: Command): void {
      if (seen.has(command)) return;
      seen.add(command);
      const { 0: name, 1: action, 2: types } = command;
      // What Headgate itself tells Google is no answer of the visitor.
      isEcho ||= 'headgate' in command;
      if (name !== 'consent' || 'headgate' in command) return;
      const mayGrant = !Array.isArray(command) && !(types as Types)['region'];
      const said = Object.entries(types as Types).filter(([, value]) => mayGrant || value === 'denied');
      if (action === 'update') updates = { ...updates, ...Object.fromEntries(said) };
      else defaults = { ...defaults, ...Object.fromEntries(said) };
    }

    function read(): void {
      try {
        const found = (window as unknown as { readonly [name: string]: Command[] | undefined })[dataLayer];
        if (found !== layer) {
          unwrap?.();
          layer = found;
          // Another data layer knows nothing of what the last one held.
          seen = new WeakSet();
          defaults = {};
          updates = undefined;
          unwrap = wrap(found!, read);
        }
        layer?.filter((command) => Object(command) === command).forEach(onCommand);
        const { google_tag_data: data } = window as { google_tag_data?: GoogleData };
        // What Headgate itself told Google is no answer of the visitor.
        const entries = (!isEcho && data?.ics?.entries) || {};
        if (!Object.keys({ ...defaults, ...updates, ...entries }).length && ++looks === PATIENCE)
          problem?.('googleConsentMode:no-consent-command');
        const answers = [updates, toUpdates(entries)].filter((one) => one !== undefined);
        const choiceOf = (type: string): Choice => choose(type, defaults, answers);
        report({
          source: 'googleConsentMode',
          categories: Object.fromEntries(wanted.map(([category, types]) => [category, strictest(types.map(choiceOf))])),
          evidence: answers.length ? 'explicit' : 'default',
          // A default is what holds until the visitor's choice is told.
          ...(!answers.length && { isPending: true }),
        });
      } catch {
        report(undefined as never);
      }
    }

    read();
    const timer = setInterval(read, 500);
    return () => {
      clearInterval(timer);
      unwrap?.();
    };
  };
}

/** What Google was told of types, in the words of the commands: current scripts keep booleans. Nothing where that is none. */
function toUpdates(entries: Entries): Types | undefined {
  const told = Object.entries(entries).filter(([, entry]) => entry?.update != null);
  const words: Types = { true: 'granted', false: 'denied', granted: 'granted', denied: 'denied' };
  if (told.length) return Object.fromEntries(told.map(([type, entry]) => [type, words[String(entry!.update)]]));
  return undefined;
}

function choose(type: string, defaults: Types, answers: readonly Types[]): Choice {
  if (answers.some((one) => readOwn(one, type) === 'denied')) return 'denied';
  if (answers.some((one) => readOwn(one, type) === 'granted')) return 'granted';
  // An update names what changes: what it leaves denied was seen denied.
  const value = answers.length ? 'denied' : 'granted';
  return readOwn(defaults, type) === value ? value : 'undecided';
}

function strictest(choices: readonly Choice[]): Choice {
  return (['denied', 'undecided'] as const).find((choice) => choices.includes(choice)) ?? 'granted';
}

/** Calls `read` after every push. Others wrap `push` too: then this one stays among theirs, and does nothing more. */
function wrap(layer: Command[], read: () => void): () => void {
  const { push } = layer;
  const isInherited = !Object.hasOwn(layer, 'push');
  let isOn = true;
  const wrapper = function (this: unknown, ...commands: Command[]): number {
    const result = push.apply(this as Command[], commands);
    if (isOn) read();
    return result;
  };
  layer.push = wrapper;
  return () => {
    isOn = false;
    if (layer.push !== wrapper) return;
    layer.push = push;
    if (isInherited) Reflect.deleteProperty(layer, 'push');
  };
}
