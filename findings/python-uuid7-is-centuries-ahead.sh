#!/usr/bin/env bash
# Event ids of UUID version 7, made today by two packages of Python, whose time ClickHouse reads.
#
# Versions: PyPI uuid7 0.1.0, PyPI uuid6 2025.0.1, PyPI chdb 4.4.0 (ClickHouse in process).
# Expected: the time of making, to the millisecond, as RFC 9562 lays version 7 out.
# Seen: the package with the very name lays the time out as a draft of 2021 did, in seconds and their fraction, and says version 7
# all the same. Read by the RFC its ids of 2026 are of the year 2203. No reader can tell the two kinds apart.
# Why it matters: a retention that is counted from the id never ends for them, "all before the withdrawal" leaves them out, and
# beside the ids of pages they sort last for ever. Look at the first four digits: today's begin with 019 or 01a.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check uuid7==0.1.0 uuid6==2025.0.1 chdb==4.4.0
cat > read.py <<'PY'
import chdb
import uuid6
import uuid_extensions

for name, make in {'uuid6': uuid6.uuid7, 'uuid7': uuid_extensions.uuid7}.items():
    id = make()
    read = f"UUIDv7ToDateTime(toUUID('{id}'), 'UTC')"
    query = f"SELECT intDiv(abs(toYear({read}) - toYear(now())), 50) * 50, {read} + INTERVAL 30 DAY < now() + INTERVAL 31 DAY"
    years, is_over_in_31_days = str(chdb.query(query)).strip().split(',')
    print(name, 'version', id.version, 'off by years', f'{years} and more', '30 days are over in 31:', is_over_in_31_days)
PY

seen=$(python/bin/python read.py)
diff - <(echo "$seen") <<'TEXT' || { echo 'changed: the ids are laid out otherwise' >&2; exit 1; }
uuid6 version 7 off by years 0 and more 30 days are over in 31: 1
uuid7 version 7 off by years 150 and more 30 days are over in 31: 0
TEXT
echo 'ok: an id of today is one of the year 2203'
