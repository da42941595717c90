import { ClickHouseLogLevel, createClient } from '@clickhouse/client';

/**
 * A ClickHouse server, by URL: `http://user:password@host:8123/database`. The database is created where it is missing.
 *
 * @param {{ url: string }} options
 * @returns {Promise<import('./database.mjs').Database>}
 */
export async function openClickHouseDatabase({ url }) {
  const address = new URL(url);
  const database = decodeURIComponent(address.pathname.slice(1)) || 'headgate';
  address.pathname = '';
  await createDatabase(address.href, database);

  const client = createClient({
    url: address.href,
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

  return {
    async exec(sql, parameters = {}) {
      await client.command({ query: sql, query_params: { ...parameters } });
    },
    async query(sql, parameters = {}) {
      const result = await client.query({ query: sql, query_params: { ...parameters }, format: 'JSONEachRow' });
      return result.json();
    },
    async insert(table, rows) {
      await client.insert({ table, values: [...rows], format: 'JSONEachRow' });
    },
    close: () => client.close(),
  };
}

/**
 * @param {string} url
 * @param {string} database
 */
async function createDatabase(url, database) {
  const client = createClient({ url });
  try {
    await client.command({
      query: 'CREATE DATABASE IF NOT EXISTS {database:Identifier}',
      query_params: { database },
    });
  } finally {
    await client.close();
  }
}
