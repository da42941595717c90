import type { CategoryCodes } from '../manifest/manifest.js';
import { attempt } from '../safety/attempt.js';
import type { Choice, ConsentReading, SourceHost } from './consent.js';

/** What a consent platform says at one moment. */
export interface PlatformAnswer {
  /**
   * Whether the visitor allows what the platform calls by this code; `undefined` where it does not say, and where nobody was
   * asked about it.
   */
  allows(code: string): boolean | undefined;
  /** `explicit` for a choice that the visitor made, and for no other. @defaultValue `'default'` */
  readonly evidence?: ConsentReading['evidence'];
  readonly regime?: ConsentReading['regime'] | undefined;
  readonly region?: string | undefined;
  readonly proof?: { readonly [part in 'id' | 'time' | 'version' | 'string']?: string | undefined } | undefined;
}

/** How one consent platform is followed. */
export interface Platform {
  /** Its name in the manifest. */
  readonly name: string;
  /** Its own default codes, by the name that a category has in the manifest. */
  readonly defaults?: CategoryCodes;
  /** Its events, of window or of document. */
  readonly events?: readonly string[];
  /** How often it is read anyhow, in milliseconds. @defaultValue `1000` */
  readonly interval?: number | undefined;
  /**
   * Asks it to call back, and returns what ends that; nothing where it is not there yet, and is asked again. A hint and no
   * more: where it throws, the platform is read all the same.
   */
  readonly listen?: (update: () => void) => (() => void) | undefined;
  /**
   * Reads it anew. `undefined`: it is not there, or not ready. Throws where it is not what it was known to be. One that
   * answers later calls `update` then, to be read again.
   *
   * Read what it stored, such as its cookie, besides what its functions say: a page that the back button restores and a tab
   * that was open before a withdrawal go on saying "granted" from memory (seen with vanilla-cookieconsent 3.1.0, klaro 0.7.22
   * and orejime 3.2.1).
   */
  readonly read: (update: () => void) => PlatformAnswer | undefined;
}

/** After how many looks a platform that is not there is said to be missing. */
const PATIENCE = 20;

/** One answer for several, such as those of two cookies of one name: no if one says no, yes if all do, else none. */
export function strictest(answers: readonly unknown[]): boolean | undefined {
  if (answers.includes(false)) return false;
  return (answers.length > 0 && answers.every((one) => one === true)) || undefined;
}

/**
 * Reads a platform now and after each of its events, which say that something changed, never what; and every second, for
 * what no event tells: that it loaded, that another tab chose, that a cookie was deleted. A platform that throws closes:
 * the core hears of a reading that is none. One that is not there after some looks is said, once.
 *
 * @example
 * ```ts
 * import { createHeadgate, followPlatform, type ConsentSource } from 'headgate';
 *
 * // A platform of your own, which writes what was allowed into an attribute of the page.
 * const ours: ConsentSource = (host) =>
 *   followPlatform(host, {
 *     name: 'ours',
 *     events: ['our-consent-changed'],
 *     read: () => {
 *       const allowed = document.documentElement.dataset['allowed']?.split(' ');
 *       return allowed && { allows: (code) => allowed.includes(code), evidence: 'explicit' };
 *     },
 *   });
 * createHeadgate({ manifest, consent: [ours], collectors });
 * ```
 */
export function followPlatform({ codes, report, problem }: SourceHost, platform: Platform): () => void {
  const { name, defaults = {}, events = [], interval = 1000, listen, read } = platform;
  const types = ['pageshow', ...events];
  let detach: (() => void) | undefined;
  // While it is read, since some platforms call back while they are asked to; and once it is stopped.
  let isIgnoring = false;
  let looks = 0;

  function update(): void {
    if (isIgnoring) return;
    isIgnoring = true;
    attempt(() => (detach ??= listen?.(update)));
    const reading = attempt((): ConsentReading => {
      const answer = read(update);
      if (!answer && ++looks === PATIENCE) problem?.(`${name}:not-loaded`);
      const { allows, ...about }: Partial<PlatformAnswer> = answer ?? {};
      const categories: { [category: string]: Choice } = {};
      for (const [category, code = defaults[category]] of Object.entries(codes(name))) {
        const allowed = strictest([code].flat().map((one) => allows?.(`${one}`)));
        // A refusal by default is one where the law lets it be; a grant by default is for the merge to judge.
        if (code)
          categories[category] =
            allowed === false && (about.evidence === 'explicit' || about.regime === 'opt-out')
              ? 'denied'
              : allowed
                ? 'granted'
                : 'undecided';
      }
      return {
        source: name,
        evidence: 'default',
        ...about,
        categories,
        ...(!answer && { isPending: true }),
      } as ConsentReading;
    });
    isIgnoring = false;
    report(reading!);
  }

  // Captured: events of document that do not bubble pass here too.
  for (const type of types) addEventListener(type, update, true);
  const timer = setInterval(update, interval);
  update();
  return () => {
    isIgnoring = true;
    for (const type of types) removeEventListener(type, update, true);
    clearInterval(timer);
    detach?.();
  };
}
