/** The whole server of the quick start: serves the page, and says of each event whether it was taken. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { checkTaggedEvent, parseManifest } from 'headgate/node';

const read = (path) => readFile(new URL(path, import.meta.url));
const headgate = import.meta.resolve('headgate');
const manifest = parseManifest(JSON.parse(await read('manifest.json')));
const files = {
  '/': ['text/html', await read('index.html')],
  '/manifest.json': ['application/json', await read('manifest.json')],
  '/headgate.js': ['text/javascript', await read(headgate)],
  // What it loads once something may have an effect.
  '/engine.js': ['text/javascript', await read(new URL('engine.js', headgate))],
};
/** An event comes again where its answer got lost: its id says that it is known. */
const taken = new Map();

async function receive(request, response) {
  const answer = { accepted: [], rejected: [] };
  for (const event of JSON.parse(await text(request)).events) {
    const reason = checkTaggedEvent(manifest, event, Date.now(), 'warehouse');
    if (reason) answer.rejected.push({ id: event.id, reason });
    else answer.accepted.push(event.id);
    if (!reason && !taken.has(event.id)) console.log('arrived:', event.event, event.data);
    if (!reason) taken.set(event.id, event);
  }
  response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
}

const server = createServer((request, response) => {
  if (request.method === 'POST') return void receive(request, response).catch(() => response.writeHead(400).end());
  const [type, content] = files[request.url] ?? [];
  return content ? response.setHeader('content-type', type).end(content) : response.writeHead(404).end();
});
server.listen(process.env.PORT ?? 4599, 'localhost', () => console.log(`http://localhost:${server.address().port}/`));
