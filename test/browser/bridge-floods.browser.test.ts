import type { Frame } from '@playwright/test';
import { expect, test } from '../support/browser.js';
import {
  answer,
  attackPage,
  embedded,
  openShopWith,
  surveyPage,
  type Context,
  type Removal,
} from './support/frames.js';
import { createNotes, notesOf, watchErrors } from './support/shop.js';

/**
 * What a frame may try that is let in, and what strangers may try by sheer number. Each attack runs twice, with its check
 * and without, so that it is seen to have teeth.
 */

interface Opened {
  readonly hostile: Frame;
  readonly honest: Frame;
  readonly errors: readonly string[];
}

/** The shop with two frames that are allowed, one of which turns out hostile. */
async function openAllowed(context: Context, note: string, removal?: Removal): Promise<Opened> {
  const { page, pages } = context;
  const errors = watchErrors(page);
  pages.set('/attack', attackPage(note));
  pages.set('/survey', surveyPage([pages.origin]));
  const body = `<iframe src="${pages.otherOrigin}/attack"></iframe><iframe src="${pages.otherOrigin}/survey"></iframe>`;
  await openShopWith(context, { frames: { origins: [pages.otherOrigin] }, body, removal });
  return { hostile: await embedded(page, '/attack'), honest: await embedded(page, '/survey', 'survey'), errors };
}

const bridgeStatus = ({ page }: Context) => page.evaluate(() => bridge.status());
const refused = ({ page }: Context) => page.evaluate(() => headgate.status().unrouted.refused);
const patient = { timeout: 60_000 };

/** What an honest frame says arrives, whatever the other one does. */
async function expectUnharmed(context: Context, { honest, errors }: Opened): Promise<void> {
  const [honestly] = createNotes(1, 'honest') as [string];
  await answer(honest, honestly);
  await expect.poll(() => notesOf(context.collector.events()), patient).toContain(honestly);
  expect(errors).toEqual([]);
}

