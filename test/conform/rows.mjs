/** What is asked of each tracker. A row ends in a verdict of the witnesses: the collector's requests, and the device read past the tracker. */

/** @import { Entry } from './support/read-device.mjs' */
/** @import { Visit } from './support/open-visit.mjs' */

/**
 * @typedef {object} Finding
 * @property {boolean} passed
 * @property {string} seen In a short sentence.
 */

/**
 * @typedef {object} Row
 * @property {string} id
 * @property {string} title
 * @property {string} counts What makes it pass.
 * @property {(visit: Visit) => Promise<Finding>} play
 */

/** How long what has to arrive may take. */
const PATIENCE = 30_000;

/** How long what must not arrive is waited for: longer than the first repetitions of each tracker. */
const SILENCE = 12_000;

/** Long enough for a tracker that sends what it has gathered every few seconds. */
const ATTEMPT = 8_000;

/** @type {readonly Row[]} */
export const ROWS = [
  {
    id: 'before-choice',
    title: 'Nothing before the choice',
    counts: 'An event is tracked, nobody chooses, the visitor leaves: no cookie, no store, no request.',
    async play(visit) {
      const tab = await visit.openTab();
      await tab.open('undecided');
      await tab.track('note-before');
      await visit.wait(4000);
      const stored = await tab.readDevice();
      await tab.leave();
      await visit.wait(2000);
      const sent = toRequests(visit);
      const seen = [listSome('on the device', toPlaces(stored)), listSome('sent', sent)].filter(Boolean);
      return { passed: seen.length === 0, seen: seen.join('; ') || 'nothing on the device, no request' };
    },
  },
  {
    id: 'held-event',
    title: 'An event from before the choice arrives after the grant',
    counts: 'Tracked before the choice, granted on the same page: it arrives, and not before the grant.',
    async play(visit) {
      const tab = await visit.openTab();
      await tab.open('undecided');
      await tab.track('note-held');
      await visit.wait(2000);
      if (visit.collector.countSeen('note-held') > 0) return fail('sent before the grant');
      await tab.grant();
      return arrives(visit, 'note-held', 'arrived after the grant');
    },
  },
  {
    id: 'next-page',
    title: 'The same, granted on the next page',
    counts:
      'Tracked on one page, granted on the next: it arrives. What is held in memory only ends with its page; what lies on the device before the grant fails the first row.',
    async play(visit) {
      const tab = await visit.openTab();
      await tab.open('undecided');
      await tab.track('note-earlier');
      await visit.wait(2000);
      const wasStored = holds(await tab.readDevice(), 'note-earlier');
      if (visit.collector.countSeen('note-earlier') > 0) return fail('sent before the grant');
      await tab.open('granted');
      const finding = await arrives(visit, 'note-earlier', 'arrived after the grant');
      const before = wasStored ? 'lay on the device before the grant' : 'nothing of it on the device before the grant';
      return { ...finding, seen: `${finding.seen}; ${before}` };
    },
  },
  {
    id: 'undelivered-withdrawn',
    title: 'Undelivered, then withdrawn: gone',
    counts:
      'Tracked under consent, answered 503, withdrawn, the collector recovers, the visitor leaves and comes back: it never comes again, and nothing of it lies on the device.',
    async play(visit) {
      const { collector } = visit;
      const tab = await openGranted(visit);
      const before = await tab.readDevice();
      collector.answer(503);
      await tab.track('note-undelivered');
      await visit.until(() => collector.countSeen('note-undelivered') > 0, ATTEMPT);
      await tab.withdraw();
      await visit.wait(500);
      const attempts = collector.countSeen('note-undelivered');
      collector.answer(200);
      await visit.wait(SILENCE);
      await tab.leave();
      await visit.wait(2000);
      const left = await tab.readDevice();
      await tab.open('denied');
      await visit.wait(4000);
      const repeated = collector.countSeen('note-undelivered') - attempts;
      const remains = [...left, ...(await tab.readDevice())].filter((entry) =>
        mayHold(entry, before, 'note-undelivered'),
      );
      const seen = [
        repeated > 0 && 'sent after the withdrawal',
        listSome('left on the device', toPlaces(remains)),
        attempts === 0 && 'it was never tried before the withdrawal',
      ].filter(Boolean);
      return {
        passed: repeated === 0 && remains.length === 0,
        seen: seen.join('; ') || 'never sent again, nothing of it on the device',
      };
    },
  },
  {
    id: 'denied-event',
    title: 'Tracked while denied: never sent',
    counts:
      'Tracked while the visitor denies, and again after a grant was withdrawn; then granted: neither ever arrives, and what is tracked under the grant does.',
    async play(visit) {
      const { collector } = visit;
      const tab = await visit.openTab();
      await tab.open('denied');
      await tab.track('note-denied');
      await visit.wait(3000);
      const early = collector.countSeen('note-denied') > 0 && 'sent while denied';
      await tab.grant();
      await tab.track('note-granted');
      const isHeard = await visit.until(() => collector.hasTaken('note-granted'), ATTEMPT);
      if (!isHeard) {
        // Some take a grant after a denial up with the next page.
        await tab.open('granted');
        await tab.track('note-granted');
        if (!(await visit.until(() => collector.hasTaken('note-granted'), PATIENCE))) {
          return fail('nothing arrived under the grant either');
        }
      }
      await tab.withdraw();
      await visit.wait(500);
      await tab.track('note-withdrawn');
      await visit.wait(3000);
      const again = collector.countSeen('note-withdrawn') > 0 && 'sent after the withdrawal';
      await tab.grant();
      await visit.wait(5000);
      const wrong = [
        early || (collector.countSeen('note-denied') > 0 && 'what was denied was sent after the grant'),
        again ||
          (collector.countSeen('note-withdrawn') > 0 && 'what came after the withdrawal was sent after the next grant'),
      ].filter(Boolean);
      const right = isHeard
        ? 'only what the grant covers arrived'
        : 'only what the grant covers arrived, from the next page on';
      return { passed: wrong.length === 0, seen: wrong.join('; ') || right };
    },
  },
  {
    id: 'navigation',
    title: 'Tracked, and left in the same task',
    counts:
      'Tracked and navigated away in one task: it arrives, with the page or once a page of the site runs the tracker again.',
    async play(visit) {
      const tab = await openGranted(visit);
      await tab.trackAndLeave('note-leaving');
      if (await visit.until(() => visit.collector.hasTaken('note-leaving'), 4000)) return pass('left with its page');
      await tab.open('granted');
      return arrives(visit, 'note-leaving', 'arrived from the next page with the tracker');
    },
  },
  {
    id: 'outage',
    title: '503, then 200: arrives',
    counts: 'The collector answers 503, then 200: the event arrives, by itself or with the next event.',
    async play(visit) {
      const { collector } = visit;
      const tab = await openGranted(visit);
      collector.answer(503);
      await tab.track('note-outage');
      const wasTried = await visit.until(() => collector.countSeen('note-outage') > 0, ATTEMPT);
      await visit.wait(500);
      collector.answer(200);
      if (await visit.until(() => collector.hasTaken('note-outage'), PATIENCE)) {
        return pass(wasTried ? 'arrived by itself' : 'arrived by itself; it was not tried before');
      }
      await tab.track('note-next');
      return arrives(visit, 'note-outage', 'arrived with the next event');
    },
  },
  {
    id: 'closed-tabs',
    title: 'Two tabs closed during an outage: both events arrive',
    counts:
      'Tracked under consent in two tabs while the collector answers 503, both closed; the collector recovers, and a later page of the site, with an event of its own, sends both.',
    async play(visit) {
      const { collector } = visit;
      const tabs = [await openGranted(visit), await visit.openTab()];
      await tabs[1]?.open('granted');
      await visit.wait(1000);
      collector.answer(503);
      const notes = ['note-closed-one', 'note-closed-two'];
      for (const [at, tab] of tabs.entries()) await tab.track(notes[at] ?? '');
      await visit.until(() => notes.every((note) => collector.countSeen(note) > 0), ATTEMPT);
      await visit.wait(1000);
      for (const tab of tabs) {
        await tab.leave();
        await tab.close();
      }
      collector.answer(200);
      const later = await visit.openTab();
      await later.open('granted');
      // Some send what they find with the next event alone.
      await later.track('note-later');
      const haveCome = () => notes.filter((note) => collector.hasTaken(note)).length;
      await visit.until(() => haveCome() === 2, PATIENCE);
      return { passed: haveCome() === 2, seen: `${haveCome()} of 2 arrived` };
    },
  },
  {
    id: 'two-tabs',
    title: 'A withdrawal silences the other tab',
    counts:
      'Withdrawn in one tab, tracked half a second later in another that was granted: it never arrives. The shop tells the tracker in the tab of the choice alone.',
    async play(visit) {
      const { collector } = visit;
      const other = await openGranted(visit);
      const tab = await visit.openTab();
      await tab.open('granted');
      await visit.wait(1000);
      await tab.withdraw();
      await visit.wait(500);
      await other.track('note-other-tab');
      const came = await visit.until(() => collector.countSeen('note-other-tab') > 0, SILENCE);
      return came ? fail('the other tab sent it') : pass('the other tab was silent');
    },
  },
];

