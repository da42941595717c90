#!/usr/bin/env bash
# Three trackers' Python clients are given a `datetime` without a time zone, on a machine in New York.
#
# Versions: PyPI segment-analytics-python 2.4.0, rudder-sdk-python 2.1.9, posthog 7.91.1.
# Expected: one reading for all of them, UTC or the machine's zone, or an error.
# Seen: all three guess. What is not older than a few seconds on the machine's clock is local time, what is older is UTC. So of
# two events of one list, from the same clock, the one of this moment is right and the one of an hour ago lands five hours too
# early, in the other order. Segment and RudderStack also take a UTC time of now for New York's, five hours in the future. On a
# machine in UTC, where tests run, nothing of it shows.
# Why it matters: an event's time decides its order, its expiry and, at Segment and PostHog, whether it is shown at all. Give
# each time its zone.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check segment-analytics-python==2.4.0 rudder-sdk-python==2.1.9 posthog==7.91.1
cat > send.py <<'END'
import gzip
import json
import threading
import warnings
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import posthog
import rudderstack.analytics as rudderstack
from segment.analytics.client import Client

warnings.simplefilter('ignore')
received = []


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers['content-length']))
        if self.headers.get('content-encoding') == 'gzip':
            body = gzip.decompress(body)
        received.append(json.loads(body)['batch'][0]['timestamp'])
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"status": 1}')

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(('127.0.0.1', 0), Receiver)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f'http://127.0.0.1:{server.server_address[1]}'

segment = Client('key', host=url, sync_mode=True)
hog = posthog.Posthog('key', host=url, sync_mode=True)
rudderstack.write_key, rudderstack.dataPlaneUrl, rudderstack.sync_mode = 'key', url, True
clients = {
    'segment': lambda time: segment.track('user', 'event', {}, timestamp=time),
    'rudderstack': lambda time: rudderstack.track('user', 'event', {}, timestamp=time),
    'posthog': lambda time: hog.capture('event', distinct_id='user', properties={}, timestamp=time),
}
ZONE = timedelta(hours=5)
for name, send in clients.items():
    utc = datetime.now(timezone.utc).replace(tzinfo=None)
    for label, given, meant in [
        ('local now', utc - ZONE, utc),
        ('local an hour ago', utc - ZONE - timedelta(hours=1), utc - timedelta(hours=1)),
        ('UTC now', utc, utc),
    ]:
        send(given)
        arrived = datetime.fromisoformat(received[-1]).astimezone(timezone.utc).replace(tzinfo=None)
        print(name, label, 'is off by', round((arrived - meant).total_seconds() / 3600), 'hours')
END

# New York without its summer time, so that the figures hold all year.
seen=$(TZ=EST5 python/bin/python send.py)
diff - <(echo "$seen") <<'END' || { echo 'changed: a client reads the time otherwise' >&2; exit 1; }
segment local now is off by 0 hours
segment local an hour ago is off by -5 hours
segment UTC now is off by 5 hours
rudderstack local now is off by 0 hours
rudderstack local an hour ago is off by -5 hours
rudderstack UTC now is off by 5 hours
posthog local now is off by 0 hours
posthog local an hour ago is off by -5 hours
posthog UTC now is off by 0 hours
END
echo 'ok: the same clock is read in two time zones, by the age of the event'
