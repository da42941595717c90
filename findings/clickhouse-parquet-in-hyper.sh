#!/usr/bin/env bash
# ClickHouse writes a table of consented events to Parquet, and Tableau's Hyper engine, which is behind its extracts, reads it.
#
# Versions: PyPI chdb 4.4.0 (ClickHouse in process), PyPI tableauhyperapi 0.0.26963; pyarrow 26.0.1 reads every column, for
# comparison.
# Expected: what Hyper has no type for is text or bytes, or an error for that column.
# Seen: UUID, Enum8, Map and UInt64, the types that such a table is made of, make the whole file unreadable, also for a query
# that asks for another column ("hinting at a corrupted file"). An array has the type UNSUPPORTED, and is handed out as its raw
# memory. Dates, DateTime64, LowCardinality, Bool and JSON arrive as they are.
# Why it matters: one id column keeps the analysts from all of the file, and the message sends them to look for damage. Write
# toString(id), toString(state), toJSONString(tags) and arrayStringConcat(categories) into the export.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check chdb==4.4.0 tableauhyperapi==0.0.26963 pyarrow==26.0.1
cat > read.py <<'END'
import os
import chdb
import pyarrow.parquet as parquet
from tableauhyperapi import Connection, HyperException, HyperProcess, Telemetry

columns = {
    'id UUID': "toUUID('019abc00-0000-7000-8000-000000000001')",
    'state Enum8': "CAST('granted', 'Enum8(\\'granted\\' = 1, \\'denied\\' = 2)')",
    'tags Map': "map('tier', 'anonymous')",
    'sequence UInt64': 'toUInt64(1)',
    'categories Array': "['analytics', 'ads']",
    'tier LowCardinality': "toLowCardinality('anonymous')",
    'expires Date': "toDate('2026-12-30')",
    'flag Bool': 'true',
    'tags JSON': "CAST('{\"a\":1}', 'JSON')",
    'id as text': "toString(toUUID('019abc00-0000-7000-8000-000000000001'))",
}
process = HyperProcess(Telemetry.DO_NOT_SEND_USAGE_DATA_TO_TABLEAU, parameters={'log_config': ''})
with process, Connection(process.endpoint) as hyper:
    for index, (name, expression) in enumerate(columns.items()):
        file = f'{os.getcwd()}/{index}.parquet'
        chdb.query(f"SELECT 7 AS other, {expression} AS value INTO OUTFILE '{file}' FORMAT Parquet")
        assert parquet.read_table(file).num_rows == 1
        try:
            other = hyper.execute_list_query(f"SELECT other FROM external('{file}')")
            with hyper.execute_query(f"SELECT value FROM external('{file}')") as result:
                print(name, other, result.schema.columns[0].type, [str(row[0]) for row in result])
        except HyperException as error:
            print(name, 'unreadable' if 'data type that cannot be read by Hyper' in str(error) else str(error))
END

seen=$(python/bin/python read.py)
diff - <(echo "$seen") <<'END' || { echo 'changed: Hyper reads the types otherwise' >&2; exit 1; }
id UUID unreadable
state Enum8 unreadable
tags Map unreadable
sequence UInt64 unreadable
categories Array [[7]] UNSUPPORTED ["b'\\x02\\x00\\x00\\x00\\t\\x00\\x00\\x00\\x0c\\x00\\x00\\x00\\x00analyticsads'"]
tier LowCardinality [[7]] TEXT ['anonymous']
expires Date [[7]] DATE ['2026-12-30']
flag Bool [[7]] BOOL ['True']
tags JSON [[7]] JSON ['{"a":1}']
id as text [[7]] TEXT ['019abc00-0000-7000-8000-000000000001']
END
echo 'ok: a column of ids makes the whole file unreadable for Hyper'
