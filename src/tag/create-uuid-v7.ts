import type { Environment } from '../instance/environment.js';

/** Random digits of an id. */
const DIGITS = 18;

/**
 * Makes UUIDv7 (RFC 9562): sortable by time, 72 random bits. The random digits are fetched for many ids at once and written
 * by their codes, which leaves no pieces of text to be collected: that costs a fraction of `crypto.randomUUID`, which plain
 * http does not have anyway.
 */
export function createUuidV7({ now, fillRandom }: Pick<Environment, 'now' | 'fillRandom'>): () => string {
  const codes = Array.from('xxx-8xxx-xxxxxxxxxxxx', (letter) => letter.charCodeAt(0));
  const pool = new Uint8Array(100 * DIGITS);
  let next = 0;
  let last = 0;
  let prefix = '';

  return () => {
    if (!next) fillRandom(pool);
    for (let at = 0; at < codes.length; at++) {
      // The dashes, and the digit of the variant.
      if (at === 3 || at === 4 || at === 8) continue;
      const digit = pool[next++]! & 15;
      codes[at] = digit + (digit < 10 ? 48 : 87);
    }
    next %= pool.length;
    const time = now();
    if (time !== last) {
      last = time;
      prefix = `${toMoment(time)}-7`;
    }
    return prefix + String.fromCharCode(...codes);
  };
}

/** How the ids of a millisecond begin: its time, with a dash in it. */
export function toMoment(time: number): string {
  const text = time.toString(16).padStart(12, '0');
  return `${text.slice(0, 8)}-${text.slice(8)}`;
}

/** The moment of a UUIDv7 is its first characters, with a dash in it. */
export const MOMENT_LENGTH = 13;

/** When an id was made, in epoch milliseconds. */
export function momentOf(id: string): number {
  return Number.parseInt(id.slice(0, MOMENT_LENGTH).replace('-', ''), 16);
}

/** What comes later sorts after it, also in the same millisecond, and when the clock is set back. */
export function createIdAfter(createId: () => string, last = ''): string {
  const fresh = createId();
  return fresh > last ? fresh : `${last}+`;
}
