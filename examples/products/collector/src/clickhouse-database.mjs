import { buffer } from 'node:stream/consumers';

import { ClickHouseLogLevel, createClient } from '@clickhouse/client';

/**
 * A ClickHouse server, by URL: `http://user@host:8123/database`. The database is created where it is missing.
 *
 * @param {{ url: string, password?: string | undefined }} options The password stands apart: addresses are shown and logged.
 * @returns {Promise<import('./database.mjs').Database>}
 */
export async function openClickHouseDatabase({ url, password = '' }) {
  const address = new URL(url);
  if (address.password !== '') throw new Error('the address of ClickHouse has a password in it; give it apart');
  const username = decodeURIComponent(address.username) || 'default';
  address.username = '';
  const database = decodeURIComponent(address.pathname.slice(1)) || 'headgate';
  address.pathname = '';
  const server = { url: address.href, username, password };
  await createDatabase(server, database);

  const client = createClient({
    ...server,
    database,
    // Errors reach the collector's own log; this one would print statements.
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: {
      // A server whose profile makes inserts asynchronous still answers only once the rows are written.
      wait_for_async_insert: 1,
      // The whole statement before the status line: a failure midway is not reported as 200.
      wait_end_of_query: 1,
    },
  });

  /** @type {import('./database.mjs').Database['query']} */
  async function query(sql, parameters = {}) {
    const result = await client.query({ query: sql, query_params: { ...parameters }, format: 'JSONEachRow' });
    return result.json();
  }

  return {
    async exec(sql, parameters = {}) {
      await client.command({ query: sql, query_params: { ...parameters } });
    },
    query,
    lookUp: query,
    async queryFile(sql, parameters, format) {
      const { stream } = await client.exec({ query: `${sql} FORMAT ${format}`, query_params: { ...parameters } });
      return buffer(stream);
    },
    async insert(table, rows) {
      await client.insert({ table, values: [...rows], format: 'JSONEachRow' });
    },
    close: () => client.close(),
  };
}

/**
 * @param {{ url: string, username: string, password: string }} server
 * @param {string} database
 */
async function createDatabase(server, database) {
  const client = createClient(server);
  try {
    await client.command({
      query: 'CREATE DATABASE IF NOT EXISTS {database:Identifier}',
      query_params: { database },
    });
  } finally {
    await client.close();
  }
}
