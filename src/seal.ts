import { CompactEncrypt, importJWK } from 'jose';

import type { Controller } from './manifest/manifest.js';
import type { Seal, SealedPlace } from './manifest/protect-fields.js';
import { toJson } from './safety/to-json.js';

export type { Seal, SealedPlace };

/** Sealed texts are as long as the next multiple of so many bytes: `yes` and `no` look alike. */
const BLOCK = 64;

/**
 * Makes the function that seals a field's text: a compact JWE (ECDH-ES, A256GCM) that only the holder of the private key can
 * open, neither this device nor a processor on the way. Pass it to `createHeadgate` as `seal`.
 *
 * What is encrypted is the text as JSON, in quotes, and spaces behind it up to a multiple of 64 bytes: `JSON.parse` opens
 * it. The header names `event`, the event's id, and `field`, the field's name, and cannot be changed without the key: who
 * opens a seal compares both with where it was found, or an answer may be another person's.
 *
 * @param publicKey The controller's public key, a JWK on curve P-256; in the manifest it is `controller.publicKey`.
 *
 * @example
 * ```ts
 * import { createHeadgate } from 'headgate';
 * import { createSealer } from 'headgate/seal';
 *
 * const seal = createSealer({ kty: 'EC', crv: 'P-256', x: 'gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0', y: 'SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps' });
 * createHeadgate({ manifest, consent, collectors, seal });
 * ```
 */
export function createSealer(publicKey: NonNullable<Controller['publicKey']>): Seal {
  // Of a key with more to it (`key_ops`, `use`) the browser takes no public half.
  const { kid, kty, crv, x, y } = publicKey;
  let key: ReturnType<typeof importJWK> | undefined;
  return async (text, { event, field }) =>
    new CompactEncrypt(pad(new TextEncoder().encode(toJson(text))))
      .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', ...(kid && { kid }), event, field })
      .encrypt(await (key ??= importJWK({ kty, crv, x, y }, 'ECDH-ES')));
}

function pad(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil(bytes.length / BLOCK) * BLOCK).fill(32);
  padded.set(bytes);
  return padded;
}
