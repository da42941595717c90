import type { Environment } from '../environment.js';

/**
 * Makes UUIDv7 (RFC 9562): sortable by time, 74 random bits. They are those of a UUIDv4, which the browser makes in one call;
 * plain http has no `crypto.randomUUID`, and there they are put together from random bytes.
 */
export function createUuidV7({ now, randomUuid, fillRandom }: Pick<Environment, 'now' | 'randomUuid' | 'fillRandom'>) {
  let last = 0;
  let prefix = '';

  return (): string => {
    const time = now();
    if (time !== last) {
      const hex = (last = time).toString(16).padStart(12, '0');
      prefix = `${hex.slice(0, 8)}-${hex.slice(8)}-7`;
    }
    return prefix + (randomUuid ? randomUuid() : assemble(fillRandom)).slice(15);
  };
}

/** A UUIDv4 without its first two groups, which are replaced by the time. */
function assemble(fillRandom: Environment['fillRandom']): string {
  const bytes = new Uint8Array(10);
  fillRandom(bytes);
  bytes[2] = (bytes[2]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => (byte + 256).toString(16).slice(1)).join('');
  return `               ${hex.slice(1, 4)}-${hex.slice(4, 8)}-${hex.slice(8)}`;
}
