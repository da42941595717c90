import type { Entry } from '../read-device.js';
import { ATTEMPT, fail, judge, listSome, openGranted, pass, PATIENCE, SILENCE, toPlaces, type Row } from './row.js';

/** What a refusal and a withdrawal stop. */
export const deniedAndWithdrawn: readonly Row[] = [
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
      const finding = judge(
        [repeated > 0 && 'sent after the withdrawal', listSome('left on the device', toPlaces(remains))],
        'never sent again, nothing of it on the device',
      );
      if (attempts > 0) return finding;
      return { ...finding, seen: `${finding.seen}; it was never tried before the withdrawal` };
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
        const isLate = await visit.until(() => collector.hasTaken('note-granted'), PATIENCE);
        if (!isLate) return fail('nothing arrived under the grant either');
      }
      await tab.withdraw();
      await visit.wait(500);
      await tab.track('note-withdrawn');
      await visit.wait(3000);
      const again = collector.countSeen('note-withdrawn') > 0 && 'sent after the withdrawal';
      await tab.grant();
      await visit.wait(5000);
      const replays = (note: string): boolean => collector.countSeen(note) > 0;
      return judge(
        [
          early || (replays('note-denied') && 'what was denied was sent after the grant'),
          again || (replays('note-withdrawn') && 'what came after the withdrawal was sent after the next grant'),
        ],
        isHeard ? 'only what the grant covers arrived' : 'only what the grant covers arrived, from the next page on',
      );
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
  {
    id: 'back-forward',
    title: 'A withdrawal silences the page that comes back',
    counts:
      'Granted on one page, withdrawn on the next, and back: the first page comes out of the back/forward cache as it was, or is loaded anew and told of the withdrawal. What is tracked there half a second later never arrives.',
    async play(visit) {
      const { collector } = visit;
      const tab = await openGranted(visit);
      await tab.open('granted', { release: '1', page: '2' });
      await visit.wait(1000);
      await tab.withdraw();
      await visit.wait(1000);
      const wasKept = await tab.goBack();
      await visit.wait(500);
      await tab.track('note-back');
      const came = await visit.until(() => collector.countSeen('note-back') > 0, SILENCE);
      const how = wasKept ? 'the page came back as it was' : 'the page was loaded anew';
      return came ? fail(`${how}, and sent it`) : pass(`${how}, and was silent`);
    },
  },
];

/** Returns whether an entry has the note, or bytes that nobody can read and that were not there before. */
function mayHold({ place, value }: Entry, before: readonly Entry[], note: string): boolean {
  if (value.includes(note)) return true;
  const isNew = !before.some((entry) => entry.place === place && entry.value === value);
  return isNew && value.includes('[binary:');
}
