import type { Visit } from '../open-visit.js';
import { arrives, fail, holds, judge, listSome, toPlaces, type Row } from './row.js';

/** What is tracked before the visitor has chosen. */
export const beforeTheChoice: readonly Row[] = [
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
      const wrong = [listSome('on the device', toPlaces(stored)), listSome('sent', toRequests(visit))];
      return judge(wrong, 'nothing on the device, no request');
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
];

function toRequests({ collector, elsewhere }: Visit): string[] {
  const received = collector.received.map(
    ({ method, path, text }) => `${method} ${path}${text.includes('note-') ? ' with the event' : ''}`,
  );
  return [...received, ...elsewhere.map((url) => `a request to ${new URL(url).hostname}`)];
}
