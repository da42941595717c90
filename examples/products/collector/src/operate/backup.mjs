import { createHash } from 'node:crypto';
import { cpSync, createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { toCheckpointText } from '../access-log/checkpoint.mjs';
import { logFilesOf, openLogKeys, replaceFile } from '../access-log/log-files.mjs';
import { createMerkleTree } from '../access-log/merkle-tree.mjs';
import { openAccessLog } from '../access-log/open-access-log.mjs';
import { readLines } from '../access-log/read-entries.mjs';
import { verifyAccessLog } from '../access-log/verify-access-log.mjs';
import { openDatabase } from '../open-database.mjs';

/**
 * A copy of a stopped collector's data folder, with the hash of each file and a checkpoint of its access log.
 *
 * @param {{ data: string, to: string, now?: number }} options
 * @returns {Promise<{ files: number, entries: number }>}
 */
export async function makeBackup({ data, to, now = Date.now() }) {
  if (existsSync(to) && readdirSync(to).length > 0) throw new Error(`${to} is not empty`);
  await makeSureItIsStopped(data);
  const log = join(data, 'access-log');
  await makeSureItIsSound(log);
  mkdirSync(to, { recursive: true, mode: 0o700 });
  cpSync(data, join(to, 'data'), { recursive: true, preserveTimestamps: true });
  const files = await hashFiles(join(to, 'data'));
  const { note, size } = await signWhole(log);
  replaceFile(
    join(to, 'backup.json'),
    `${JSON.stringify({ made: new Date(now).toISOString(), entries: size, checkpoint: note, files }, undefined, 2)}\n`,
  );
  return { files: Object.keys(files).length, entries: size };
}

/**
 * Puts a backup into an empty data folder. Where the folder still has its access log, that one goes on, if it holds all
 * that the backup's holds: what happened since is not forgotten with the rest.
 *
 * @param {{ from: string, data: string, now?: () => number }} options
 * @returns {Promise<{ made: string, erasuresSince: number }>}
 */
export async function restoreBackup({ from, data, now = Date.now }) {
  const { made, checkpoint, files } = JSON.parse(readFileSync(join(from, 'backup.json'), 'utf8'));
  const found = await hashFiles(join(from, 'data'));
  const changed = Object.keys({ ...files, ...found }).filter((name) => files[name] !== found[name]);
  if (changed.length > 0) throw new Error(`the backup is not what it was: ${changed.slice(0, 5).join(', ')}`);

  const log = join(data, 'access-log');
  const isKept = existsSync(logFilesOf(log).entries);
  const others = existsSync(data) ? readdirSync(data).filter((name) => !keptNames.has(name)) : [];
  if (others.length > 0) throw new Error(`${data} holds data; move it away: ${others.slice(0, 5).join(', ')}`);
  if (isKept) await makeSureItIsSound(log, [checkpoint]);

  mkdirSync(data, { recursive: true, mode: 0o700 });
  // What is there is newer: the access log goes on, and a token that was revoked since stays revoked.
  for (const name of readdirSync(join(from, 'data'))) {
    if (!existsSync(join(data, name))) cpSync(join(from, 'data', name), join(data, name), { recursive: true });
  }
  await makeSureItIsSound(log, [checkpoint]);
  return { made, erasuresSince: await logRestore(log, made, now) };
}

const keptNames = new Set(['access-log', 'tokens.json']);

/**
 * @param {string} directory
 * @param {string} made
 * @param {() => number} now
 */
async function logRestore(directory, made, now) {
  const log = await openAccessLog({ directory, now });
  const entries = await log.read(0, Number.POSITIVE_INFINITY);
  const erasures = entries.filter(
    ({ action, outcome, time }) => action === 'erase' && outcome === 'done' && time > made,
  ).length;
  await log.append({
    action: 'restore',
    who: { kind: 'machine', name: 'the command on this machine', role: '' },
    why: 'not stated',
    what: { backupOf: made, erasuresSince: erasures },
    outcome: 'done',
  });
  await log.close();
  return erasures;
}

/**
 * The engine lets one process at a time into its folder.
 *
 * @param {string} data
 */
async function makeSureItIsStopped(data) {
  if (existsSync(join(data, 'store'))) await (await openDatabase({ dataDirectory: data })).close();
}

/**
 * @param {string} log
 * @param {readonly string[]} [checkpoints]
 */
async function makeSureItIsSound(log, checkpoints = []) {
  const { problems } = await verifyAccessLog(log, { checkpoints });
  if (problems.length > 0) throw new Error(`the access log in ${log} is not what it was: ${problems.join('; ')}`);
}

/** @param {string} log */
async function signWhole(log) {
  const tree = createMerkleTree();
  for await (const { line, isWhole } of readLines(logFilesOf(log).entries)) if (isWhole) tree.append(line);
  const { name, signer } = openLogKeys(log);
  return { note: signer.signNote(toCheckpointText(name, tree)), size: tree.size() };
}

/**
 * @param {string} folder
 * @returns {Promise<{ [name: string]: string }>}
 */
async function hashFiles(folder) {
  /** @type {{ [name: string]: string }} */
  const hashes = {};
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const file = join(folder, name);
    if (statSync(file, { throwIfNoEntry: false })?.isFile()) {
      const hash = createHash('sha256');
      await pipeline(createReadStream(file), hash);
      hashes[relative(folder, file)] = hash.digest('base64url');
    }
  }
  return hashes;
}
