import type { Frame, Page } from '@playwright/test';
import { expect, IMPORT_MAP, test, type FakeCollector, type Pages } from '../support/browser.js';
import { readText } from '../support/dist.js';
import { configure, createNotes, flush, grant, notesOf, openShop, watchErrors } from './support/shop.js';

/**
 * Frames that want into a shop’s gate without being let in. Each attack runs twice: against the package, where nothing of
 * it arrives, and with the one check taken out that stops it, where it does. An attack that fails both times would prove
 * nothing.
 */

declare global {
  var bridge: { status(): Record<string, number> };
  var attack: { heard: unknown[]; hello(target: Window, id?: string): MessagePort };
}

interface Removal {
  readonly check: string;
  readonly by: string;
}

/** A document that speaks the protocol by itself. `attack.hello` greets a window, tracks at once, and notes what it hears. */
function attackPage(note: string, body = ''): string {
  return `<!doctype html><body>${body}<script>
    globalThis.attack = {
      heard: [],
      hello(target, id = String(Math.random())) {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => attack.heard.push(data.kind);
        target.postMessage({ protocol: 'headgate/1', kind: 'hello', id }, '*', [port2]);
        port1.postMessage({ kind: 'track', call: 1, name: 'product_viewed', data: { note: ${JSON.stringify(note)} } });
        return port1;
      },
    };
  </script></body>`;
}

/** The shop, with the built package as it is or with a check taken out. */
async function openShopWith(
  { page, pages, collector }: { page: Page; pages: Pages; collector: FakeCollector },
  options: { frames: object; body: string; removal?: Removal | undefined },
): Promise<void> {
  const { frames, body, removal } = options;
  openShop(pages, 'module', configure(collector, { frames }), body);
  if (removal) {
    const code = readText('dist/index.js');
    expect(code).toContain(removal.check);
    pages.set('/dist/index.js', { body: code.replace(removal.check, removal.by), type: 'text/javascript' });
  }
  await page.goto(pages.origin);
  await grant(page);
}

async function embedded(page: Page, path: string): Promise<Frame> {
  await expect.poll(() => page.frames().find((frame) => frame.url().includes(path))).toBeDefined();
  const frame = page.frames().find((one) => one.url().includes(path))!;
  await frame.waitForFunction(() => typeof attack === 'object');
  return frame;
}

/** What came of the attack: what the shop said to it, and what of it arrived. */
async function outcome(page: Page, attacker: Frame, collector: FakeCollector): Promise<unknown[]> {
  await page.waitForTimeout(300);
  await flush(page);
  await page.waitForTimeout(200);
  return [[...new Set(await attacker.evaluate(() => attack.heard))], notesOf(collector.seen())];
}

interface Attack {
  readonly name: string;
  readonly removal: Removal;
  readonly frames: (pages: Pages) => object;
  readonly body: (pages: Pages) => string;
  readonly serve?: (pages: Pages, note: string) => void;
  /** Attacks, and answers the frame that did. */
  readonly run: (page: Page, pages: Pages) => Promise<Frame>;
}

const hello = (frame: Frame, target: 'parent' | 'top' = 'parent'): Promise<void> =>
  frame.evaluate((name) => void attack.hello(window[name]!), target);

