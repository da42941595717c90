import { expect, test } from 'vitest';
import { BUILDS } from '../../browser/support/shop.js';
import * as answers from '../../support/answers.mjs';
import type { InEngine, Scene } from '../in-engine.js';
import {
  countStored,
  createNotes,
  expectOnce,
  expectSoon,
  flush,
  grant,
  notesOf,
  pause,
  readChoice,
  readDevice,
  readTally,
  track,
  until,
  withdraw,
} from './shopper.js';

const WALK = 100;

/** A page that tracks and leads to the next one by itself, `?n=` counts them: now in the same task, now 5 ms later. */
const WALK_PAGE = `<script>
  addEventListener('load', () => {
    const n = Number(new URLSearchParams(location.search).get('n'));
    headgate.track('product_viewed', { note: 'walk-' + String(n).padStart(3, '0') });
    const leave = () => void (location.href = '/next?n=' + (n + 1));
    if (n === 0 || n === ${WALK}) return;
    if (n % 2) leave();
    else setTimeout(leave, 5);
  });
</script>`;

/** The whole way of an event: held, granted, written, sent, withdrawn. */
export function events({ setScene }: InEngine): void {
  for (const build of BUILDS) {
    test(`events that were held arrive once each after the grant, with the ${build} build`, async () => {
      const { collector, serveShop, openTab } = await setScene();
      const [held, late] = [createNotes(5, 'held'), createNotes(5, 'late')];
      serveShop(build);
      const tab = await openTab();
      expect((await track(tab, ...held)).map(({ outcome }) => outcome)).toEqual(held.map(() => 'hold'));
      await grant(tab);
      expect((await track(tab, ...late)).map(({ outcome }) => outcome)).toEqual(late.map(() => 'allow'));
      await expectOnce(collector, [...held, ...late]);
      await expectSoon(() => countStored(tab), 0);
      expect(await readTally(tab)).toMatchObject({ tracked: 10, delivered: 10, buffered: 0 });
    });
  }

  test(`each event of ${WALK} pages arrives that are left in the same task or 5 ms later, and no page hangs`, async () => {
    const { collector, serveShop, openTab } = await setScene();
    // Nothing is sent but by a page that is being left, and by the next one.
    serveShop('script', { flushInterval: 3000 }, WALK_PAGE);
    const tab = await openTab();
    await grant(tab);
    await tab.goTo((await tab.evaluate(() => location.origin)) + '/next?n=1');
    await collector.until(() => notesOf(collector.events()).includes(`walk-${WALK}`), 60_000);
    const expected = Array.from({ length: WALK + 1 }, (_, n) => `walk-${String(n).padStart(3, '0')}`);
    const arrived = await until(
      () => notesOf(collector.events()),
      (notes) => notes.length === expected.length,
      15_000,
    );
    expect(arrived).toEqual(expected);
  });

  test('two tabs that track at the same time send each event once', async () => {
    const { collector, serveShop, openTab } = await setScene();
    const notes = createNotes(200);
    serveShop();
    collector.answer(answers.slow(50));
    const [a, b] = [await openTab(), await openTab()];
    await grant(a);
    await until(
      () => readChoice(b),
      (choice) => choice === 'granted',
    );
    for (let start = 0; start < notes.length; start += 20) {
      await track(start % 40 ? a : b, ...notes.slice(start, start + 20));
    }
    await expectOnce(collector, notes);
  });

  test('after a withdrawal no request starts, and nothing is left on the device', async () => {
    const { collector, serveShop, openTab } = await setScene();
    const notes = createNotes(120);
    serveShop();
    collector.answer(answers.status(503));
    const tab = await openTab();
    await leaveUndelivered({ collector }, tab, notes);
    expect(await countStored(tab)).toBe(120);

    await withdraw(tab);
    const withdrawnAt = await tab.evaluate(() => Date.now());
    collector.answer(answers.ok());
    await track(tab, 'late');
    await flush(tab);
    await pause(400);
    await flush(tab);

    expect(collector.requests.filter(({ startedAt }) => startedAt > withdrawnAt)).toEqual([]);
    const { databases, local, session, cookie } = await readDevice(tab);
    expect(JSON.stringify({ databases, local, session, cookie })).not.toContain(notes[0]!.slice(0, -5));
    expect(databases.flatMap(({ records }) => records).filter(({ key }) => Array.isArray(key))).toEqual([]);
    expect(await tab.evaluate(() => headgate.access())).toEqual([]);
    expect(await readTally(tab)).toMatchObject({ tracked: 121, purged: 120, refused: 1, buffered: 0 });
  });

  test('without a withdrawal, the same events arrive', async () => {
    const { collector, serveShop, openTab } = await setScene();
    const notes = createNotes(120);
    serveShop();
    collector.answer(answers.status(503));
    const tab = await openTab();
    await leaveUndelivered({ collector }, tab, notes);
    collector.answer(answers.ok());
    await flush(tab);
    await expectOnce(collector, notes);
  });

  test('a withdrawal silences the other tab, its waiting events included', async () => {
    const { collector, serveShop, openTab } = await setScene();
    const [first, second] = [createNotes(20, 'first'), createNotes(20, 'second')];
    serveShop();
    collector.answer(answers.status(503));
    const [a, b] = [await openTab(), await openTab()];
    await leaveUndelivered({ collector }, a, first);
    await until(
      () => readChoice(b),
      (choice) => choice === 'granted',
    );
    await track(b, ...second);
    await expectSoon(() => countStored(a), 40);

    await withdraw(a);
    await expectSoon(() => readChoice(b), 'denied');
    const silentSince = await b.evaluate(() => Date.now());
    collector.answer(answers.ok());
    expect((await track(b, 'late')).map(({ outcome }) => outcome)).toEqual(['refuse']);
    for (const tab of [b, a]) await flush(tab);
    await pause(300);
    expect(collector.requests.filter(({ startedAt }) => startedAt > silentSince)).toEqual([]);
    expect(await countStored(a)).toBe(0);
    for (const tab of [a, b]) expect(await tab.evaluate(() => headgate.access())).toEqual([]);
  });

  test('a survey on another site tracks through the shop’s gate and stores nothing', async () => {
    const { collector, pages, serveShop, openTab } = await setScene();
    const notes = createNotes(2) as [string, string];
    serveShop('script', { frames: [pages.otherOrigin] }, `<iframe src="${pages.otherOrigin}/survey" hidden></iframe>`);
    pages.set('/survey', SURVEY.replace('{host}', pages.origin));
    const tab = await openTab();
    const frame = tab.frame(0);
    await until(() => frame.evaluate(() => typeof survey === 'object').catch(() => false), Boolean);
    await frame.evaluate((note) => survey.track('product_viewed', { note }), notes[0]);
    expect(
      (
        await until(
          () => readTally(tab),
          ({ held }) => held === 1,
        )
      ).held,
    ).toBe(1);
    expect(collector.requests).toEqual([]);
    await grant(tab);
    await frame.evaluate((note) => survey.track('product_viewed', { note }), notes[1]);
    await expectOnce(collector, notes);
    expect(collector.requests.map(({ headers }) => headers.origin)).toEqual(collector.requests.map(() => pages.origin));
    const { databases, local } = await readDevice(frame);
    expect({ databases, local }).toEqual({ databases: [], local: {} });
  });
}

const SURVEY = `<!doctype html><script type="module">
  import { createFrame } from '/dist/frame.js';
  globalThis.survey = createFrame({ hosts: ['{host}'] });
</script>`;

async function leaveUndelivered(
  { collector }: Pick<Scene, 'collector'>,
  tab: Parameters<typeof grant>[0],
  notes: readonly string[],
): Promise<void> {
  await grant(tab);
  await track(tab, ...notes);
  await until(
    () => countStored(tab),
    (count) => count === notes.length,
  );
  await collector.until(() => collector.requests.some(({ finished }) => finished));
}
