import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';

/**
 * Signed notes (c2sp.org/signed-note) with Ed25519: a text, an empty line, and lines of signatures. Who holds the verifier key,
 * `name+id+key`, needs nothing else, and any implementation of the format can check what this one signs.
 */

const ed25519 = 1;

/** What stands before the 32 bytes of an Ed25519 key in its DER forms (RFC 8410). */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * @param {string} name Without spaces and plus signs.
 * @param {Buffer} seed The private key's 32 bytes.
 */
export function createSigner(name, seed) {
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: 'der', type: 'pkcs8' });
  const key = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(spkiPrefix.length);
  const id = keyIdOf(name, key);
  return {
    verifierKey: `${name}+${id.toString('hex')}+${Buffer.concat([Buffer.from([ed25519]), key]).toString('base64')}`,
    /** @param {string} text Ends with a line break. */
    signNote(text) {
      const signature = Buffer.concat([id, sign(undefined, Buffer.from(text), privateKey)]).toString('base64');
      return `${text}\n— ${name} ${signature}\n`;
    },
  };
}

/**
 * The text of a note, if it carries a sound signature of the key; else `undefined`. Signatures of other keys, a witness's for
 * example, are passed over.
 *
 * @param {string} note
 * @param {string} verifierKey
 * @returns {string | undefined}
 */
export function openNote(note, verifierKey) {
  const verifier = readVerifierKey(verifierKey);
  const end = note.lastIndexOf('\n\n');
  if (verifier === undefined || end === -1 || !note.endsWith('\n')) return undefined;
  const text = note.slice(0, end + 1);
  const isSigned = note
    .slice(end + 2, -1)
    .split('\n')
    .some((line) => isSignedBy(verifier, line, text));
  return isSigned ? text : undefined;
}

/**
 * @param {NonNullable<ReturnType<typeof readVerifierKey>>} verifier
 * @param {string} line
 * @param {string} text
 */
function isSignedBy({ name, id, publicKey }, line, text) {
  const [, signer, encoded = ''] = /^— (\S+) (\S+)$/.exec(line) ?? [];
  const signature = Buffer.from(encoded, 'base64');
  if (signer !== name || signature.length !== 68 || !signature.subarray(0, 4).equals(id)) return false;
  return verify(undefined, Buffer.from(text), publicKey, signature.subarray(4));
}

/**
 * Keys of other algorithms, and keys that are not the one that their id tells, are none.
 *
 * @param {string} verifierKey
 */
function readVerifierKey(verifierKey) {
  const [, name = '', idText = '', keyText = ''] =
    /^([^\s+]+)\+([0-9a-f]{8})\+([\w+/=]+)$/.exec(verifierKey.trim()) ?? [];
  const key = Buffer.from(keyText, 'base64');
  if (key.length !== 33 || key.readUInt8() !== ed25519) return undefined;
  const id = keyIdOf(name, key.subarray(1));
  if (id.toString('hex') !== idText) return undefined;
  const der = Buffer.concat([spkiPrefix, key.subarray(1)]);
  return { name, id, publicKey: createPublicKey({ key: der, format: 'der', type: 'spki' }) };
}

/**
 * @param {string} name
 * @param {Buffer} key
 */
function keyIdOf(name, key) {
  const text = Buffer.concat([Buffer.from(`${name}\n`), Buffer.from([ed25519]), key]);
  return createHash('sha256').update(text).digest().subarray(0, 4);
}
