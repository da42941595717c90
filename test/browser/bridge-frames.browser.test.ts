import type { CDPSession, Page } from '@playwright/test';
import { expect, test, type FakeCollector, type Pages } from '../support/browser.js';
import { answer, embedded, surveyPage } from './support/frames.js';
import { configure, createNotes, grant, notesOf, openShop, watchErrors, withdraw } from './support/shop.js';

/** Frames come late, reload, go elsewhere and are removed. Each is heard while it is there, and leaves nothing behind. */

async function openEmpty(page: Page, pages: Pages, collector: FakeCollector): Promise<void> {
  openShop(pages, 'module', configure(collector, { frames: [pages.otherOrigin] }), '<div id="place"></div>');
  pages.set('/survey', surveyPage([pages.origin]));
  pages.set('/elsewhere', '<!doctype html><title>Elsewhere</title>');
  await page.goto(pages.origin);
}

/** Puts a survey into the place of what was there before. */
async function add(page: Page, pages: Pages): Promise<void> {
  await page.evaluate((url) => {
    const frame = document.createElement('iframe');
    frame.src = url;
    document.querySelector('#place')!.replaceChildren(frame);
  }, `${pages.otherOrigin}/survey`);
}

const letIn = (page: Page): Promise<number> => page.evaluate(() => bridge.status()['frames']!);

test('a survey that comes late, reloads, goes and comes back, is removed and comes again is heard each time', async ({
  page,
  pages,
  collector,
}) => {
  const notes = createNotes(4) as [string, string, string, string];
  const errors = watchErrors(page);
  await openEmpty(page, pages, collector);
  await grant(page);
  const answerNext = async (note: string): Promise<void> => {
    const frame = await embedded(page, '/survey', 'survey');
    await answer(frame, note);
    await expect.poll(() => notesOf(collector.events()), { timeout: 20_000 }).toContain(note);
  };
  await add(page, pages);
  await answerNext(notes[0]);
  await page.frames()[1]!.goto(`${pages.otherOrigin}/survey`);
  await answerNext(notes[1]);
  await page.frames()[1]!.goto(`${pages.otherOrigin}/elsewhere`);
  await page.frames()[1]!.goto(`${pages.otherOrigin}/survey`);
  await answerNext(notes[2]);
  await add(page, pages);
  await answerNext(notes[3]);
  expect(notesOf(collector.events())).toEqual(notes);
  expect(await letIn(page)).toBe(4);
  expect(errors).toEqual([]);
});

/** How many objects of a class the page has, after a collection of all garbage. */
async function count(session: CDPSession, name: string): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { result: prototype } = await session.send('Runtime.evaluate', { expression: `${name}.prototype` });
  const { objects } = await session.send('Runtime.queryObjects', { prototypeObjectId: prototype.objectId! });
  const { result } = await session.send('Runtime.callFunctionOn', {
    objectId: objects.objectId!,
    functionDeclaration: 'function () { return this.length; }',
  });
  await session.send('Runtime.releaseObject', { objectId: objects.objectId! });
  return result.value as number;
}

test('fifty surveys that reload, go elsewhere and are removed leave no port and no listener', async ({
  page,
  pages,
  collector,
}) => {
  const errors = watchErrors(page);
  await openEmpty(page, pages, collector);
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  const ports = (): Promise<number> => count(session, 'MessagePort');
  await page.evaluate(() => new MessageChannel());
  const before = await ports();
  for (let round = 1; round <= 50; round++) {
    await add(page, pages);
    await expect.poll(() => letIn(page)).toBe(round);
    if (round % 3 === 0) continue;
    // Two thirds leave by themselves before they are removed.
    await page.frames()[1]!.goto(`${pages.otherOrigin}/elsewhere`);
  }
  const here = await ports();
  await page.evaluate(() => document.querySelector('#place')!.replaceChildren());
  await expect.poll(ports).toBe(before);
  // The last one, and whatever the browser had not yet let go.
  expect(here - before).toBeLessThanOrEqual(3);

  const changes = await page.evaluate(() => {
    const { postMessage } = MessagePort.prototype;
    globalThis.heard = [];
    MessagePort.prototype.postMessage = function (this: MessagePort, ...args: unknown[]) {
      heard.push((args[0] as { kind: string }).kind);
      return (postMessage as (...all: unknown[]) => void).apply(this, args);
    } as typeof postMessage;
    headgate.grant('analytics');
    headgate.withdraw('analytics');
    return heard;
  });
  expect(changes).toEqual([]);
  expect(errors).toEqual([]);
});

test('a survey hears when the shop ends its bridge, and counts what it drops from then on', async ({
  page,
  pages,
  collector,
}) => {
  await openEmpty(page, pages, collector);
  await grant(page);
  await add(page, pages);
  const frame = await embedded(page, '/survey', 'survey');
  await expect.poll(() => frame.evaluate(() => heard)).toEqual(['granted']);
  await page.evaluate(() => bridge.stop());
  await answer(frame, 'sent to nobody');
  await expect
    .poll(() => frame.evaluate(() => (survey.track('product_viewed'), survey.status()['dropped'])))
    .toBeGreaterThan(0);
  const before = await frame.evaluate(() => heard.length);
  await withdraw(page);
  await page.waitForTimeout(200);
  expect(await frame.evaluate(() => heard.length)).toBe(before);
});