for (const isRemoved of [false, true]) {
  const unless = (removal: Removal): Removal | undefined => (isRemoved ? removal : undefined);

  test(`a greeting that is said again gets ${isRemoved ? 'a second port once its check is taken out' : 'no second port'}`, async ({
    page,
    pages,
    collector,
  }) => {
    const context = { page, pages, collector };
    const removal = unless({ check: 'visitor.id !== hello.id', by: 'true' });
    const opened = await openAllowed(context, 'again', removal);
    await opened.hostile.evaluate(() => void [attack.hello(parent, 'same'), attack.hello(parent, 'same')]);
    await page.waitForTimeout(300);
    const consents = await opened.hostile.evaluate(() => attack.heard.filter((kind) => kind === 'consent').length);
    expect(consents).toBe(isRemoved ? 2 : 1);
    await expectUnharmed(context, opened);
  });

  test(`a frame that greets without end is let in ${isRemoved ? 'each time once its check is taken out' : 'no more often than its credit allows'}`, async ({
    page,
    pages,
    collector,
  }) => {
    const context = { page, pages, collector };
    const removal = unless({ check: '!visitor.mayKnock()', by: 'false' });
    const opened = await openAllowed(context, 'again', removal);
    await opened.hostile.evaluate(() => {
      for (let count = 0; count < 1000; count++) attack.hello(parent);
    });
    // And the honest one.
    const frames = async () => (await bridgeStatus(context))['frames']!;
    await expect.poll(frames, patient).toBeGreaterThan(300);
    if (isRemoved) await expect.poll(frames, patient).toBe(1001);
    else {
      await page.waitForTimeout(500);
      expect(await frames()).toBeLessThan(500);
    }
    await expectUnharmed(context, opened);
  });

  test(`a flood of 100,000 events ${isRemoved ? 'arrives once its check is taken out' : 'costs the frame its port'}, and harms no other`, async ({
    page,
    pages,
    collector,
  }) => {
    const context = { page, pages, collector };
    const opened = await openAllowed(context, 'flood', unless({ check: '!visitor.maySend()', by: 'false' }));
    await opened.hostile.evaluate(() => {
      const port = attack.hello(parent);
      for (let call = 0; call < 100_000; call++) port.postMessage({ kind: 'track', call, name: 'nothing', data: {} });
    });
    await expect.poll(() => refused(context), patient).toBeGreaterThan(290);
    if (isRemoved) await expect.poll(() => refused(context), patient).toBe(100_000);
    else {
      await expect.poll(() => opened.hostile.evaluate(() => attack.heard.at(-1))).toBe('closed');
      expect(await refused(context)).toBeLessThan(1_000);
      expect((await bridgeStatus(context))['flooded']).toBe(1);
    }
    await expectUnharmed(context, opened);
  });

  test(`a frame that loads itself again after each flood has ${isRemoved ? 'new' : 'no new'} credit${isRemoved ? ' once it is each document’s' : ''}`, async ({
    page,
    pages,
    collector,
  }) => {
    const context = { page, pages, collector };
    const removal = unless({
      check: 'visitor.id = hello.id;',
      by: 'visitor.id = hello.id; visitor.maySend = createCredit();',
    });
    const opened = await openAllowed(context, 'again', removal);
    for (let round = 1; round <= 10; round++) {
      await opened.hostile.evaluate(() => {
        const port = attack.hello(parent);
        for (let call = 0; call < 250; call++) port.postMessage({ kind: 'track', call, name: 'nothing', data: {} });
      });
      if (isRemoved) await expect.poll(() => refused(context), patient).toBe(round * 250);
      else await page.waitForTimeout(100);
    }
    if (!isRemoved) {
      // 300 at once, and 50 for each of the seconds that this takes at most.
      expect(await refused(context)).toBeLessThan(1_500);
      expect((await bridgeStatus(context))['flooded']).toBeGreaterThan(5);
    }
    await expectUnharmed(context, opened);
  });

  test(`keys of the prototype ${isRemoved ? 'are taken for events once their check is taken out' : 'are events that nobody declared'}`, async ({
    page,
    pages,
    collector,
  }) => {
    const context = { page, pages, collector };
    const [note] = createNotes(1, 'attack') as [string];
    const removal = unless({
      check: 'Object.hasOwn(events, name) ? events[name]',
      by: 'events[name] ? events[name]',
      and: { check: 'withoutPrototypes(options.manifest)', by: 'options.manifest' },
    });
    const opened = await openAllowed(context, note, removal);
    await opened.hostile.evaluate((text) => {
      const port = attack.hello(parent);
      const say = (name: string, data: unknown): void => port.postMessage({ kind: 'track', call: 1, name, data });
      for (const name of ['__proto__', 'constructor', 'hasOwnProperty', 'toString']) say(name, { note: text });
      say('product_viewed', JSON.parse(`{ "__proto__": { "polluted": true }, "note": "${text}-proto" }`));
    }, note);
    await expect.poll(async () => (await bridgeStatus(context))['events']).toBe(6);
    await expect.poll(() => notesOf(collector.events())).toEqual([note, `${note}-proto`]);
    expect(collector.events().map(({ data }) => Object.keys(data))).toEqual([['note'], ['note']]);
    expect(await page.evaluate(() => 'polluted' in {})).toBe(false);
    const undeclared = await page.evaluate(() => headgate.status().unrouted.reasons['refused:undeclared'] ?? 0);
    if (isRemoved) expect(undeclared).toBeLessThan(4);
    else expect(undeclared).toBe(4);
    await expectUnharmed(context, opened);
  });

  test(`a payload that is longer than declared ${isRemoved ? 'arrives once its check is taken out' : 'ends at the shop’s manifest'}`, async ({
    page,
    pages,
    collector,
  }) => {
    const context = { page, pages, collector };
    const removal = unless({ check: /\w+\.length > maxLength \|\|/, by: '' });
    const opened = await openAllowed(context, 'small', removal);
    await opened.hostile.evaluate(() => {
      const port = attack.hello(parent);
      const say = (name: string, data: unknown): void => port.postMessage({ kind: 'track', call: 1, name, data });
      say('product_viewed', { note: 'x'.repeat(5_000) });
      say('x'.repeat(5_000_000), { note: 'long name' });
      say('product_viewed', new Map([['note', 'map']]));
    });
    await expect.poll(async () => (await bridgeStatus(context))['events']).toBe(4);
    const expected = isRemoved ? ['small', 'x'.repeat(5_000)] : ['small'];
    await expect.poll(() => notesOf(collector.events())).toEqual(expected);
    if (!isRemoved) {
      // As much as a message can carry.
      await opened.hostile.evaluate(() => {
        attack
          .hello(parent)
          .postMessage({ kind: 'track', call: 1, name: 'product_viewed', data: { note: 'x'.repeat(2e7) } });
      });
      const invalid = () => page.evaluate(() => headgate.status().collectors['warehouse']!.reasons['refused:invalid']);
      await expect.poll(invalid, patient).toBe(3);
    }
    await expectUnharmed(context, opened);
  });

  test(`100,000 messages of a stranger are ${isRemoved ? 'read once its check is taken out' : 'counted and not read'}, and others are heard`, async ({
    page,
    pages,
    collector,
  }) => {
    const context = { page, pages, collector };
    const errors = watchErrors(page);
    pages.set('/attack', attackPage('stranger'));
    pages.set('/survey', surveyPage([pages.origin]));
    // Both frames are of one origin, but only the sandboxed one, whose element is named, may speak.
    const body =
      `<iframe src="${pages.otherOrigin}/attack"></iframe>` +
      `<iframe id="survey" sandbox="allow-scripts" src="${pages.otherOrigin}/survey"></iframe>`;
    const removal = unless({ check: 'named.has(origin)', by: 'true' });
    await openShopWith(context, { frames: { sandboxed: ['#survey'] }, body, removal });
    const stranger = await embedded(page, '/attack');
    const honest = await embedded(page, '/survey', 'survey');
    await expect.poll(async () => (await bridgeStatus(context))['frames']).toBe(1);
    await page.evaluate(() => {
      const { get } = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data')!;
      globalThis.heard = [];
      Object.defineProperty(MessageEvent.prototype, 'data', {
        get(this: MessageEvent) {
          if (this.target === window) heard.push(this.origin);
          return get!.call(this) as unknown;
        },
      });
    });
    await stranger.evaluate(() => {
      attack.hello(parent);
      for (let call = 1; call < 100_000; call++) parent.postMessage({ protocol: 'headgate/1', kind: 'hello' }, '*');
    });
    if (isRemoved) await expect.poll(() => page.evaluate(() => heard), patient).toEqual([pages.otherOrigin]);
    else {
      await expect.poll(async () => (await bridgeStatus(context))['strangers'], patient).toBe(100_000);
      expect(await page.evaluate(() => heard)).toEqual([]);
      expect(await stranger.evaluate(() => attack.heard)).toEqual([]);
    }
    await expectUnharmed(context, { hostile: stranger, honest, errors });
  });
}
