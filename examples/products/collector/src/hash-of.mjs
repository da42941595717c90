import { createHash } from 'node:crypto';

/**
 * SHA-256 of a text in UTF-8, as base64url: 43 characters. So a device hashes its secret, and so ids are noted as erased.
 *
 * @param {string} text
 */
export function hashOf(text) {
  return createHash('sha256').update(text).digest('base64url');
}

/**
 * Whether a value has the form of such a hash, which is also that of 256 random bits.
 *
 * @param {unknown} value
 * @returns {value is string}
 */
export function isHash(value) {
  return typeof value === 'string' && /^[\w-]{43}$/.test(value);
}
