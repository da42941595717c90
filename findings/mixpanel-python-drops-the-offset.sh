#!/usr/bin/env bash
# Mixpanel's official Python client is given times that have a time zone.
#
# Version: PyPI mixpanel 5.4.1.
# Expected: the instant survives: as Unix time, in UTC, or with its offset.
# Seen: the offset and the fraction are cut off, the clock's digits stay: 10:00 in India and 10:00 in New York, ten and a half
# hours apart, are the same text. The event's own `time` goes the same way. A `date` is refused with a TypeError.
# Why it matters: deadlines of consent and of retention that are sent as properties move by up to half a day, and cohorts by
# `time` with them. Send milliseconds.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check mixpanel==5.4.1
cat > send.py <<'END'
import json
from datetime import date, datetime, timedelta, timezone

import mixpanel


class Kept:
    def send(self, endpoint, message, *_):
        properties = json.loads(message)['properties']
        print(endpoint, properties['time'], properties['expires'])


client = mixpanel.Mixpanel('token', consumer=Kept())
for hours in [5.5, -5]:
    time = datetime(2026, 11, 30, 10, 0, 0, 123000, tzinfo=timezone(timedelta(hours=hours)))
    client.track('user', 'event', {'time': time, 'expires': time})
try:
    client.track('user', 'event', {'expires': date(2026, 11, 30)})
except TypeError:
    print('a date is refused')
END

seen=$(python/bin/python send.py)
diff - <(echo "$seen") <<'END' || { echo 'changed: times are sent otherwise' >&2; exit 1; }
events 2026-11-30T10:00:00 2026-11-30T10:00:00
events 2026-11-30T10:00:00 2026-11-30T10:00:00
a date is refused
END
echo 'ok: two instants ten and a half hours apart are sent as one'
