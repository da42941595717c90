import { chip, clock, element, empty, until } from './element.js';

const MAX_ROWS = 60;
/** Lines that the reader opened stay open when the list is drawn again. */
const opened = new Set();

/** What the collector stored, each with its tags and the moment of its deletion. */
export function showArrived(box, { collector }) {
  if (collector.error) return box.replaceChildren(empty(`The collector does not answer: ${collector.error}`));
  const items = collector.events.slice(0, MAX_ROWS).map(toEvent);
  box.replaceChildren(items.length > 0 ? element('ul', { class: 'plain' }, items) : empty('Nothing has arrived.'));
}

function toEvent(event) {
  const { id, tier, purpose, basis, categories, expires, data } = event;
  return element(
    'li',
    {},
    element(
      'details',
      { open: opened.has(id), ontoggle: (toggled) => (toggled.target.open ? opened.add(id) : opened.delete(id)) },
      element(
        'summary',
        {},
        element('time', {}, clock(event.receivedAt ?? event.time)),
        element('b', {}, event.event),
        chip(`tier ${tier}`, tier),
        chip('tag', basis),
        chip('tag', categories.join(' + ') || 'no category'),
        element('small', { title: expires }, `deleted ${until(expires)}`),
      ),
      toFacts(event, { Purpose: purpose, Id: id, Manifest: event.manifest, Deleted: expires }),
      element('pre', {}, JSON.stringify(data, null, 2)),
    ),
  );
}

function toFacts({ consent }, facts) {
  const rows = {
    ...facts,
    'Captured under': toStamp(consent.captured),
    ...(consent.released && { 'Released under': toStamp(consent.released) }),
  };
  return element(
    'dl',
    {},
    Object.entries(rows).flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
  );
}

function toStamp({ state, regime, evidence, source, version }) {
  return [`${state} (${regime}, ${evidence})`, source && `by ${source}`, version && `policy ${version}`]
    .filter(Boolean)
    .join(', ');
}

/** Receipts of consent: what was given or taken back, when, and by which source. */
export function showReceipts(box, { collector }) {
  const items = (collector.receipts ?? []).slice(0, MAX_ROWS).map(({ time, data, consent, expires }) =>
    element(
      'li',
      {},
      element('time', {}, clock(time)),
      chip(data.action === 'granted' ? 'granted' : 'denied', data.action),
      element(
        'span',
        { class: 'states' },
        Object.entries(data.categories).map(([name, choice]) => chip(choice, `${name}: ${choice}`)),
      ),
      element(
        'small',
        {},
        `${(consent.released ?? consent.captured).source || 'no source'} · kept ${until(expires).replace('in ', '')}`,
      ),
    ),
  );
  box.replaceChildren(
    items.length > 0 ? element('ul', { class: 'plain' }, items) : empty('No consent was given or taken back yet.'),
  );
}