/** A tab that has the visitor's consent, and has delivered under it. @param {Visit} visit */
async function openGranted(visit) {
  const tab = await visit.openTab();
  await tab.open('granted');
  await tab.track('note-first');
  if (!(await visit.until(() => visit.collector.hasTaken('note-first'), PATIENCE))) {
    throw new Error('The tracker delivers nothing under consent: the adapter is wrong.');
  }
  await visit.wait(500);
  return tab;
}

/**
 * @param {Visit} visit
 * @param {string} note
 * @param {string} seen
 */
async function arrives(visit, note, seen) {
  const arrived = await visit.until(() => visit.collector.hasTaken(note), PATIENCE);
  return arrived ? pass(seen) : fail('never arrived');
}

/** @param {string} seen @returns {Finding} */
const pass = (seen) => ({ passed: true, seen });

/** @param {string} seen @returns {Finding} */
const fail = (seen) => ({ passed: false, seen });

/** @param {readonly Entry[]} entries @param {string} note */
const holds = (entries, note) => entries.some(({ value }) => value.includes(note));

/**
 * Whether an entry has the note, or bytes that nobody can read and that were not there before.
 *
 * @param {Entry} entry
 * @param {readonly Entry[]} before
 * @param {string} note
 */
function mayHold({ place, value }, before, note) {
  if (value.includes(note)) return true;
  const isNew = !before.some((entry) => entry.place === place && entry.value === value);
  return isNew && value.includes('[binary:');
}

/** Names without what is new in each profile. @param {readonly Entry[]} entries */
const toPlaces = (entries) =>
  entries.map(({ place }) => place.replaceAll(/[0-9a-f-]{12,}/g, '…').replaceAll(/\d{6,}/g, '…'));

/** @param {Visit} visit */
function toRequests({ collector, elsewhere }) {
  const received = collector.received.map(
    ({ method, path, text }) => `${method} ${path}${text.includes('note-') ? ' with the event' : ''}`,
  );
  return [...received, ...elsewhere.map((url) => `a request to ${new URL(url).hostname}`)];
}

/** @param {string} what @param {readonly string[]} all */
function listSome(what, all) {
  const names = [...new Set(all)];
  if (names.length === 0) return '';
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return `${what}: ${names
    .slice(0, 3)
    .map((name) => `\`${name}\``)
    .join(', ')}${more}`;
}
