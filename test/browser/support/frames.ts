/** Pages that are embedded in the shop: surveys that speak by the package, and attackers that speak by themselves. */
import type { Frame, Page } from '@playwright/test';
import { expect, IMPORT_MAP, type FakeCollector, type Pages } from '../../support/browser.js';
import { readText } from '../../support/dist.js';
import { configure, flush, grant, notesOf, openShop } from './shop.js';

interface Survey {
  track(name: string, data?: object): void;
  status(): Record<string, number>;
  stop(): void;
}

interface Attack {
  /** The kinds of message that came back. */
  readonly heard: string[];
  /** Says hello to a window, tracks at once, and gives its end of the port. */
  hello(target: Window, id?: string): MessagePort;
}

declare global {
  var survey: Survey, attack: Attack;
  /** What a survey heard of consent, and what else a page wants to remember. */
  var heard: string[];
  var bridge: { status(): Record<string, number>; stop(): void };
}

/** A survey of these hosts. It notes what it hears of consent. */
export function surveyPage(hosts: readonly string[]): string {
  return `<!doctype html>${IMPORT_MAP}<script type="module">
    import { createFrame } from 'headgate/frame';
    globalThis.heard = [];
    globalThis.survey = createFrame({ hosts: ${JSON.stringify(hosts)} });
    survey.onConsent(({ categories }) => heard.push(categories.analytics));
  </script>`;
}

export const answer = (frame: Frame, ...notes: string[]): Promise<void> =>
  frame.evaluate((all) => all.forEach((note) => survey.track('product_viewed', { note })), notes);

/** The frame with such a path, once its script has run. */
export async function embedded(page: Page, path: string, name: 'attack' | 'survey' = 'attack'): Promise<Frame> {
  await expect.poll(() => page.frames().find((frame) => frame.url().includes(path))).toBeDefined();
  const frame = page.frames().find((one) => one.url().includes(path))!;
  await frame.waitForFunction((global) => global in globalThis, name);
  return frame;
}

/** What speaks the protocol by itself, as a script element. */
export function attackScript(note: string): string {
  return `<script>
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
  </script>`;
}

export const attackPage = (note: string): string => `<!doctype html><body>${attackScript(note)}</body>`;

/** The one check that stops an attack, as it stands in the built package, and what takes its place. */
export interface Removal {
  readonly check: string | RegExp;
  readonly by: string;
  /** Another check that stops it as well. */
  readonly and?: Removal;
}

export interface Context {
  readonly page: Page;
  readonly pages: Pages;
  readonly collector: FakeCollector;
}

/** The shop, with the built package as it is or with a check taken out. Consent is granted. */
export async function openShopWith(
  { page, pages, collector }: Context,
  options: { frames: object; body: string; removal?: Removal | undefined },
): Promise<void> {
  const { frames, body, removal } = options;
  openShop(pages, 'module', configure(collector, { frames }), body);
  if (removal) {
    let code = readText('dist/index.js');
    for (let one: Removal | undefined = removal; one; one = one.and) {
      expect(code).toMatch(one.check);
      code = code.replace(one.check, one.by);
    }
    pages.set('/dist/index.js', { body: code, type: 'text/javascript' });
  }
  await page.goto(pages.origin);
  await grant(page);
}

/** What came of an attack: what the shop said to it, and what of it arrived. */
export async function outcome(page: Page, attacker: Frame, collector: FakeCollector): Promise<unknown[]> {
  await page.waitForTimeout(300);
  await flush(page);
  await page.waitForTimeout(200);
  return [[...new Set(await attacker.evaluate(() => attack.heard))], notesOf(collector.seen())];
}
