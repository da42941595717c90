import { CompactEncrypt, importJWK } from 'jose';

import type { Controller } from './manifest/manifest.js';
import type { Seal } from './manifest/protect-fields.js';

export type { Seal };

/**
 * Makes the function that seals a field's text: a compact JWE (ECDH-ES, A256GCM) that only the holder of the private key can
 * open, neither this device nor a processor on the way. Pass it to `createHeadgate` as `seal`.
 *
 * @param publicKey The controller's public key, a JWK on curve P-256; in the manifest it is `controller.publicKey`.
 */
export function createSealer(publicKey: NonNullable<Controller['publicKey']>): Seal {
  const header = { alg: 'ECDH-ES', enc: 'A256GCM', ...(publicKey.kid && { kid: publicKey.kid }) };
  let key: ReturnType<typeof importJWK> | undefined;
  return async (text) =>
    new CompactEncrypt(new TextEncoder().encode(text))
      .setProtectedHeader(header)
      .encrypt(await (key ??= importJWK({ ...publicKey }, 'ECDH-ES')));
}
