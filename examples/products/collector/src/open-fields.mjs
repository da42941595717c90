import { compactDecrypt, decodeProtectedHeader, importJWK } from 'jose';

/**
 * Opens the sealed fields of an export with the controller's private key. Everything else is left as it is.
 *
 * @typedef {import('jose').JWK} Jwk
 * @typedef {{ events: readonly { data: object }[] }} Export
 */

/**
 * @template {Export} E
 * @param {E} exported
 * @param {readonly Jwk[]} keys Private keys; one with the `kid` of a sealed field is tried alone.
 * @returns {Promise<{ opened: E, openedCount: number, closedCount: number }>} `closedCount`: sealed to another key.
 */
export async function openFields(exported, keys) {
  let openedCount = 0;
  let closedCount = 0;

  /** @param {unknown} value */
  async function open(value) {
    if (!isSealed(value)) return value;
    const text = await openText(value, keys);
    if (text === undefined) closedCount += 1;
    else openedCount += 1;
    return text ?? value;
  }

  const events = [];
  for (const event of exported.events) {
    const data = [];
    for (const [field, value] of Object.entries(event.data)) data.push([field, await open(value)]);
    events.push({ ...event, data: Object.fromEntries(data) });
  }
  return { opened: { ...exported, events }, openedCount, closedCount };
}

/**
 * What only looks like a sealed field stays text.
 *
 * @param {unknown} value
 * @returns {value is string}
 */
function isSealed(value) {
  if (typeof value !== 'string' || !/^[\w-]+\.[\w-]*\.[\w-]+\.[\w-]*\.[\w-]+$/.test(value)) return false;
  const { alg, enc } = headerOf(value);
  return alg === 'ECDH-ES' && enc === 'A256GCM';
}

/**
 * @param {string} sealed
 * @param {readonly Jwk[]} keys
 */
async function openText(sealed, keys) {
  const { kid } = headerOf(sealed);
  const named = keys.filter((key) => kid !== undefined && key.kid === kid);
  for (const key of named.length > 0 ? named : keys) {
    try {
      const { plaintext } = await compactDecrypt(sealed, await importJWK(key, 'ECDH-ES'), {
        keyManagementAlgorithms: ['ECDH-ES'],
        contentEncryptionAlgorithms: ['A256GCM'],
      });
      return new TextDecoder().decode(plaintext);
    } catch {
      // Sealed to another key, or altered since: the next key decides.
    }
  }
  return undefined;
}

/**
 * @param {string} sealed
 * @returns {{ alg?: unknown, enc?: unknown, kid?: unknown }}
 */
function headerOf(sealed) {
  try {
    return decodeProtectedHeader(sealed);
  } catch {
    return {};
  }
}
