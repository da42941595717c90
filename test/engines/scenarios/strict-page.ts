import { expect, test } from 'vitest';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { configBlock, configure, serveBuilt, shopPage } from '../../browser/support/shop.js';
import { root } from '../../support/dist.js';
import { STRICT_POLICY } from '../../support/serve-pages.mjs';
import type { Frame } from '../drive/engine.js';
import type { InEngine } from '../in-engine.js';
import { createNotes, expectOnce, grant, pause, track } from './shopper.js';

/** Writes down what the page's policy forbids, and what nobody catches. */
const WATCH = `globalThis.violations = [];
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, sample, blockedURI }) =>
    violations.push([violatedDirective, sample, blockedURI].join(' ')));
  addEventListener('error', ({ message }) => violations.push(message));
  addEventListener('unhandledrejection', ({ reason }) => violations.push(String(reason)));`;

const sha256 = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The script by the hash of its file, as a page with an `integrity` attribute asks; nothing by its address. */
function hashPolicy(): { policy: string; integrity: string } {
  const file = readFileSync(`${root}/dist/headgate.min.js`);
  const integrity = `sha384-${createHash('sha384').update(file).digest('base64')}`;
  const engine = createHash('sha384')
    .update(readFileSync(`${root}/dist/headgate-engine.min.js`))
    .digest('base64');
  const sources = `${sha256(WATCH)} '${integrity}' 'sha384-${engine}'`;
  const policy = STRICT_POLICY.replace("'self' 'nonce-{{nonce}}'", sources);
  return { policy, integrity };
}

const readViolations = (page: Frame): Promise<string[]> =>
  page.evaluate(() => (globalThis as unknown as { violations: string[] }).violations);

export function strictPage({ name, setScene }: InEngine): void {
  for (const policy of ['nonce', 'hash'] as const) {
    for (const build of policy === 'hash' ? (['script'] as const) : (['module', 'script'] as const)) {
      test(`the ${build} build works under a ${policy} policy with Trusted Types, without one violation`, async () => {
        const { collector, pages, openTab } = await setScene();
        const notes = createNotes(5);
        const configuration = configure(collector);
        serveBuilt(pages);
        const hash = hashPolicy();
        const body =
          policy === 'hash'
            ? `<!doctype html><script>${WATCH}</script>${configBlock(configuration)}
              <script src="/dist/headgate.min.js" integrity="${hash.integrity}" crossorigin></script>`
            : `<!doctype html><script nonce="{{nonce}}">${WATCH}</script>${shopPage(build, configuration).replaceAll(
                /<script (?=src|type="application)/g,
                '<script nonce="{{nonce}}" ',
              )}`;
        // Firefox knows no hashes of files: there the page's own files are allowed.
        const header = policy === 'hash' ? hash.policy : STRICT_POLICY;
        const allowed =
          policy === 'hash' && name !== 'Chromium' ? header.replace('script-src', "script-src 'self'") : header;
        pages.set('/', { body, headers: { 'content-security-policy': allowed } });
        const tab = await openTab();
        await grant(tab);
        await track(tab, ...notes);
        await expectOnce(collector, notes);
        await tab.evaluate(() => Promise.all([headgate.access(), headgate.forget(), headgate.flush()]).then(() => {}));
        await pause(100);
        expect(await readViolations(tab)).toEqual([]);
      });
    }
  }

  test('a script that makes code of text is seen to violate that policy', async () => {
    const { pages, openTab } = await setScene();
    const code = `try { eval('1'); } catch {} try { document.body.innerHTML = '<b>x</b>'; } catch {}`;
    pages.set('/', {
      body: `<!doctype html><body><script nonce="{{nonce}}">${WATCH}</script><script nonce="{{nonce}}">${code}</script>`,
      headers: { 'content-security-policy': STRICT_POLICY },
    });
    const tab = await openTab();
    await pause(200);
    expect((await readViolations(tab)).length).toBeGreaterThanOrEqual(2);
  });

  test('markup with the names of what Headgate reads does not take it over', async () => {
    const { collector, pages, openTab } = await setScene();
    const notes = createNotes(3);
    const evil = JSON.stringify(configure({ url: `${pages.origin}/evil` })).replaceAll('"', '&quot;');
    serveBuilt(pages);
    pages.set(
      '/',
      `<!doctype html><body><script>${WATCH}</script>
        <a id="headgate"></a><a id="headgate" name="push" href="x:y"></a><img name="currentScript" data-config="${evil}">
        <a id="headgate-config" href="x:y">${evil}</a><form name="querySelector"><input name="call"></form>
        <img name="readyState"><img name="cookie"><img name="createElement">
        ${configBlock(configure(collector))}<script src="/dist/headgate.min.js"></script></body>`,
    );
    const tab = await openTab();
    await grant(tab);
    await track(tab, ...notes);
    await expectOnce(collector, notes);
    expect(pages.requests.filter(({ path }) => path === '/evil')).toEqual([]);
    expect(await readViolations(tab)).toEqual([]);
  });
}
