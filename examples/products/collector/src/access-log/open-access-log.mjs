import { createHmac } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { open, truncate } from 'node:fs/promises';

import { groupInserts } from '../group-inserts.mjs';
import { hashOf } from '../hash-of.mjs';
import { toCheckpointText } from './checkpoint.mjs';
import { logFilesOf, openLogKeys, replaceFile, syncFolder } from './log-files.mjs';
import { createMerkleTree } from './merkle-tree.mjs';
import { parseEntry, readLines } from './read-entries.mjs';
import { verifyAccessLog } from './verify-access-log.mjs';

/**
 * The log of every access: appended, never changed. An entry is on the disk before the answer that it tells of is given, and
 * where it cannot be written nothing is answered.
 *
 * @typedef {import('./read-entries.mjs').Entry} Entry
 * @typedef {Omit<Entry, 'index' | 'previous' | 'time'>} NewEntry
 *
 * @typedef {object} AccessLog
 * @property {(entry: NewEntry) => Promise<void>} append Resolves once the entry outlives a power cut.
 * @property {() => string} checkpoint A signed note over everything that is on the disk.
 * @property {string} verifierKey By which anybody checks a checkpoint.
 * @property {(from: number, limit: number) => Promise<Entry[]>} read
 * @property {(text: string) => string} pseudonymOf How a person is named in the log: by its key, so not to be guessed.
 * @property {() => Promise<void>} close
 *
 * @param {{ directory: string, now?: () => number }} options
 * @returns {Promise<AccessLog>}
 */
export async function openAccessLog({ directory, now = Date.now }) {
  const { name, signer, pseudonymKey } = openLogKeys(directory);
  const files = logFilesOf(directory);
  const verified = await verifyAccessLog(directory);
  if (verified.problems.length > 0) {
    throw new Error(
      `the access log in ${directory} is not what it was: ${verified.problems.join('; ')}. ` +
        'Keep it for who has to know, and move the folder away to begin a new one.',
    );
  }
  const { tree, last, bytes } = await readState(files.entries);
  const torn = existsSync(files.entries) ? statSync(files.entries).size - bytes : 0;
  if (torn > 0) await truncate(files.entries, bytes);

  const file = await open(files.entries, 'a', 0o600);
  syncFolder(directory);
  let [before, position, unsigned, isBroken] = [last, bytes, 0, false];

  /**
   * Numbered here and not where they were asked for: what is turned down while too many wait leaves no gap.
   *
   * @param {readonly NewEntry[]} entries
   */
  async function write(entries) {
    if (isBroken) throw new Error('the access log cannot be written; it is mended at the next start');
    /** @type {string[]} */
    const lines = [];
    for (const entry of entries) {
      const previous = lines.at(-1) ?? before;
      lines.push(
        JSON.stringify({
          index: tree.size() + lines.length,
          previous: previous === undefined ? '' : hashOf(previous),
          time: new Date(now()).toISOString(),
          ...entry,
        }),
      );
    }
    const text = Buffer.from(lines.map((line) => `${line}\n`).join(''));
    // Closed until it is known to be whole: half a line may be on the disk, and another one must not follow it.
    isBroken = true;
    if ((await file.stat()).size !== position) throw new Error('somebody else writes to the access log');
    await file.writeFile(text);
    await file.datasync();
    isBroken = false;
    for (const line of lines) tree.append(line);
    before = lines.at(-1) ?? before;
    position += text.length;
    unsigned += lines.length;
    if (unsigned >= entriesPerCheckpoint) checkpoint();
  }
  const writer = groupInserts(write);

  function checkpoint() {
    const note = signer.signNote(toCheckpointText(name, tree));
    replaceFile(files.checkpoint, note);
    unsigned = 0;
    return note;
  }

  const log = {
    append: (/** @type {NewEntry} */ entry) => writer.write([entry]),
    checkpoint,
    verifierKey: signer.verifierKey,
    read: (/** @type {number} */ from, /** @type {number} */ limit) => readEntries(files.entries, from, limit),
    pseudonymOf: (/** @type {string} */ text) =>
      createHmac('sha256', pseudonymKey).update(text).digest('base64url').slice(0, 22),
    async close() {
      await writer.settle();
      if (!isBroken) checkpoint();
      await file.close();
    },
  };
  if (torn > 0) await log.append(tornEntry(torn));
  return log;
}

const entriesPerCheckpoint = 64;

/** @param {string} file */
async function readState(file) {
  const tree = createMerkleTree();
  /** @type {string | undefined} */
  let last;
  let bytes = 0;
  for await (const { line, isWhole } of readLines(file)) {
    if (isWhole) {
      tree.append(line);
      bytes += Buffer.byteLength(line) + 1;
      last = line;
    }
  }
  return { tree, last, bytes };
}

/**
 * @param {string} file
 * @param {number} from
 * @param {number} limit
 */
async function readEntries(file, from, limit) {
  /** @type {Entry[]} */
  const entries = [];
  for await (const { line } of readLines(file)) {
    const entry = parseEntry(line);
    if (entry !== undefined && entry.index >= from) entries.push(entry);
    if (entries.length === limit) break;
  }
  return entries;
}

/**
 * @param {number} bytes
 * @returns {NewEntry}
 */
function tornEntry(bytes) {
  return {
    action: 'log-mended',
    who: { kind: 'collector', name: 'headgate-collector', role: '' },
    why: 'a line was not written to its end, and nothing was answered for it',
    what: { bytes },
    outcome: 'done',
  };
}
