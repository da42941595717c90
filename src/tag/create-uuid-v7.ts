const BYTES_PER_ID = 10;

/**
 * Makes UUIDv7 (RFC 9562): sortable by time, 74 random bits. Random bytes are drawn for 64 ids at a time, because one
 * call to the system costs as much as ten ids. Needs no `crypto.randomUUID`, which plain http does not have.
 */
export function createUuidV7(now: () => number, fillRandom: (bytes: Uint8Array<ArrayBuffer>) => void): () => string {
  const pool = new Uint8Array(64 * BYTES_PER_ID);
  let used = pool.length;

  return () => {
    if (used === pool.length) {
      fillRandom(pool);
      used = 0;
    }
    const time = now().toString(16).padStart(12, '0');
    let random = '';
    for (const end = used + BYTES_PER_ID; used < end; used++) random += (pool[used]! + 256).toString(16).slice(1);
    const variant = '89ab'[parseInt(random[4]!, 16) & 3];
    return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(1, 4)}-${variant}${random.slice(5, 8)}-${random.slice(8)}`;
  };
}
