/**
 * What the collector asks of a database. Two files fulfil it: `chdb-database.mjs` runs ClickHouse in this process,
 * `clickhouse-database.mjs` talks to a ClickHouse server. Both are given the same SQL.
 *
 * Values never enter SQL text: they are bound to `{name:Type}` placeholders or inserted as JSONEachRow.
 *
 * @typedef {string | number | readonly string[]} Parameter
 * @typedef {{ readonly [name: string]: Parameter }} Parameters
 * @typedef {{ readonly [column: string]: unknown }} Row
 *
 * @typedef {object} Database
 * @property {(sql: string, parameters?: Parameters) => Promise<void>} exec Runs one statement that answers no rows.
 * @property {(sql: string, parameters?: Parameters) => Promise<any[]>} query Answers the rows of one SELECT.
 * @property {(sql: string, parameters?: Parameters) => Promise<any[]>} lookUp
 *   The same for what an insert waits for: no long query delays it.
 * @property {(sql: string, parameters: Parameters, format: 'CSVWithNames' | 'Parquet') => Promise<Buffer>} queryFile
 *   Answers the rows of one SELECT as a file.
 * @property {(table: string, rows: readonly Row[]) => Promise<void>} insert
 *   Resolves once the rows outlive the death of this process.
 * @property {() => Promise<void>} close
 */

export {};
