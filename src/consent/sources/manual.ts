import { attempt } from '../../safety/attempt.js';
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
  let choices: { readonly [category: string]: Choice } = {};
  let time: string | undefined;
  let publish = (): void => {};

  function choose(choice: Choice): (...categories: readonly string[]) => void {
    return (...categories) => {
      const named = categories.filter((category) => typeof category === 'string');
      choices = { ...choices, ...Object.fromEntries(named.map((category) => [category, choice])) };
      time = new Date().toISOString();
      if (remember) attempt(() => localStorage.setItem(KEY, JSON.stringify({ categories: choices, time })));
      publish();
    };
  }

  function recall(): void {
    const stored: Remembered | undefined = attempt(() => JSON.parse(localStorage.getItem(KEY) ?? '{}'));
    if (typeof stored?.time !== 'string' || typeof stored.categories !== 'object') return;
    choices = { ...stored.categories };
    time = stored.time;
  }

  const source: ConsentSource = ({ report }) => {
    publish = () =>
      report({
        source: 'manual',
        categories: choices,
        basis: 'explicit',
        ...(time && { proof: { time, observed: true } }),
      });
    // Another tab remembered a new choice.
    const follow = (event: StorageEvent): void => {
      if (event.key !== KEY) return;
      recall();
      publish();
    };
    if (remember) {
      recall();
      addEventListener('storage', follow);
    }
    publish();
    return () => {
      publish = () => {};
      if (remember) removeEventListener('storage', follow);
    };
  };
  return Object.assign(source, { grant: choose('granted'), deny: choose('denied'), withdraw: choose('denied') });
}
