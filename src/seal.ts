import type { Controller } from './manifest/manifest.js';
import type { Seal, SealedPlace } from './manifest/protect-fields.js';
import { toBase64Url } from './safety/to-base64-url.js';
import { toJson } from './safety/to-json.js';

export type { Seal, SealedPlace };

/** Sealed texts are as long as the next multiple of so many bytes: `yes` and `no` look alike. */
const BLOCK = 64;
const CURVE = { name: 'ECDH', namedCurve: 'P-256' };
/** The content's encryption by its name in JWE, which is part of what its key is made of. */
const ENCRYPTION = 'A256GCM';
const KEY_BITS = 256;
const TAG_BYTES = 16;

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
  let key: Promise<CryptoKey> | undefined;
  return async (text, { event, field }) => {
    const receiver = await (key ??= crypto.subtle.importKey('jwk', { kty, crv, x, y }, CURVE, false, []));
    const once = await crypto.subtle.generateKey(CURVE, false, ['deriveBits']);
    const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: receiver }, once.privateKey, KEY_BITS);
    const epk = await readPublicHalf(once.publicKey);
    // Written here, because a library of JWE (jose) asks the page's prototypes for a `toJSON`: what they say would be the header.
    const header = toBase64Url(encode(toJson({ alg: 'ECDH-ES', enc: ENCRYPTION, kid, event, field, epk })));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const aes = { name: 'AES-GCM', iv, additionalData: encode(header) };
    const sealed = await crypto.subtle.encrypt(aes, await deriveKey(shared), pad(encode(toJson(text))));
    const parts = [header, '', iv, sealed.slice(0, -TAG_BYTES), sealed.slice(-TAG_BYTES)];
    return parts.map((part) => (typeof part === 'string' ? part : toBase64Url(part))).join('.');
  };
}

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

async function readPublicHalf(key: CryptoKey): Promise<JsonWebKey> {
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', key);
  return { kty, crv, x, y } as JsonWebKey;
}

/**
 * The key of the content, of the secret that both sides share.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7518#section-4.6.2
 */
async function deriveKey(shared: ArrayBuffer): Promise<CryptoKey> {
  const name = encode(ENCRYPTION);
  const input = [
    // The first round, and the last one.
    ...toFourBytes(1),
    ...new Uint8Array(shared),
    ...toFourBytes(name.length),
    ...name,
    // Whom it is from and to is not said: two lengths of nothing.
    ...toFourBytes(0),
    ...toFourBytes(0),
    ...toFourBytes(KEY_BITS),
  ];
  const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(input));
  return crypto.subtle.importKey('raw', digest, 'AES-GCM', false, ['encrypt']);
}

/** The highest first. */
const toFourBytes = (value: number): readonly number[] => [0, 0, value >> 8, value & 255];

function pad(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(Math.ceil(bytes.length / BLOCK) * BLOCK).fill(32);
  padded.set(bytes);
  return padded;
}
