import type { Frame, Page } from '@playwright/test';
import { answers, expect, test, type Pages } from '../support/browser.js';
import { answer, embedded, surveyPage } from './support/frames.js';
import { readDevice, UNTOUCHED } from './support/read-device.js';
import {
  configure,
  createNotes,
  flush,
  grant,
  notesOf,
  openShop,
  track,
  watchErrors,
  withdraw,
} from './support/shop.js';
import { findDatabaseFolders, findOnDisk } from './support/witnesses.js';

/** One survey in each of the ways in which a frame of another site may be let to store: shared, partitioned, not at all. */

interface Mode {
  readonly name: string;
  readonly partitioning: boolean;
  readonly isSandboxed: boolean;
}

const MODES: readonly Mode[] = [
  { name: 'a cross-site survey without storage partitioning', partitioning: false, isSandboxed: false },
  { name: 'a cross-site survey with storage partitioning', partitioning: true, isSandboxed: false },
  { name: 'a sandboxed survey without storage partitioning', partitioning: false, isSandboxed: true },
  { name: 'a sandboxed survey with storage partitioning', partitioning: true, isSandboxed: true },
];

/** How many bytes an origin has stored, as the browser accounts for them, in all of its partitions of this page. */
async function storedBytes(page: Page, origin: string): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const { usage } = await session.send('Storage.getUsageAndQuota', { origin });
  return usage;
}

/** What the survey's own document finds stored, in its own partition. A sandboxed one may not even look. */
async function readFrame(frame: Frame, isSandboxed: boolean): Promise<unknown> {
  if (!isSandboxed) return readDevice(frame);
  return frame.evaluate(() => {
    try {
      return localStorage.length;
    } catch (error) {
      return (error as Error).name;
    }
  });
}

function embed({ isSandboxed }: Mode, { otherOrigin }: Pages): { frames: object; body: string } {
  return isSandboxed
    ? {
        frames: { sandboxed: ['#survey'] },
        body: `<iframe id="survey" sandbox="allow-scripts" src="${otherOrigin}/survey"></iframe>`,
      }
    : { frames: { origins: [otherOrigin] }, body: `<iframe src="${otherOrigin}/survey"></iframe>` };
}

for (const mode of MODES) {
  test(`${mode.name} tracks through the shop: once, until the withdrawal, and stores nothing`, async ({
    open,
    pages,
    collector,
  }) => {
    const [early, late, waiting, after] = createNotes(4) as [string, string, string, string];
    const { context, profile } = await open({ partitioning: mode.partitioning });
    const page = await context.newPage();
    const errors = watchErrors(page);
    const { frames, body } = embed(mode, pages);
    openShop(pages, 'module', configure(collector, { frames }), body);
    pages.set('/survey', surveyPage([pages.origin]));
    await page.goto(pages.origin);
    const frame = await embedded(page, '/survey', 'survey');

    await answer(frame, early);
    await expect.poll(() => frame.evaluate(() => heard)).toEqual(['undecided']);
    await flush(page);
    expect(collector.requests).toEqual([]);
    await grant(page);
    await answer(frame, late);
    await expect.poll(() => notesOf(collector.events()), { timeout: 20_000 }).toEqual([early, late]);

    // What is buffered when the consent is withdrawn goes with it.
    collector.answer(answers.status(503));
    await answer(frame, waiting);
    await expect.poll(() => page.evaluate(() => headgate.status().collectors['warehouse']!.buffered)).toBe(1);
    await withdraw(page);
    await expect.poll(() => frame.evaluate(() => heard)).toEqual(['undecided', 'granted', 'denied']);
    await answer(frame, after);
    await expect.poll(() => frame.evaluate(() => survey.status()['refuse'])).toBe(1);
    collector.answer(answers.ok());
    await flush(page);
    await page.waitForTimeout(300);

    expect(notesOf(collector.events())).toEqual([early, late]);
    expect(collector.events().map(({ id }) => collector.deliveries(id))).toEqual([1, 1]);
    expect(await frame.evaluate(() => survey.status())).toMatchObject({ held: 0, sent: 4, dropped: 0 });
    const { databases } = await readDevice(page);
    expect(JSON.stringify(databases)).not.toContain(waiting);
    expect(await readFrame(frame, mode.isSandboxed)).toEqual(mode.isSandboxed ? 'SecurityError' : UNTOUCHED);
    expect(await storedBytes(page, pages.otherOrigin)).toBe(0);
    await page.goto(`${pages.otherOrigin}/survey`);
    expect(await readDevice(page)).toEqual(UNTOUCHED);
    expect(errors).toEqual([]);
    await context.close();
    expect(await findDatabaseFolders(profile, pages.otherOrigin)).toEqual([]);
    // What was deleted may lie in a log of the browser's database for a while; what was refused never got there.
    expect(await findOnDisk(profile, after)).toEqual([]);
  });

  test(`${mode.name} that stored something would be seen`, async ({ open, pages, collector }) => {
    const { context } = await open({ partitioning: mode.partitioning });
    const page = await context.newPage();
    const errors = watchErrors(page);
    const { frames, body } = embed(mode, pages);
    openShop(pages, 'module', configure(collector, { frames }), body);
    pages.set(
      '/survey',
      `${surveyPage([pages.origin])}<script>setTimeout(() => { throw new Error('seen'); })</script>`,
    );
    await page.goto(pages.origin);
    await track(page, 'any');
    const frame = await embedded(page, '/survey', 'survey');
    if (!mode.isSandboxed) {
      await frame.evaluate(() => {
        localStorage.setItem('trace', 'of a visit');
        indexedDB.open('trace');
      });
      expect(await readFrame(frame, false)).toMatchObject({ local: { trace: 'of a visit' } });
    }
    expect(errors).toEqual([expect.stringContaining('seen')]);
  });
}
