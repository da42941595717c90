/** The live page: listens to the demo's stream and shows what it tells. */
import { createStore } from './create-store.js';
import { showPages } from './show-pages.js';
import { showArrived, showReceipts } from './show-collector.js';
import { showJournal } from './show-journal.js';
import { showTallies } from './show-tallies.js';
import { showWaiting } from './show-waiting.js';

const at = (id) => document.getElementById(id);
const readPages = (id) => JSON.parse(at(id).textContent);
const platforms = readPages('demo-platforms').map((page) => ({ ...page, isPlatform: true }));
const pages = [...readPages('demo-pages'), ...platforms];
const titles = Object.fromEntries(pages.map(({ page, title }) => [page, title]));
const manifest = await (await fetch('/manifest.json')).json();
const store = createStore(showSoon);
let frame;

showPages(pages, at);
showSoon();
listen();
at('clear').addEventListener('click', store.clear);
at('outage').addEventListener('click', () => void fetch('/demo/outage', { method: 'POST' }));

function listen() {
  const stream = new EventSource('/demo/stream');
  for (const kind of ['snapshot', 'report', 'collector', 'outage']) {
    stream.addEventListener(kind, (message) => store.take(kind, JSON.parse(message.data)));
  }
  stream.addEventListener('open', () => tellConnection('live', 'connected'));
  stream.addEventListener('error', () => tellConnection('lost', 'not connected: is npm start running?'));
}

function showOutage(isDown) {
  at('outage').setAttribute('aria-pressed', String(isDown));
  at('outage').textContent = isDown ? 'Bring the collector back' : 'Take the collector down';
  at('stopped').hidden = !isDown;
}

function tellConnection(state, text) {
  at('connection').dataset.state = state;
  at('connection').textContent = text;
}

function showSoon() {
  frame ??= requestAnimationFrame(show);
}

function show() {
  frame = undefined;
  const state = store.read();
  const context = { titles, manifest, ...state };
  showOutage(state.isDown);
  showJournal(at('journal'), context);
  showTallies(at('tallies'), { pages: state.pages, all: pages });
  showWaiting(at('waiting'), context);
  showArrived(at('arrived'), context);
  showReceipts(at('receipts'), context);
}