const ATTACKS: readonly Attack[] = [
  {
    name: 'a frame of an origin that nobody named',
    removal: { check: 'origins.includes(event.origin)', by: 'true' },
    frames: () => ({ origins: ['https://survey.example'] }),
    body: ({ otherOrigin }) => `<iframe src="${otherOrigin}/attack"></iframe>`,
    async run(page) {
      const frame = await embedded(page, '/attack');
      await hello(frame);
      return frame;
    },
  },
  {
    name: 'a sandboxed frame whose element nobody named',
    removal: { check: '!isSandboxed(source)', by: 'false' },
    frames: () => ({ sandboxed: ['#survey'] }),
    body: ({ otherOrigin }) => `<iframe sandbox="allow-scripts" src="${otherOrigin}/attack"></iframe>`,
    async run(page) {
      const frame = await embedded(page, '/attack');
      await hello(frame);
      return frame;
    },
  },
  {
    name: 'a hostile frame within a frame that is allowed',
    removal: { check: 'source?.parent === window', by: 'true' },
    frames: ({ otherOrigin }) => ({ origins: [otherOrigin] }),
    body: ({ otherOrigin }) => `<iframe src="${otherOrigin}/outer"></iframe>`,
    serve: (pages) => pages.set('/outer', '<iframe src="/attack"></iframe>'),
    async run(page) {
      const frame = await embedded(page, '/attack');
      await hello(frame, 'top');
      return frame;
    },
  },
  {
    name: 'the document that a sandboxed frame holds after the one that was let in',
    removal: { check: 'link.id !== hello.id :', by: 'false :' },
    frames: () => ({ sandboxed: ['#survey'] }),
    body: ({ otherOrigin }) => `<iframe id="survey" sandbox="allow-scripts" src="${otherOrigin}/survey"></iframe>`,
    serve: (pages) => pages.set('/survey', surveyPage([pages.origin])),
    async run(page, pages) {
      await expect.poll(() => page.evaluate(() => bridge.status()['frames'])).toBe(1);
      await page.frames()[1]!.evaluate((url) => void (location.href = url), `${pages.otherOrigin}/attack`);
      const frame = await embedded(page, '/attack');
      await hello(frame);
      return frame;
    },
  },
];

function surveyPage(hosts: readonly string[]): string {
  return `<!doctype html>${IMPORT_MAP}<script type="module">
    import { createFrame } from 'headgate/frame';
    globalThis.survey = createFrame({ hosts: ${JSON.stringify(hosts)} });
  </script>`;
}

for (const { name, removal, frames, body, serve, run } of ATTACKS) {
  for (const isRemoved of [false, true]) {
    test(`${name} is ${isRemoved ? 'heard once its check is taken out' : 'not heard'}`, async ({
      page,
      pages,
      collector,
    }) => {
      const [note] = createNotes(1, 'attack') as [string];
      const errors = watchErrors(page);
      pages.set('/attack', attackPage(note));
      serve?.(pages, note);
      await openShopWith(
        { page, pages, collector },
        { frames: frames(pages), body: body(pages), removal: isRemoved ? removal : undefined },
      );
      const attacker = await run(page, pages);
      const arrived = isRemoved ? [['consent', 'tracked'], [note]] : [[], []];
      expect(await outcome(page, attacker, collector)).toEqual(arrived);
      expect(errors).toEqual([]);
    });
  }
}

/** The attacks of a frame that is allowed, and turns out hostile. */
async function openAllowed(
  context: { page: Page; pages: Pages; collector: FakeCollector },
  note: string,
  removal?: Removal,
): Promise<[hostile: Frame, honest: Frame]> {
  const { page, pages } = context;
  pages.set('/attack', attackPage(note));
  pages.set('/survey', surveyPage([pages.origin]));
  const body = `<iframe src="${pages.otherOrigin}/attack"></iframe><iframe src="${pages.otherOrigin}/survey"></iframe>`;
  await openShopWith(context, { frames: { origins: [pages.otherOrigin] }, body, removal });
  const hostile = await embedded(page, '/attack');
  const honest = page.frames().find((frame) => frame.url().includes('/survey'))!;
  await honest.waitForFunction(() => typeof survey === 'object');
  return [hostile, honest];
}

const answerHonestly = (frame: Frame, note: string): Promise<void> =>
  frame.evaluate((text) => survey.track('product_viewed', { note: text }), note);

