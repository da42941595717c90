/**
 * The tables, in SQL that the engine in process and a ClickHouse server both take.
 *
 * - `ReplacingMergeTree` folds rows of one event id into the first that was received. Later copies are not stored at all
 *   (`write-new-rows.mjs`); this folds those that two collectors got in the same moment.
 * - `TTL expires DELETE` keeps the retention that travels with each event, whoever reads or forgets to read the table.
 * - `fsync_*` writes a part to the disk before the insert is answered, so that an acknowledgement outlives a power cut.
 * - `data` is the exact JSON text that was sent. What an analyst reads are the columns and views of `field-columns.mjs`.
 * - `subject` is the hash of a secret that only the sending device knows: what it may ask for its events by.
 * - `subjects` holds `field=value` of the pseudonymised fields only: what an operator may find a person by.
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
  data String,
  subject String,
  subjects Array(String),
  version UInt64 MATERIALIZED toUInt64(9223372036854775807 - toUnixTimestamp64Milli(received_at)),
  INDEX expires_range expires TYPE minmax,
  INDEX subject_filter subject TYPE bloom_filter(0.01),
  INDEX subjects_filter subjects TYPE bloom_filter(0.01)`;

const settings = `
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, merge_with_ttl_timeout = 3600, old_parts_lifetime = 60`;

/** Events and, apart from them, receipts of consent: proof is kept and erased by other rules than what it proves. */
export const tables = /** @type {const} */ (['events', 'receipts']);

/**
 * `erased` holds the hashes of erased ids, so that no copy of an erased event is stored again. A hash says nothing of
 * whom it was about, and ends when no copy can be valid any more.
 */
export const schema = [
  ...tables.map(
    (table) => `CREATE TABLE IF NOT EXISTS ${table} (${columns}
)
ENGINE = ReplacingMergeTree(version)
ORDER BY id
TTL toDateTime(expires) DELETE${settings}`,
  ),
  `CREATE TABLE IF NOT EXISTS erased (hash FixedString(32), expires DateTime('UTC'))
ENGINE = ReplacingMergeTree(expires)
ORDER BY hash
TTL expires DELETE${settings}`,
];
