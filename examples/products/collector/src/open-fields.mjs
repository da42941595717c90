import { compactDecrypt, decodeProtectedHeader, importJWK } from 'jose';

/**
 * Opens the sealed fields of an export with the controller's private key. Everything else is left as it is.
 *
 * @typedef {import('jose').JWK} Jwk
 * @typedef {{ events: readonly { id: string, data: object }[] }} Export
 * @typedef {{ event: string, field: string }} Place Where a seal was found.
 */

/**
 * @template {Export} E
 * @param {E} exported
 * @param {readonly Jwk[]} keys Private keys; one with the `kid` of a sealed field is tried alone.
 * @returns {Promise<{ opened: E, openedCount: number, closedCount: number, movedCount: number }>} `closedCount`: sealed to
 *   another key; `movedCount`: sealed for another event or field, so it may be another person's answer.
 */
export async function openFields(exported, keys) {
  let openedCount = 0;
  let closedCount = 0;
  let movedCount = 0;

  /**
   * @param {unknown} value
   * @param {Place} place
   */
  async function open(value, place) {
    if (!isSealed(value)) return value;
    if (!isOf(value, place)) {
      movedCount += 1;
      return value;
    }
    const text = await openText(value, keys);
    if (text === undefined) closedCount += 1;
    else openedCount += 1;
    return text ?? value;
  }

  const events = [];
  for (const event of exported.events) {
    const data = [];
    for (const [field, value] of Object.entries(event.data)) {
      data.push([field, await open(value, { event: event.id, field })]);
    }
    events.push({ ...event, data: Object.fromEntries(data) });
  }
  return { opened: { ...exported, events }, openedCount, closedCount, movedCount };
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
 * The header is no secret, but a seal whose header was changed does not open.
 *
 * @param {string} sealed
 * @param {Place} place
 */
function isOf(sealed, { event, field }) {
  const header = headerOf(sealed);
  return header.event === event && header.field === field;
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
      // JSON in quotes, with spaces behind it: short answers are as long as each other.
      return JSON.parse(new TextDecoder().decode(plaintext));
    } catch {
      // Sealed to another key, or altered since: the next key decides.
    }
  }
  return undefined;
}

/**
 * @param {string} sealed
 * @returns {{ alg?: unknown, enc?: unknown, kid?: unknown, event?: unknown, field?: unknown }}
 */
function headerOf(sealed) {
  try {
    return decodeProtectedHeader(sealed);
  } catch {
    return {};
  }
}
