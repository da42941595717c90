/**
 * The database that the options name: a ClickHouse server where there is a URL, else ClickHouse in this process.
 * Loaded on demand: who uses a server needs no engine here, and the other way round.
 *
 * @param {{ clickhouseUrl?: string | undefined, clickhousePassword?: string | undefined, dataDirectory: string }} options
 * @returns {Promise<import('./database.mjs').Database>}
 */
export async function openDatabase({ clickhouseUrl, clickhousePassword, dataDirectory }) {
  if (clickhouseUrl !== undefined) {
    const { openClickHouseDatabase } = await import('./clickhouse-database.mjs');
    return openClickHouseDatabase({ url: clickhouseUrl, password: clickhousePassword });
  }
  const { openChdbDatabase } = await import('./chdb-database.mjs');
  return openChdbDatabase({ directory: dataDirectory });
}
