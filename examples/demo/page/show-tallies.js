import { chip, element, empty } from './element.js';

const states = ['held', 'buffered', 'delivered', 'refused', 'purged', 'dropped', 'expired', 'rejected'];
/** Shown even when zero: the states that every visit goes through. */
const always = new Set(['held', 'buffered', 'delivered', 'refused', 'purged']);

/** A card for each page: its consent, and for each lane a bar and the sum behind it. */
export function showTallies(box, { pages, all }) {
  // A platform's page gets its card once it was opened: there are many.
  const shown = all.filter(({ page, isPlatform }) => !isPlatform || pages.has(page));
  const cards = shown.map(({ page, title, about }) => toCard(title, about, pages.get(page)));
  box.replaceChildren(...cards);
}

function toCard(title, about, state) {
  const head = element('h3', {}, title, element('small', {}, about));
  if (!state) return element('article', { class: 'card' }, head, empty('Not opened yet.'));
  const lanes = Object.entries({ ...state.status.collectors, unrouted: state.status.unrouted }).filter(
    ([lane, tally]) => tally && (lane !== 'unrouted' || tally.tracked > 0),
  );
  return element('article', { class: 'card' }, head, toConsent(state.consent), lanes.map(toLane));
}

function toConsent(consent) {
  if (!consent) return undefined;
  const chips = Object.entries(consent.categories).map(([name, choice]) => chip(choice, `${name}: ${choice}`));
  const how = `${consent.regime}, ${consent.evidence}${consent.source ? `, by ${consent.source}` : ''}`;
  return element('div', { class: 'consent' }, chips, element('small', {}, how));
}

function toLane([lane, tally]) {
  const counted = states.filter((state) => always.has(state) || tally[state] > 0);
  const sum = states.reduce((total, state) => total + (tally[state] ?? 0), 0);
  const isSound = sum === tally.tracked;
  const terms = counted.map((state) =>
    element('span', { class: `term ${state}` }, element('b', {}, tally[state]), ` ${state}`),
  );
  return element(
    'div',
    { class: 'lane' },
    element(
      'p',
      { class: 'lane-name' },
      lane,
      chip(isSound ? 'granted' : 'denied', isSound ? 'adds up' : 'does not add up'),
    ),
    toBar(tally),
    element(
      'p',
      { class: 'sum' },
      element('span', { class: 'term' }, element('b', {}, tally.tracked), ' tracked ='),
      terms,
    ),
  );
}

function toBar(tally) {
  const parts = states.filter((state) => tally[state] > 0);
  const bar = element('div', { class: 'bar', 'aria-hidden': 'true' });
  for (const state of parts) {
    const part = element('span', { class: state });
    part.style.flexGrow = tally[state];
    bar.append(part);
  }
  return bar;
}
