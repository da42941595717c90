/**
 * The tables, in SQL that the engine in process and a ClickHouse server both take.
 *
 * - `ReplacingMergeTree` folds rows of one event id into the first that was received: later copies, honest or not,
 *   change nothing.
 * - `TTL expires DELETE` keeps the retention that travels with each event, whoever reads or forgets to read the table.
 * - `fsync_*` writes a part to the disk before the insert is answered, so that an acknowledgement outlives a power cut.
 * - `data` is the exact JSON text that was sent; `fields` reads it as JSON where an analyst wants `fields.toggle`.
 * - `subjects` holds `field=value` of the pseudonymised fields only: what a person may be found and erased by.
 */

const columns = `
  id String,
  event LowCardinality(String),
  time DateTime64(3, 'UTC'),
  received_at DateTime64(3, 'UTC'),
  sent_at DateTime64(3, 'UTC'),
  tier LowCardinality(String),
  purpose LowCardinality(String),
  basis LowCardinality(String),
  categories Array(LowCardinality(String)),
  retention_days UInt32,
  expires DateTime64(3, 'UTC'),
  manifest LowCardinality(String),
  consent_captured String,
  consent_released String,
  consent_source LowCardinality(String),
  consent_proof String,
  data String,
  fields JSON ALIAS CAST(data, 'JSON'),
  subjects Array(String),
  version UInt64 MATERIALIZED toUInt64(9223372036854775807 - toUnixTimestamp64Milli(received_at)),
  INDEX expires_range expires TYPE minmax,
  INDEX subjects_filter subjects TYPE bloom_filter(0.01)`;

const storage = `
ENGINE = ReplacingMergeTree(version)
ORDER BY id
TTL toDateTime(expires) DELETE
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, merge_with_ttl_timeout = 3600, old_parts_lifetime = 60`;

/** Events and, apart from them, receipts of consent: proof is kept and erased by other rules than what it proves. */
export const tables = /** @type {const} */ (['events', 'receipts']);

export const schema = tables.map((table) => `CREATE TABLE IF NOT EXISTS ${table} (${columns}\n)${storage}`);
