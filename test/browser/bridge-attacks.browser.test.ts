import type { Frame, Page } from '@playwright/test';
import { expect, test, type Pages } from '../support/browser.js';
import {
  attackPage,
  attackScript,
  embedded,
  openShopWith,
  outcome,
  surveyPage,
  type Removal,
} from './support/frames.js';
import { createNotes, watchErrors } from './support/shop.js';

/**
 * Those who want into a shop’s gate without being let in. Each attack runs twice: against the package, where nothing of
 * it arrives, and with the one check taken out that stops it, where it does. An attack that fails both times would prove
 * nothing. Floods and payloads are in `bridge-floods`.
 */

interface Attack {
  readonly name: string;
  readonly removal: Removal;
  readonly frames: (pages: Pages) => object;
  readonly body: (pages: Pages, note: string) => string;
  readonly serve?: (pages: Pages) => void;
  /** Attacks, and answers the frame that did. */
  readonly run: (page: Page, pages: Pages) => Promise<Frame>;
}

const hello = (frame: Frame, target: 'parent' | 'top' | 'opener' = 'parent'): Promise<void> =>
  frame.evaluate((name) => void attack.hello(window[name] as Window), target);

async function helloFrom(page: Page, target?: 'top'): Promise<Frame> {
  const frame = await embedded(page, '/attack');
  await hello(frame, target);
  return frame;
}

/** The survey is let in, then goes elsewhere: to the attacker. */
async function navigate(page: Page, url: string): Promise<Frame> {
  await expect.poll(() => page.evaluate(() => bridge.status()['frames'])).toBe(1);
  await page.frames()[1]!.evaluate((there) => void (location.href = there), url);
  return helloFrom(page);
}

const ORIGIN: Removal = { check: 'named.has(origin)', by: 'true' };
const FRAME: Removal = { check: 'source.parent !== window || source === window', by: 'false' };

const serveSurvey = (pages: Pages): void => pages.set('/survey', surveyPage([pages.origin]));

const ATTACKS: readonly Attack[] = [
  {
    name: 'a frame of an origin that nobody named',
    removal: ORIGIN,
    frames: () => ({ origins: ['https://survey.example'] }),
    body: ({ otherOrigin }) => `<iframe src="${otherOrigin}/attack"></iframe>`,
    run: (page) => helloFrom(page),
  },
  {
    name: 'a sandboxed frame whose element nobody named',
    removal: { check: '!isNamed && !frame', by: 'false' },
    frames: () => ({ sandboxed: ['#survey'] }),
    body: ({ otherOrigin }) => `<iframe sandbox="allow-scripts" src="${otherOrigin}/attack"></iframe>`,
    run: (page) => helloFrom(page),
  },
  {
    name: 'a hostile frame within a frame that is allowed',
    removal: FRAME,
    frames: ({ otherOrigin }) => ({ origins: [otherOrigin] }),
    body: ({ otherOrigin }) => `<iframe src="${otherOrigin}/outer"></iframe>`,
    serve: (pages) => pages.set('/outer', '<iframe src="/attack"></iframe>'),
    run: (page) => helloFrom(page, 'top'),
  },
  {
    name: 'a window of an allowed origin that is no frame of the shop',
    removal: FRAME,
    frames: ({ otherOrigin }) => ({ origins: [otherOrigin] }),
    body: () => '',
    async run(page, { otherOrigin }) {
      const popup = page.waitForEvent('popup');
      await page.evaluate((url) => void open(url), `${otherOrigin}/attack`);
      const frame = (await popup).mainFrame();
      await frame.waitForFunction(() => 'attack' in globalThis);
      await hello(frame, 'opener');
      return frame;
    },
  },
  {
    name: 'a script of the page that makes up a message of an allowed frame, with its origin and source',
    removal: { check: '&& event.isTrusted', by: '' },
    frames: ({ otherOrigin }) => ({ origins: [otherOrigin] }),
    body: ({ otherOrigin }, note) => `${attackScript(note)}<iframe src="${otherOrigin}/empty"></iframe>`,
    serve: (pages) => pages.set('/empty', '<!doctype html>'),
    async run(page, { otherOrigin }) {
      await page.evaluate((origin) => {
        const forge = (data: unknown, _: string, ports: MessagePort[]): void =>
          void dispatchEvent(new MessageEvent('message', { data, origin, ports, source: frames[0]! }));
        attack.hello({ postMessage: forge } as unknown as Window);
      }, otherOrigin);
      return page.mainFrame();
    },
  },
  {
    name: 'a document of another origin that a frame holds after the one that was let in',
    removal: ORIGIN,
    frames: ({ otherOrigin }) => ({ origins: [otherOrigin] }),
    body: ({ otherOrigin }) => `<iframe src="${otherOrigin}/survey"></iframe>`,
    serve: serveSurvey,
    run: (page, { origin }) => navigate(page, `${origin}/attack`),
  },
  {
    name: 'the document that a sandboxed frame holds after the one that was let in',
    removal: { check: 'isNamed || visitor.id', by: 'isNamed' },
    frames: () => ({ sandboxed: ['#survey'] }),
    body: ({ otherOrigin }) => `<iframe id="survey" sandbox="allow-scripts" src="${otherOrigin}/survey"></iframe>`,
    serve: serveSurvey,
    run: (page, { otherOrigin }) => navigate(page, `${otherOrigin}/attack`),
  },
];

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
      serve?.(pages);
      await openShopWith(
        { page, pages, collector },
        { frames: frames(pages), body: body(pages, note), removal: isRemoved ? removal : undefined },
      );
      const attacker = await run(page, pages);
      const arrived = isRemoved ? [['consent', 'tracked'], [note]] : [[], []];
      expect(await outcome(page, attacker, collector)).toEqual(arrived);
      expect(errors).toEqual([]);
    });
  }
}
