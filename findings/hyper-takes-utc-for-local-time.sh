#!/usr/bin/env bash
# A time in UTC, written with a Z as ISO 8601, RFC 3339 and JavaScript's toISOString() write it, read by Tableau's Hyper engine
# into a column with a time zone, on a machine in New York.
#
# Version: PyPI tableauhyperapi 0.0.26963.
# Expected: the instant that was written, or an error as for the word UTC in its place.
# Seen: the Z is read over, and the time is taken for one of the machine's own zone: four hours late, in CSV as in a cast. An
# offset, and be it +00:00, is heeded.
# Why it matters: the same file has other instants on an analyst's desk than on a server, which mostly stands in UTC, so the
# fault is not seen where the export is tested. "Before or after the consent?" gets another answer. Write +00:00.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check tableauhyperapi==0.0.26963
cat > read.py <<'END'
import os
from tableauhyperapi import Connection, HyperException, HyperProcess, Telemetry

process = HyperProcess(Telemetry.DO_NOT_SEND_USAGE_DATA_TO_TABLEAU, parameters={'log_config': ''})
with process, Connection(process.endpoint) as hyper:
    hyper.execute_command('CREATE TEMPORARY TABLE events (time TIMESTAMPTZ)')
    for zone in ['Z', '+00:00', ' UTC']:
        text = f'2026-07-01T10:00:00{zone}'
        open('events.csv', 'w').write(f'time\n{text}\n')
        utc = "SELECT CAST({} AT TIME ZONE 'UTC' AS TEXT)"
        try:
            hyper.execute_command('DELETE FROM events')
            hyper.execute_command(f"COPY events FROM '{os.getcwd()}/events.csv' WITH (format csv, header)")
            copied = hyper.execute_scalar_query(utc.format('time') + ' FROM events')
            cast = hyper.execute_scalar_query(utc.format(f"CAST('{text}' AS TIMESTAMPTZ)"))
            print(text, 'copied', copied, 'cast', cast)
        except HyperException:
            print(text, 'refused')
END

seen=$(
  for zone in UTC America/New_York; do
    echo "$zone"
    TZ=$zone python/bin/python read.py
  done
)
diff - <(echo "$seen") <<'END' || { echo 'changed: Hyper reads a time in UTC otherwise' >&2; exit 1; }
UTC
2026-07-01T10:00:00Z copied 2026-07-01 10:00:00 cast 2026-07-01 10:00:00
2026-07-01T10:00:00+00:00 copied 2026-07-01 10:00:00 cast 2026-07-01 10:00:00
2026-07-01T10:00:00 UTC refused
America/New_York
2026-07-01T10:00:00Z copied 2026-07-01 14:00:00 cast 2026-07-01 14:00:00
2026-07-01T10:00:00+00:00 copied 2026-07-01 10:00:00 cast 2026-07-01 10:00:00
2026-07-01T10:00:00 UTC refused
END
echo 'ok: a time in UTC is taken for one of the machine’s zone'
