#!/usr/bin/env bash
# CloudEvents whose JSON data is no object: a survey's answer `0`, a switch that is `false`, a number, a text.
#
# Versions: npm cloudevents 10.0.0; PyPI cloudevents 2.2.0 and Go github.com/cloudevents/sdk-go/v2 2.16.2 for comparison.
# Expected: any JSON value is data, and comes out as it went in, in both modes.
# Seen: JavaScript drops `0` and `false` without an error. It sends `5` in binary mode, and cannot read what it sent (a
# TypeError). A text loses its quotes in binary mode, while the header still says application/json: `yes` is no JSON for any
# other reader, and a text that holds JSON leaves as an object. Python and Go keep them all.
# Why it matters: the answers that vanish are the negative ones. Put a single value into an object.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes >/dev/null
npm install --loglevel=error --no-audit --no-fund cloudevents@10.0.0 >/dev/null
cat > read.mjs <<'END'
import { HTTP } from 'cloudevents';
const headers = { 'content-type': 'application/cloudevents+json' };
const start = '{"specversion":"1.0","id":"1","source":"https://shop.example/","type":"t","datacontenttype":"application/json","data":';
for (const data of ['0', 'false', '5', '"yes"', '"{\\"a\\":1}"']) {
  try {
    const event = HTTP.toEvent({ headers, body: `${start}${data}}` });
    const binary = HTTP.binary(event);
    console.log('JavaScript', data, 'read', JSON.stringify(event.data), 'sent', binary.headers['content-type'], binary.body);
    HTTP.toEvent(binary);
  } catch (error) {
    console.log('JavaScript', data, error.name);
  }
}
END

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check cloudevents==2.2.0
cat > read.py <<'END'
import json
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

event = {'specversion': '1.0', 'id': '1', 'source': 'https://shop.example/', 'type': 't', 'datacontenttype': 'application/json'}
for data in [0, False, 5, 'yes']:
    read = JSONFormat().read(CloudEvent, json.dumps({**event, 'data': data}))
    print('Python', json.dumps(data), json.loads(JSONFormat().write(read))['data'] is data or read.get_data() == data)
END

go mod init finding
cat > main.go <<'END'
package main

import (
	"encoding/json"
	"fmt"

	cloudevents "github.com/cloudevents/sdk-go/v2"
)

func main() {
	for _, data := range []string{`0`, `false`, `5`, `"yes"`} {
		var event cloudevents.Event
		text := `{"specversion":"1.0","id":"1","source":"https://shop.example/","type":"t","datacontenttype":"application/json","data":` + data + `}`
		err := json.Unmarshal([]byte(text), &event)
		fmt.Println("Go", string(event.Data()), err)
	}
}
END
go get github.com/cloudevents/sdk-go/v2@v2.16.2

seen=$(
  node read.mjs
  python/bin/python read.py
  go run .
)
diff - <(echo "$seen") <<'END' || { echo 'changed: an SDK treats such data otherwise' >&2; exit 1; }
JavaScript 0 read undefined sent application/json undefined
JavaScript false read undefined sent application/json undefined
JavaScript 5 read 5 sent application/json 5
JavaScript 5 TypeError
JavaScript "yes" read "yes" sent application/json yes
JavaScript "{\"a\":1}" read "{\"a\":1}" sent application/json {"a":1}
Python 0 True
Python false True
Python 5 True
Python "yes" True
Go 0 <nil>
Go false <nil>
Go 5 <nil>
Go "yes" <nil>
END
echo 'ok: JavaScript drops the negative answers, and sends a text as if it were JSON'
