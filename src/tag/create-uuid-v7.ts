import type { Environment } from '../environment.js';

const BYTES = 9;

/**
 * Makes UUIDv7 (RFC 9562): sortable by time, 72 random bits. The random bytes are fetched for many ids at once and written
 * by a table: that costs a tenth of `crypto.randomUUID`, which plain http does not have anyway.
 */
export function createUuidV7({ now, fillRandom }: Pick<Environment, 'now' | 'fillRandom'>): () => string {
  const table = Array.from({ length: 256 }, (_, byte) => (byte + 256).toString(16).slice(1));
  const pool = new Uint8Array(100 * BYTES);
  let next = 0;
  let last = 0;
  let prefix = '';

  return () => {
    if (!next) fillRandom(pool);
    let hex = '';
    for (const end = next + BYTES; next < end; next++) hex += table[pool[next]!];
    next %= pool.length;
    const time = now();
    if (time !== last) {
      last = time;
      const text = time.toString(16).padStart(12, '0');
      prefix = `${text.slice(0, 8)}-${text.slice(8)}-7`;
    }
    return `${prefix}${hex.slice(0, 3)}-8${hex.slice(3, 6)}-${hex.slice(6)}`;
  };
}
