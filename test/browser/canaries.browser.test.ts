import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { answers, expect, IMPORT_MAP, test, type FakeCollector } from '../support/browser.js';
import { createCanaries, findCanaries } from '../support/create-canaries.js';
import { readDevice } from './support/read-device.js';
import { configure, notesOf, serveBuilt } from './support/shop.js';

/**
 * What a page knows of its visitor, in two hundred texts: none of them is found in what Headgate sends, stores or says.
 * One text that the manifest declares is found in all of these places, so the look is a real one.
 */

/** Chromium cuts a referrer of more than 4,096 characters down to its origin. */
const AT_ONCE = 10;
const DECLARED = `declared-${Math.random().toString(36).slice(2)}`;

test('200 personal texts all around a page are found nowhere, and one that is declared everywhere', async ({
  open,
  pages,
  collector,
}) => {
  const canaries = createCanaries();
  expect(new Set(canaries).size).toBe(200);
  serveBuilt(pages);
  for (const path of ['/', '/next']) pages.set(path, toPage(collector));
  const profile = await mkdtemp(join(tmpdir(), 'headgate-profile-'));
  const { context, close } = await open({ profile });
  const page = await context.newPage();

  for (let from = 0; from < canaries.length; from += AT_ONCE) {
    await visitBetween(page, pages.origin, canaries.slice(from, from + AT_ONCE));
  }
  await spread(page, canaries);
  await page.evaluate(() => headgate.flush());
  await expect.poll(() => notesOf(collector.events())).toContain(DECLARED);
  collector.answer(answers.status(503));
  // A second one stays on the device.
  await page.evaluate((note) => headgate.track('product_viewed', { note }), DECLARED);
  await page.evaluate(() => headgate.flush());

  const heard = await page.evaluate(() => JSON.stringify([said, headgate.status(), headgate.consent()]));
  // The cookies are the page's own.
  const device = JSON.stringify({ ...(await readDevice(page)), cookie: '' });
  await close();

  const wire = collector.requests.map(({ path, query, headers, body }) =>
    JSON.stringify([path, String(query), headers, body]),
  );
  const disk = await readStorage(profile);
  await rm(profile, { recursive: true, force: true });
  expect(wire.length).toBeGreaterThan(0);
  expect(findCanaries(canaries, [...wire, heard, device, disk])).toEqual([]);
  for (const place of [wire.join(), device, disk]) expect(findCanaries([DECLARED], [place])).toEqual([DECLARED]);
  // The page's own words came through: audit and diagnostics were there to leak something.
  expect(heard).toContain('undeclared-field');
  expect(heard).toContain('undeclared-event');
  expect(heard).toContain('invalid-field');
});

/** A page whose address and whose referrer hold the texts, query and fragment, tracks and sends. */
async function visitBetween(page: Page, origin: string, canaries: readonly string[]): Promise<void> {
  const query = canaries.map((canary, index) => `p${index}=${encodeURIComponent(canary)}`).join('&');
  await page.goto(`${origin}/?${query}#${query}`);
  await page.evaluate((next) => location.assign(next), `/next?${query}#${query}`);
  await page.waitForURL('**/next?**');
  expect(await page.evaluate(() => document.referrer)).toContain(query);
  await page.evaluate(() => headgate.track('product_viewed', { note: 'visited' }));
  await page.evaluate(() => headgate.flush());
}

/** Puts the texts wherever a page has texts, and where a careless script would put them. */
function spread(page: Page, canaries: readonly string[]): Promise<void> {
  return page.evaluate(
    ([all, declared]) => {
      document.title = all.slice(0, 40).join(' ');
      for (const [index, canary] of all.entries()) {
        document.body.append(Object.assign(document.createElement('p'), { id: `p${index}`, textContent: canary }));
        Object.assign(globalThis, { [`user${index}`]: canary });
        document.cookie = `c${index}=${encodeURIComponent(canary)}`;
        // In names and in values that the manifest does not declare, and in values that are not as declared.
        headgate.track(canary, { note: canary });
        headgate.track('product_viewed', { note: 5, [canary]: canary });
        headgate.track('product_viewed', { note: `${canary}${'x'.repeat(4000)}` });
        headgate.track('product_viewed', {
          get note(): string {
            throw new Error(canary);
          },
        });
        setTimeout(() => {
          throw new Error(canary);
        });
        void Promise.reject(new Error(canary));
        headgate.withdraw(canary);
      }
      const undeclared = Object.fromEntries(all.map((canary, index) => [`u${index}`, canary]));
      const named = Object.fromEntries(all.map((canary) => [canary, 1]));
      headgate.track('product_viewed', { note: declared, ...undeclared, ...named, nested: { all } });
    },
    [canaries, DECLARED] as const,
  );
}

function toPage(collector: FakeCollector): string {
  const { manifest } = configure(collector);
  return `<!doctype html><html lang="en"><head><title>Shop</title><meta name="referrer" content="unsafe-url">
    ${IMPORT_MAP}<script type="module" nonce="{{nonce}}">
      import { createHeadgate, json, manual } from 'headgate';
      globalThis.said = [];
      const choice = manual();
      const instance = createHeadgate({
        manifest: ${JSON.stringify(manifest)},
        consent: [choice],
        collectors: { warehouse: json({ url: ${JSON.stringify(collector.url)} }) },
        flushInterval: 50,
        onDiagnostic: (diagnostic) => said.push(diagnostic),
        onAudit: (entry) => said.push(entry),
        onConsent: (state) => said.push(state),
      });
      globalThis.headgate = { ...instance, withdraw: choice.withdraw };
      choice.grant('analytics');
    </script></head><body></body></html>`;
}

declare global {
  var said: unknown[];
}

/** What pages stored, out of the profile: the browser's own history of addresses and titles is not theirs. */
async function readStorage(profile: string): Promise<string> {
  const entries = await readdir(profile, { recursive: true, withFileTypes: true });
  const stored = entries.filter(
    (entry) =>
      entry.isFile() &&
      /\/(IndexedDB|Local Storage|Session Storage|Service Worker|WebStorage)\b/.test(entry.parentPath),
  );
  const contents = await Promise.all(stored.map((entry) => readFile(join(entry.parentPath, entry.name))));
  return contents.flatMap((content) => [content.toString('utf8'), content.toString('utf16le')]).join('\n');
}
