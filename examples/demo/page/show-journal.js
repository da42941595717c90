import { chip, clock, element, empty } from './element.js';

const MAX_ROWS = 150;

/** Each event's way through the gate, newest first. */
export function showJournal(list, { rows, titles, manifest, collector }) {
  const arrived = new Set([...(collector.events ?? []), ...(collector.receipts ?? [])].map(({ id }) => id));
  const items = rows
    .slice(0, MAX_ROWS)
    .map((row) => toItem(row, { titles, manifest, hasArrived: arrived.has(row.id) }));
  list.replaceChildren(
    ...(items.length > 0 ? items : [element('li', {}, empty('Nothing yet. Do something in a page.'))]),
  );
}

function toItem({ event, page, collector, time, way }, { titles, manifest, hasArrived }) {
  const definition = manifest.events[event];
  const steps = way.map(({ state, reason }) => chip(state, `${state} · ${reason}`));
  if (hasArrived) steps.push(chip('arrived', 'at the collector'));
  return element(
    'li',
    { class: `event ${way.at(-1).state}` },
    element(
      'div',
      { class: 'event-head' },
      element('time', { datetime: time }, clock(time)),
      element('b', {}, event),
      definition && chip(`tier ${definition.tier}`, definition.tier),
      element('small', {}, `${titles[page] ?? page}${collector === 'unrouted' ? '' : ` → ${collector}`}`),
    ),
    element('div', { class: 'way' }, steps),
  );
}
