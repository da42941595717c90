#!/usr/bin/env bash
# Amplitude's official Python client is given events one of whose properties is not to its taste.
#
# Version: PyPI amplitude-analytics 1.3.0.
# Expected: the property is left out or turned into text, or the event is refused.
# Seen: the event is sent, without any of its properties. A list with a hole in it (a question that was skipped), a tuple, a
# list of lists, a date or a Decimal anywhere is enough, and nothing is logged; an object with a null in it is fine. A `time`
# that is a float is replaced by now, an `insert_id` that is a number by a random one, which ends deduplication: of these two
# the log tells.
# Why it matters: the event still counts, so no figure falls. What is missing are the consent, the purpose and the expiry that
# travelled as properties.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check amplitude-analytics==1.3.0
cat > make.py <<'END'
import logging
from datetime import date
from decimal import Decimal

from amplitude import BaseEvent

log = []
logger = logging.getLogger('amplitude')
logger.setLevel(logging.DEBUG)
logger.propagate = False
handler = logging.Handler()
handler.emit = log.append
logger.addHandler(handler)

for value in [['a', 'b'], {'a': None}, ['a', None], ('a', 'b'), [['a'], ['b']], date(2026, 11, 30), Decimal('1.10')]:
    event = BaseEvent('answered', user_id='user', event_properties={'consent': 'granted', 'answer': value})
    print(repr(value), 'keeps', len(event.get_event_body().get('event_properties') or {}), 'logs', len(log))
event = BaseEvent('answered', user_id='user', time=1795946400123.0, insert_id=17)
print(event.get_event_body().get('time'), event.get_event_body().get('insert_id'), 'logs', len(log))
END

seen=$(python/bin/python make.py)
diff - <(echo "$seen") <<'END' || { echo 'changed: properties are checked otherwise' >&2; exit 1; }
['a', 'b'] keeps 2 logs 0
{'a': None} keeps 2 logs 0
['a', None] keeps 0 logs 0
('a', 'b') keeps 0 logs 0
[['a'], ['b']] keeps 0 logs 0
datetime.date(2026, 11, 30) keeps 0 logs 0
Decimal('1.10') keeps 0 logs 0
None None logs 2
END
echo 'ok: one property that it does not like costs the event all of them, in silence'