for (const isRemoved of [false, true]) {
  test(`a greeting that is said again gets ${isRemoved ? 'a second port once its check is taken out' : 'no second port'}`, async ({
    page,
    pages,
    collector,
  }) => {
    const [note] = createNotes(1, 'attack') as [string];
    const removal = isRemoved ? { check: 'link?.id !== hello.id', by: 'true' } : undefined;
    const [hostile] = await openAllowed({ page, pages, collector }, note, removal);
    await hostile.evaluate(() => void [attack.hello(parent, 'same'), attack.hello(parent, 'same')]);
    await page.waitForTimeout(300);
    const consents = await hostile.evaluate(() => attack.heard.filter((kind) => kind === 'consent').length);
    expect(consents).toBe(isRemoved ? 2 : 1);
  });

  test(`a flood of 100,000 events ${isRemoved ? 'arrives once its check is taken out' : 'costs the frame its port, and harms no other'}`, async ({
    page,
    pages,
    collector,
  }) => {
    const [flood, honestly] = createNotes(2, 'attack') as [string, string];
    const removal = isRemoved ? { check: 'if (credit < 0)', by: 'if (false)' } : undefined;
    const [hostile, honest] = await openAllowed({ page, pages, collector }, flood, removal);
    await hostile.evaluate(() => {
      const port = attack.hello(parent);
      for (let call = 0; call < 100_000; call++) port.postMessage({ kind: 'track', call, name: 'nothing', data: {} });
    });
    await expect
      .poll(() => page.evaluate(() => headgate.status().unrouted.refused), { timeout: 60_000 })
      .toBeGreaterThan(290);
    if (isRemoved) {
      await expect
        .poll(() => page.evaluate(() => headgate.status().unrouted.refused), { timeout: 60_000 })
        .toBe(100_000);
    } else {
      await answerHonestly(honest, honestly);
      await expect.poll(() => notesOf(collector.events())).toContain(honestly);
      expect(await page.evaluate(() => headgate.status().unrouted.refused)).toBeLessThan(1_000);
      expect(await hostile.evaluate(() => attack.heard.at(-1))).toBe('closed');
      expect(await page.evaluate(() => bridge.status()['flooded'])).toBe(1);
    }
  });
}

test('100,000 messages of a stranger are counted and not read, and others are heard', async ({
  page,
  pages,
  collector,
}) => {
  const [note] = createNotes(1) as [string];
  pages.set('/stranger', '<!doctype html>');
  pages.set('/survey', surveyPage([pages.origin]));
  // Both frames are of one origin, but only the sandboxed one, whose element is named, may speak.
  const body =
    `<iframe sandbox="allow-scripts" src="${pages.otherOrigin}/stranger"></iframe>` +
    `<iframe id="survey" sandbox="allow-scripts" src="${pages.otherOrigin}/survey"></iframe>`;
  await openShopWith({ page, pages, collector }, { frames: { sandboxed: ['#survey'] }, body });
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
  const stranger = page.frames().find((frame) => frame.url().includes('/stranger'))!;
  const honest = page.frames().find((frame) => frame.url().includes('/survey'))!;
  await honest.waitForFunction(() => typeof survey === 'object');
  await stranger.evaluate(() => {
    for (let call = 0; call < 100_000; call++) parent.postMessage({ protocol: 'headgate/1', kind: 'hello', call }, '*');
  });
  await answerHonestly(honest, note);
  await expect.poll(() => notesOf(collector.events()), { timeout: 60_000 }).toEqual([note]);
  await expect.poll(() => page.evaluate(() => heard.length), { timeout: 60_000 }).toBeLessThanOrEqual(20);
});

test('keys of the prototype and payloads without measure end at the shop’s manifest', async ({
  page,
  pages,
  collector,
}) => {
  const [note] = createNotes(1, 'attack') as [string];
  const errors = watchErrors(page);
  const [hostile] = await openAllowed({ page, pages, collector }, note);
  await hostile.evaluate((text) => {
    const port = attack.hello(parent);
    const say = (name: string, data: unknown): void => port.postMessage({ kind: 'track', call: 1, name, data });
    for (const name of ['__proto__', 'constructor', 'hasOwnProperty', 'toString']) say(name, { note: text });
    say('product_viewed', JSON.parse(`{ "__proto__": { "polluted": true }, "note": "${text}-proto" }`));
    say('product_viewed', { note: 'x'.repeat(20_000_000) });
    say('x'.repeat(5_000_000), { note: text });
    say('product_viewed', new Map([['note', text]]));
  }, note);
  await expect.poll(() => page.evaluate(() => bridge.status()['events'])).toBe(9);
  await expect.poll(() => notesOf(collector.events())).toEqual([note, `${note}-proto`]);
  expect(collector.events().map(({ data }) => Object.keys(data))).toEqual([['note'], ['note']]);
  expect(await page.evaluate(() => 'polluted' in {})).toBe(false);
  expect(await page.evaluate(() => headgate.status().unrouted.refused)).toBe(5);
  expect(errors).toEqual([]);
});
