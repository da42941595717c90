import { mkdirSync } from 'node:fs';

import { drainPending, Session } from 'chdb';

import { closeToOthers } from './close-to-others.mjs';

/**
 * ClickHouse in this process, with its files in one directory. One process at a time may use a directory, and one
 * process may use only one directory.
 *
 * @param {{ directory: string }} options
 * @returns {Promise<import('./database.mjs').Database>}
 */
export async function openChdbDatabase({ directory }) {
  // What is stored is personal data: no other account of this machine reads it.
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  closeToOthers(directory);
  // A connection runs one statement at a time: with one for each kind, no long read or deletion delays an insert.
  const inserts = await connect(directory);
  const reads = await connect(directory);
  const statements = await connect(directory);

  return {
    async exec(sql, parameters = {}) {
      await statements.queryBindAsync(sql, parameters);
    },
    async query(sql, parameters = {}) {
      const result = await reads.queryBindAsync(sql, parameters, { format: 'JSONEachRow' });
      return toRows(result.text());
    },
    async lookUp(sql, parameters = {}) {
      const result = await inserts.queryBindAsync(sql, parameters, { format: 'JSONEachRow' });
      return toRows(result.text());
    },
    async queryFile(sql, parameters, format) {
      const result = await reads.queryBindAsync(sql, parameters, { format });
      return Buffer.from(result.bytes());
    },
    async insert(table, rows) {
      const values = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
      await inserts.insert({ table, values, format: 'JSONEachRow' });
    },
    async close() {
      for (const session of [inserts, reads, statements]) session.close();
      await drainPending();
    },
  };
}

/** @param {string} directory */
async function connect(directory) {
  const session = openSession(directory);
  // The engine's own `default` database also shows files of the working directory as tables.
  await session.queryAsync('CREATE DATABASE IF NOT EXISTS headgate');
  await session.queryAsync('USE headgate');
  return session;
}

/** @param {string} directory */
function openSession(directory) {
  try {
    return new Session(directory);
  } catch (cause) {
    throw new Error(`cannot open ${directory}: is it writable, and used by no other process?`, { cause });
  }
}

/** @param {string} lines */
function toRows(lines) {
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
