import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { unzipSync, zipSync } from 'fflate';

/** The list of what is in a pack, with the hash of each file. */
interface PackList {
  readonly tool: string;
  readonly created: string;
  readonly site: string;
  readonly versions: { readonly [name: string]: string };
  readonly files: { readonly [name: string]: { readonly sha256: string; readonly bytes: number } };
}

export type PackFiles = { readonly [name: string]: Uint8Array };

const LIST = 'manifest.json';
const LIST_HASH = 'manifest.json.sha256';
const SIGNATURE = 'manifest.json.sig';
const PUBLIC_KEY = 'manifest.json.pem';

/** A zip file knows times from 1980 on. The real time stands in the list. */
const NO_TIME = new Date(1980, 0, 1, 12).getTime();

/**
 * Returns a zip file whose every byte can be checked: stored without compression, in one order and without times, so that
 * it can be written again from what is in it and compared.
 *
 * @param key - A private key that signs the list.
 */
export function buildPack(files: PackFiles, about: Omit<PackList, 'files'>, key?: KeyObject): Uint8Array {
  const rows = Object.entries(files).map(
    ([name, bytes]) => [name, { sha256: sha256(bytes), bytes: bytes.length }] as const,
  );
  const list = encode(`${JSON.stringify({ ...about, files: Object.fromEntries(rows) } satisfies PackList, null, 2)}\n`);
  return writeZip({
    ...files,
    [LIST]: list,
    [LIST_HASH]: encode(`${sha256(list)}  ${LIST}\n`),
    ...(key && {
      [SIGNATURE]: encode(`${sign(algorithmOf(key), list, key).toString('base64')}\n`),
      [PUBLIC_KEY]: encode(createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString()),
    }),
  });
}

/** What a check of a pack comes to. */
export interface CheckedPack {
  /** What is not as it was written, each in a sentence; none where all is. */
  readonly problems: readonly string[];
  readonly list: PackList | undefined;
  /** The hash of the list, by which a pack can be named elsewhere. */
  readonly sha256: string | undefined;
  /** By which key the list is signed: the one that was given, one that lies in the pack, or none. */
  readonly signed: 'given key' | 'own key' | 'not';
}

/**
 * Checks a pack: each file against the list, the list against its hash and its signature, and the zip file byte by byte.
 *
 * @param key - The public key of whoever should have signed it.
 */
export function checkPack(zip: Uint8Array, key?: KeyObject): CheckedPack {
  const files = openZip(zip);
  const list = files && readList(files[LIST]);
  if (!files || !list)
    return {
      problems: ['It is no evidence pack, or it is damaged.'],
      list: undefined,
      sha256: undefined,
      signed: 'not',
    };
  const listed = encodeOrEmpty(files[LIST]);
  const hash = sha256(listed);
  const problems = [
    ...checkFiles(files, list),
    ...(decode(files[LIST_HASH]) === `${hash}  ${LIST}\n`
      ? []
      : ['The list of files is not the one that was written.']),
    ...checkSignature(files, listed, key),
    ...(Buffer.from(writeZip(files)).equals(zip) ? [] : ['The zip file is not as it was written.']),
  ];
  return {
    problems,
    list,
    sha256: hash,
    signed: files[SIGNATURE] === undefined ? 'not' : key ? 'given key' : 'own key',
  };
}

function checkFiles(files: PackFiles, { files: listed }: PackList): string[] {
  const own = new Set([LIST, LIST_HASH, SIGNATURE, PUBLIC_KEY]);
  const unlisted = Object.keys(files).filter((name) => !own.has(name) && !Object.hasOwn(listed, name));
  const changed = Object.entries(listed).flatMap(([name, { sha256: expected }]) => {
    const bytes = files[name];
    if (!bytes) return [`${name} is missing.`];
    return sha256(bytes) === expected ? [] : [`${name} was changed.`];
  });
  return [...changed, ...unlisted.map((name) => `${name} was added.`)];
}

function checkSignature(files: PackFiles, list: Uint8Array, key: KeyObject | undefined): string[] {
  const signature = files[SIGNATURE];
  if (!signature) return key ? ['It is not signed.'] : [];
  try {
    const signer = key ?? createPublicKey(decode(files[PUBLIC_KEY]));
    const isGood = verify(algorithmOf(signer), list, signer, Buffer.from(decode(signature), 'base64'));
    return isGood ? [] : ['The signature is not by this key.'];
  } catch {
    return ['The signature cannot be read.'];
  }
}

/** Keys on Edwards curves bring their own hash. */
function algorithmOf({ asymmetricKeyType }: KeyObject): string | null {
  return asymmetricKeyType === 'ed25519' || asymmetricKeyType === 'ed448' ? null : 'sha256';
}

function writeZip(files: PackFiles): Uint8Array {
  const sorted = Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1));
  return zipSync(Object.fromEntries(sorted), { level: 0, mtime: NO_TIME, os: 3, attrs: 0 });
}

function openZip(zip: Uint8Array): PackFiles | undefined {
  try {
    return unzipSync(zip);
  } catch {
    return undefined;
  }
}

function readList(bytes: Uint8Array | undefined): PackList | undefined {
  try {
    const list = JSON.parse(decode(bytes)) as PackList;
    return typeof list.files === 'object' ? list : undefined;
  } catch {
    return undefined;
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function encode(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text));
}

function encodeOrEmpty(bytes: Uint8Array | undefined): Uint8Array {
  return bytes ?? new Uint8Array();
}

function decode(bytes: Uint8Array | undefined): string {
  return Buffer.from(encodeOrEmpty(bytes)).toString('utf8');
}
