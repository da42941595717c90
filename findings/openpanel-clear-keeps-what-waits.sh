#!/usr/bin/env bash
# OpenPanel's SDK, which is told to hold events back (`waitForProfile`, `disabled`) and then to forget a visitor with `clear()`, as
# its guide has it for the log-out.
#
# Version: npm @openpanel/sdk 1.3.1, which @openpanel/web is built on.
# Expected: what `clear()` is called for is gone: the profile, the global properties, and the events that wait.
# Seen: only the profile and the session are. An event that waited is sent later as the event of whoever identifies next, and one
# that was held back while disabled leaves with `ready()`. The global properties of the first visitor, an address in them, go
# with each event of the next.
# Why it matters: on a shared device one visitor's answers become another's, and a withdrawal that ends in `clear()` lets go what
# was tracked before. Make a new instance instead, and drop the old one.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes >/dev/null
npm install --loglevel=error --no-audit --no-fund @openpanel/sdk@1.3.1 >/dev/null
cat > clear.mjs <<'JS'
import { createServer } from 'node:http';
import { OpenPanel } from '@openpanel/sdk';

let received = [];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (part) => (body += part));
  request.on('end', () => {
    received.push(JSON.parse(body));
    response.setHeader('content-type', 'application/json');
    response.end('{}');
  });
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const options = { clientId: 'client', apiUrl: `http://127.0.0.1:${server.address().port}` };
const show = async (text) => {
  await new Promise((resolve) => setTimeout(resolve, 1000));
  for (const { type, payload } of received) {
    const { __timestamp, ...properties } = payload.properties ?? {};
    if (type === 'track') console.log(`${text}:`, payload.name, 'of', payload.profileId ?? 'nobody', JSON.stringify(properties));
  }
  received = [];
};

const waiting = new OpenPanel({ ...options, waitForProfile: true });
waiting.track('answer of the first visitor');
waiting.clear();
await show('cleared');
waiting.identify({ profileId: 'second visitor' });
await show('the second visitor is identified');

const disabled = new OpenPanel({ ...options, disabled: true });
disabled.track('before consent');
disabled.clear();
await show('cleared');
disabled.ready();
await show('ready');

const known = new OpenPanel(options);
known.setGlobalProperties({ email: 'first@shop.example' });
await known.identify({ profileId: 'first visitor' });
known.clear();
await known.identify({ profileId: 'second visitor' });
await known.track('viewed');
await show('after clear');
server.close();
JS

seen=$(node clear.mjs)
diff - <(echo "$seen") <<'TEXT' || { echo 'changed: clear() forgets otherwise' >&2; exit 1; }
the second visitor is identified: answer of the first visitor of second visitor {}
ready: before consent of nobody {}
after clear: viewed of second visitor {"email":"first@shop.example"}
TEXT
echo 'ok: what waits survives clear(), and becomes the next visitor’s'
