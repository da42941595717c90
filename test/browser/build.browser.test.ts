import { rm } from 'node:fs/promises';
import { buildScript } from '../../src/node/build/build-script.js';
import type { BuildOptions } from '../../src/node/build/build-options.js';
import { toPolicy } from '../../src/node/build/describe-script.js';
import { expect, test, type FakeCollector, type Pages } from '../support/browser.js';
import { writeParts } from '../unit/node/build/write-parts.js';
import { manifest } from './support/manifest.js';
import { createNotes, flush, grant, notesOf, track, watchErrors, withdraw } from './support/shop.js';

/** A tailored file in a page that allows no more than the build says it needs. */

const NAMES = [
  'gate',
  'kernel',
  'seal',
  'bridge',
  'journeys',
  'sources-gpc',
  'sources-manual',
  'collectors-json',
  'events-attributes',
];
let parts: URL;
test.beforeAll(async () => void (parts = await writeParts(NAMES)));
test.afterAll(() => rm(new URL('..', parts), { recursive: true, force: true }));

function serve(pages: Pages, collector: FakeCollector, head = '{script}', body = ''): ReturnType<typeof buildScript> {
  const options: BuildOptions = {
    consent: { manual: { remember: true }, gpc: {} },
    collectors: { warehouse: { type: 'json', url: collector.url } },
    events: { attributes: {} },
    flushInterval: 50,
  };
  const built = buildScript(manifest, options, '/headgate.min.js', parts);
  const policy = `default-src 'none'; ${toPolicy(built.directives)}; require-trusted-types-for 'script'; trusted-types headgate`;
  pages.set('/headgate.min.js', { body: built.code, type: 'text/javascript' });
  if (built.engine) pages.set(`/${built.engine.file}`, { body: built.engine.code, type: 'text/javascript' });
  pages.set('/', {
    body: `<!doctype html><html lang="en"><head><title>Shop</title><link rel="icon" href="data:,">${head.replace('{script}', built.line)}</head><body>${body}</body></html>`,
    headers: { 'content-security-policy': policy.replace("'none'", "'none'; img-src data:") },
  });
  return built;
}

test('a tailored file delivers by consent under the policy that the build prints, and stops on withdrawal', async ({
  page,
  pages,
  collector,
}) => {
  serve(pages, collector);
  const errors = watchErrors(page);
  await page.goto(pages.origin);
  const notes = createNotes(5);
  expect((await track(page, ...notes)).map(({ outcome }) => outcome)).toEqual(notes.map(() => 'hold'));
  expect(collector.events()).toEqual([]);
  await grant(page);
  await expect.poll(() => notesOf(collector.events()).sort()).toEqual([...notes].sort());
  await withdraw(page);
  expect((await track(page, 'late')).map(({ outcome }) => outcome)).toEqual(['refuse']);
  await flush(page);
  expect(notesOf(collector.events())).not.toContain('late');
  expect(errors).toEqual([]);
  expect(
    await page.evaluate(() => Object.keys(globalThis).filter((name) => /^(kernel|sources_|collectors_)/.test(name))),
  ).toEqual([]);
});

test('a file that was changed on its way does not run', async ({ page, pages, collector }) => {
  const { code } = serve(pages, collector);
  pages.set('/headgate.min.js', { body: code.replace('use strict', 'use sloppy'), type: 'text/javascript' });
  await page.goto(pages.origin);
  expect(await page.evaluate(() => typeof (globalThis as { headgate?: unknown }).headgate)).toBe('undefined');
});

test('a second file in the page leaves the first one alone', async ({ page, pages, collector }) => {
  serve(pages, collector, '{script}{script}');
  await page.goto(pages.origin);
  await grant(page);
  const [note] = createNotes(1);
  await track(page, note!);
  await expect.poll(() => notesOf(collector.events())).toEqual([note]);
});
