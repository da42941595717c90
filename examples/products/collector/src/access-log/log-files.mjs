import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import { createSigner } from './signed-note.mjs';

/** The files of one access log, beside the data of the collector that writes it. */

/** @param {string} directory */
export function logFilesOf(directory) {
  return {
    entries: join(directory, 'entries.jsonl'),
    keys: join(directory, 'keys.json'),
    checkpoint: join(directory, 'checkpoint.txt'),
    verifierKey: join(directory, 'verifier-key.txt'),
  };
}

/**
 * The log's own keys: one signs checkpoints; by the other, people are named in it. Made with the log.
 *
 * @param {string} directory
 */
export function openLogKeys(directory) {
  const files = logFilesOf(directory);
  if (!existsSync(files.keys)) makeKeys(directory);
  const { name, signing, pseudonyms } = JSON.parse(readFileSync(files.keys, 'utf8'));
  const signer = createSigner(name, Buffer.from(signing, 'base64url'));
  return { name: String(name), signer, pseudonymKey: Buffer.from(pseudonyms, 'base64url') };
}

/** @param {string} directory */
function makeKeys(directory) {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const files = logFilesOf(directory);
  if (existsSync(files.entries)) throw new Error(`${files.keys} is missing, and the access log beside it has entries`);
  const name = `headgate-collector/${randomBytes(6).toString('hex')}`;
  const seed = randomBytes(32);
  replaceFile(files.verifierKey, `${createSigner(name, seed).verifierKey}\n`);
  const keys = { name, signing: seed.toString('base64url'), pseudonyms: randomBytes(32).toString('base64url') };
  replaceFile(files.keys, `${JSON.stringify(keys)}\n`);
}

/**
 * The whole new text or the whole old one, whenever the machine stops.
 *
 * @param {string} file
 * @param {string} text
 */
export function replaceFile(file, text) {
  const draft = `${file}.new`;
  writeFileSync(draft, text, { mode: 0o600, flush: true });
  renameSync(draft, file);
  syncFolder(dirname(file));
}

/**
 * A new name in a folder outlives a power cut only once the folder itself is on the disk.
 *
 * @param {string} folder
 */
export function syncFolder(folder) {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
