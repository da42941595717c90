import type { Running, Tab } from '../open-tab.js';
import type { Visit } from '../open-visit.js';
import { arrives, ATTEMPT, fail, judge, openGranted, pass, PATIENCE, SILENCE, type Finding, type Row } from './row.js';

/** Events of pages that end, of several tabs, releases and applications, and of a frame without rights. */
export const pagesAndTabs: readonly Row[] = [
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
    id: 'closed-tabs',
    title: 'Two tabs closed during an outage: both events arrive',
    counts:
      'Tracked under consent in two tabs while the collector answers 503, both closed; the collector recovers, and a later page of the site, with an event of its own, sends both.',
    async play(visit) {
      const tabs = [await openGranted(visit), await visit.openTab()] as const;
      await tabs[1].open('granted');
      const count = await closeDuringOutage(visit, tabs, {});
      return { passed: count === 2, seen: `${count} of 2 arrived` };
    },
  },
  {
    id: 'two-releases',
    title: 'Two releases in two tabs: both events arrive, one withdrawal holds in both',
    counts:
      'The same with a tab of release 1 and one of release 2, and a later page of release 2 sends both. Then a withdrawal in a tab of release 2 silences a tab of release 1 that was granted.',
    async play(visit) {
      const tabs = [await openGranted(visit), await visit.openTab()] as const;
      await tabs[1].open('granted', { release: '2' });
      const count = await closeDuringOutage(visit, tabs, { release: '2' });
      const [old, present] = [await visit.openTab(), await visit.openTab()];
      await old.open('granted', { release: '1' });
      await present.open('granted', { release: '2' });
      await visit.wait(1000);
      await present.withdraw();
      await visit.wait(500);
      await old.track('note-old-release');
      const came = await visit.until(() => visit.collector.countSeen('note-old-release') > 0, SILENCE);
      const silence = came ? 'the tab of release 1 sent after the withdrawal' : 'the tab of release 1 was silent';
      return { passed: count === 2 && !came, seen: `${count} of 2 arrived; ${silence}` };
    },
  },
  {
    id: 'two-applications',
    title: 'Two applications on one origin: each keeps to its own',
    counts:
      'Two applications with collectors of their own, each tracked in a tab during an outage, both closed. A later page of one never sends what is the other’s, and a withdrawal in it stops nothing of the other.',
    play: playApplications,
  },
  {
    id: 'sandbox',
    title: 'In a sandboxed frame: throws nothing, and delivers after the grant',
    counts:
      'The tracker runs in a frame with `sandbox="allow-scripts"`, where cookies and stores throw: nothing is sent before the grant, what is tracked after it arrives, and no exception reaches the page.',
    async play(visit) {
      const tab = await visit.openTab();
      await tab.openInSandbox('undecided');
      const threw = await tab.track('note-framed').then(
        () => false as const,
        () => 'the call threw' as const,
      );
      await visit.wait(2000);
      const early = visit.collector.countSeen('note-framed') > 0 && 'sent before the grant';
      const granted = await tab.grant().then(
        () => true,
        () => false,
      );
      await tab.track('note-granted').catch(() => undefined);
      const came = await visit.until(() => visit.collector.hasTaken('note-granted'), PATIENCE);
      const failures = await tab.readFailures();
      return judge(
        [
          threw,
          !granted && 'the grant threw',
          failures.length > 0 && `into the page: ${failures.at(0)?.slice(0, 120)}`,
          early,
          !came && 'nothing arrived after the grant',
        ],
        'nothing thrown, arrived after the grant',
      );
    },
  },
];

/** Returns how many of two events arrive that were tracked in two tabs during an outage. */
async function closeDuringOutage(visit: Visit, tabs: readonly Tab[], later: Running): Promise<number> {
  const { collector } = visit;
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
  const page = await visit.openTab();
  await page.open('granted', later);
  // Some send what they find with the next event alone.
  await page.track('note-later');
  const count = (): number => notes.filter((note) => collector.hasTaken(note)).length;
  await visit.until(() => count() === 2, PATIENCE);
  return count();
}

async function playApplications(visit: Visit): Promise<Finding> {
  const { collector, otherCollector } = visit;
  const shop = await openGranted(visit);
  const blog = await visit.openTab();
  await blog.open('granted', { application: 'blog' });
  await blog.track('note-of-blog');
  const isHeard = await visit.until(() => otherCollector.hasTaken('note-of-blog'), PATIENCE);
  if (!isHeard) return fail('the second application delivers nothing');
  for (const one of [collector, otherCollector]) one.answer(503);
  await shop.track('note-of-shop-late');
  await blog.track('note-of-blog-late');
  await visit.wait(ATTEMPT);
  for (const tab of [shop, blog]) {
    await tab.leave();
    await tab.close();
  }
  for (const one of [collector, otherCollector]) one.answer(200);
  const later = await visit.openTab();
  await later.open('granted', { application: 'blog' });
  await later.track('note-of-blog-later');
  await visit.wait(SILENCE);
  await later.withdraw();
  await visit.wait(1000);
  const again = await visit.openTab();
  await again.open('granted');
  await again.track('note-of-shop-later');
  const goesOn = await visit.until(() => collector.hasTaken('note-of-shop-later'), PATIENCE);
  return judge(
    [
      otherCollector.countSeen('note-of-shop') > 0 && 'the second application sent what is the first one’s',
      collector.countSeen('note-of-blog') > 0 && 'the first application sent what is the second one’s',
      !goesOn && 'a withdrawal in the second application stopped the first one',
    ],
    'each collector got its own, and a withdrawal in one stopped nothing of the other',
  );
}
