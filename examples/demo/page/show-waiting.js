import { chip, element, empty, until } from './element.js';

/** What a page still has: held events from its audit entries, buffered ones from what the device says. */
export function showWaiting(box, { rows, pages, titles, manifest }) {
  const held = rows.filter((row) => row.way.at(-1).state === 'held' && isOfCurrentPage(row, pages));
  const buffered = [...pages.values()].flatMap(({ page, waiting = [] }) =>
    waiting.map((event) => ({ ...event, page })).filter(({ id }) => !held.some((row) => row.id === id)),
  );
  const items = [
    ...held.map((row) => toItem('held', row, titles, manifest.events[row.event]?.tier)),
    ...buffered.map((event) => toItem('buffered', event, titles, event.tier)),
  ];
  const counts = element('p', { class: 'counts' }, toCount('held', held.length), toCount('buffered', buffered.length));
  box.replaceChildren(counts, items.length > 0 ? element('ul', { class: 'plain' }, items) : empty('Nothing waits.'));
}

/** What an earlier load of the page held went with that page's memory. */
function isOfCurrentPage({ page, way }, pages) {
  return way.at(-1).instance === pages.get(page)?.instance;
}

function toCount(state, count) {
  return element(
    'span',
    { class: `count ${state}` },
    element('b', {}, count),
    state === 'held' ? ' held in memory' : ' in the buffer',
  );
}

function toItem(state, { event, page, expires }, titles, tier) {
  const about = `${titles[page] ?? page}${expires ? ` · expires ${until(expires)}` : ''}`;
  return element(
    'li',
    {},
    chip(state, state),
    element('b', {}, event),
    tier && chip(`tier ${tier}`, tier),
    element('small', {}, about),
  );
}
