#!/usr/bin/env bash
# PostHog's feature flags with conditions on a person's consent and age, evaluated on the server (local evaluation) by three of
# PostHog's own SDKs from the same definitions. Flags hold the values to compare with as texts, also for booleans and numbers.
#
# Versions: PyPI posthog 7.91.1, npm posthog-node 5.70.0, Go github.com/posthog/posthog-go v1.5.2.
# Expected: one answer in all three.
# Seen: Python and JavaScript compare a boolean, a number and null by their texts, and without regard to case. Go compares by type:
# a visitor who consented (true) has no match with "true", one who refused (false) is "not false", "Denied" is not "denied", and
# an age cannot be compared with "16" at all, nor null with `is_not_set`: the caller gets an error.
# Why it matters: a condition such as "consent is not false" lets in whom it was made to keep out, and only behind the services in
# Go. Send consent as a text of fixed case, and condition on that.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > cases.json <<'JSON'
[
  [{ "key": "consent", "operator": "exact", "value": ["true"] }, { "consent": true }],
  [{ "key": "consent", "operator": "exact", "value": ["true"] }, { "consent": false }],
  [{ "key": "consent", "operator": "is_not", "value": ["false"] }, { "consent": false }],
  [{ "key": "consent", "operator": "is_not", "value": ["false"] }, { "consent": true }],
  [{ "key": "consent", "operator": "is_not", "value": ["denied"] }, { "consent": "Denied" }],
  [{ "key": "consent", "operator": "exact", "value": ["granted"] }, { "consent": "granted" }],
  [{ "key": "consent", "operator": "is_not_set", "value": "is_not_set" }, { "consent": null }],
  [{ "key": "age", "operator": "gte", "value": "16" }, { "age": 16 }],
  [{ "key": "age", "operator": "lt", "value": "16" }, { "age": 9 }]
]
JSON

npm init --yes >/dev/null
npm install --loglevel=error --no-audit --no-fund posthog-node@5.70.0 >/dev/null
cat > serve.mjs <<'JS'
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const flags = JSON.parse(readFileSync('cases.json', 'utf8')).map(([property], index) => ({
  id: index + 1,
  team_id: 1,
  key: `flag-${index}`,
  active: true,
  filters: { groups: [{ properties: [{ ...property, type: 'person' }], rollout_percentage: 100 }] },
}));
const server = createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ flags, group_type_mapping: {}, cohorts: {} }));
}).listen(0, '127.0.0.1', () => writeFileSync('address', `http://127.0.0.1:${server.address().port}`));
setTimeout(() => process.exit(), 300_000).unref();
JS
cat > evaluate.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { PostHog } from 'posthog-node';

const client = new PostHog('project', { host: process.env.ADDRESS, personalApiKey: 'key' });
await client.waitForLocalEvaluationReady();
const options = { onlyEvaluateLocally: true, sendFeatureFlagEvents: false };
for (const [index, [, personProperties]] of JSON.parse(readFileSync('cases.json', 'utf8')).entries())
  console.log('JavaScript', await client.getFeatureFlag(`flag-${index}`, 'person', { personProperties, ...options }));
await client.shutdown();
JS

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check posthog==7.91.1
cat > evaluate.py <<'PY'
import json
import os
from posthog import Posthog

client = Posthog('project', host=os.environ['ADDRESS'], personal_api_key='key')
client.load_feature_flags()
options = {'only_evaluate_locally': True, 'send_feature_flag_events': False}
for index, (_, person) in enumerate(json.load(open('cases.json'))):
    print('Python', str(client.get_feature_flag(f'flag-{index}', 'person', person_properties=person, **options)).lower())
client.shutdown()
PY

go mod init finding
cat > main.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/posthog/posthog-go"
)

func main() {
	content, _ := os.ReadFile("cases.json")
	var cases [][]json.RawMessage
	json.Unmarshal(content, &cases)
	client, err := posthog.NewWithConfig("project", posthog.Config{Endpoint: os.Getenv("ADDRESS"), PersonalApiKey: "key"})
	if err != nil {
		panic(err)
	}
	sendEvents := false
	for index, pair := range cases {
		var person posthog.Properties
		json.Unmarshal(pair[1], &person)
		answer, err := client.GetFeatureFlag(posthog.FeatureFlagPayload{
			Key: fmt.Sprintf("flag-%d", index), DistinctId: "person", PersonProperties: person,
			OnlyEvaluateLocally: true, SendFeatureFlagEvents: &sendEvents,
		})
		if err != nil {
			answer = "error"
		}
		fmt.Println("Go", answer)
	}
	client.Close()
}
GO
go get github.com/posthog/posthog-go@v1.5.2
go build -o evaluate .

node serve.mjs &
server=$!
trap 'kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
until [ -s address ]; do sleep 0.1; done
ADDRESS=$(cat address)
export ADDRESS
node evaluate.mjs >javascript.txt
python/bin/python -W ignore evaluate.py >python.txt
./evaluate >go.txt
seen=$(node -p 'JSON.parse(require("fs").readFileSync("cases.json")).map(([p, person]) => [p.key, p.operator, p.value, JSON.stringify(person)].join(" ")).join("\n")' | paste --delimiters=' ' - python.txt javascript.txt go.txt)
diff - <(echo "$seen") <<'TEXT' || { echo 'changed: the SDKs evaluate otherwise' >&2; exit 1; }
consent exact true {"consent":true} Python true JavaScript true Go false
consent exact true {"consent":false} Python false JavaScript false Go false
consent is_not false {"consent":false} Python false JavaScript false Go true
consent is_not false {"consent":true} Python true JavaScript true Go true
consent is_not denied {"consent":"Denied"} Python false JavaScript false Go true
consent exact granted {"consent":"granted"} Python true JavaScript true Go true
consent is_not_set is_not_set {"consent":null} Python false JavaScript false Go error
age gte 16 {"age":16} Python true JavaScript true Go error
age lt 16 {"age":9} Python true JavaScript true Go error
TEXT
echo 'ok: who refused is let in by "is not false", behind services in Go'
