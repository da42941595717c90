#!/usr/bin/env bash
# Snowplow's Python tracker stamps an event when it is made (`dtm`) and when it is sent (`stm`).
#
# Version: PyPI snowplow-tracker 1.1.0.
# Expected: both in milliseconds, the second not before the first, as in Snowplow's other trackers.
# Seen: the time of sending is cut to whole seconds, so an event that is sent at once was sent up to a second before it was made.
# Why it matters: the pipeline corrects a wrong clock by the difference of the two: derived_tstamp = collector_tstamp - (stm -
# dtm). With this tracker events of one second change places, and some happen after they were received.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check snowplow-tracker==1.1.0
cat > send.py <<'END'
import json
import logging
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from snowplow_tracker import Emitter, StructuredEvent, Tracker

logging.disable(logging.CRITICAL)
received = []


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        received.extend(json.loads(self.rfile.read(int(self.headers['content-length'])))['data'])
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(('127.0.0.1', 0), Receiver)
threading.Thread(target=server.serve_forever, daemon=True).start()
emitter = Emitter('127.0.0.1', protocol='http', port=server.server_address[1], batch_size=1)
tracker = Tracker(namespace='n', emitters=emitter, app_id='shop')
# In the middle of a second, so that the fraction is there to be lost.
time.sleep((1.5 - time.time() % 1) % 1)
tracker.track(StructuredEvent(category='survey', action='answered'))
tracker.flush()
(event,) = received
print('stm in whole seconds', int(event['stm']) % 1000 == 0, 'sent before it was made', int(event['stm']) < int(event['dtm']))
END

seen=$(python/bin/python send.py)
diff - <(echo "$seen") <<'END' || { echo 'changed: the time of sending is stamped otherwise' >&2; exit 1; }
stm in whole seconds True sent before it was made True
END
echo 'ok: the time of sending lies before the time of the event'
