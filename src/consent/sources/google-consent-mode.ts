import { DEFAULT_CONSENT_TYPES } from '../consent-types.js';
import type { Choice, ConsentSource } from '../consent.js';

export interface GoogleConsentModeOptions {
  /** The name of the data layer's global. @defaultValue `'dataLayer'` */
  readonly dataLayer?: string;
}

interface Types {
  readonly [type: string]: unknown;
}

/** A command of `gtag` as it lies in the data layer: the `arguments` of a call. */
type Command = { readonly [index: number]: unknown };

/**
 * Google Consent Mode, as a consent platform writes it into the data layer
 * (https://developers.google.com/tag-platform/security/guides/consent). There is no way to ask for it, so the data layer is
 * read from its beginning and its `push` is wrapped.
 *
 * A `default` is no answer: what it denies is undecided, what it grants is granted by default. Once there was an `update`,
 * what that grants is explicit, and what is denied is denied. A type that nobody named is open for Google, and
 * undecided here. Neither a default for regions grants, since the visitor's is not known, nor an array in the place of
 * `arguments`, which Google does not hear; both deny.
 */
export function googleConsentMode({ dataLayer = 'dataLayer' }: GoogleConsentModeOptions = {}): ConsentSource {
  return ({ codes, report }) => {
    const wanted = Object.entries(codes('googleConsentMode')).flatMap(
      ([category, code = DEFAULT_CONSENT_TYPES[category]]) =>
        code ? [[category, [code].flat() as string[]] as const] : [],
    );
    let heard = new WeakSet<Command>();
    let defaults: Types = {};
    let updates: Types | undefined;
    let layer: Command[] | undefined;
    let unwrap: (() => void) | undefined;

    function hear(command: Command): void {
      if (heard.has(command)) return;
      heard.add(command);
      const { 0: name, 1: action, 2: types } = command;
      // What Headgate itself tells Google is no answer of the visitor.
      if (name !== 'consent' || 'headgate' in command) return;
      const mayGrant = !Array.isArray(command) && !(types as Types)['region'];
      const said = Object.entries(types as Types).filter(([, value]) => mayGrant || value === 'denied');
      if (action === 'update') updates = { ...updates, ...Object.fromEntries(said) };
      else defaults = { ...defaults, ...Object.fromEntries(said) };
    }

    function choose(type: string): Choice {
      const known: Types = updates ?? defaults;
      const value = known[type] ?? (defaults[type] === 'denied' && 'denied');
      return value === 'granted' ? 'granted' : value === 'denied' && updates ? 'denied' : 'undecided';
    }

    function read(): void {
      try {
        const found = (window as unknown as { readonly [name: string]: Command[] | undefined })[dataLayer];
        if (found !== layer) {
          unwrap?.();
          layer = found;
          // Another data layer knows nothing of what the last one held.
          heard = new WeakSet();
          defaults = {};
          updates = undefined;
          unwrap = wrap(found!, read);
        }
        layer?.filter((command) => Object(command) === command).forEach(hear);
        report({
          source: 'googleConsentMode',
          categories: Object.fromEntries(wanted.map(([category, types]) => [category, strictest(types.map(choose))])),
          evidence: updates ? 'explicit' : 'default',
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
