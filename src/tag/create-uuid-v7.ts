import type { Environment } from '../environment.js';

const BYTES = 10;

/**
 * Makes UUIDv7 (RFC 9562): sortable by time, 74 random bits. The random bytes are fetched for many ids at once and written
 * by a table: that costs a tenth of `crypto.randomUUID`, which plain http does not have anyway.
 */
export function createUuidV7({ now, fillRandom }: Pick<Environment, 'now' | 'fillRandom'>): () => string {
  const table = Array.from({ length: 256 }, (_, byte) => (byte + 256).toString(16).slice(1));
  const pool = new Uint8Array(100 * BYTES);
  let next = 0;

  return () => {
    if (!next) fillRandom(pool);
    const bytes = pool.subarray(next, next + BYTES);
    next = (next + BYTES) % pool.length;
    const time = now().toString(16).padStart(12, '0');
    bytes[1] = (bytes[1]! & 0x3f) | 0x80;
    let hex = '';
    for (const byte of bytes) hex += table[byte];
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(5, 8)}-${hex.slice(2, 4)}${hex.slice(0, 2)}-${hex.slice(8)}`;
  };
}
