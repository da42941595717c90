import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../src/node/run-cli.js';
import { createPaint } from '../../src/node/terminal/create-paint.js';
import { expect, STRICT_POLICY, test, type Pages } from '../support/browser.js';
import { findBrowser } from '../support/find-browser.mjs';
import { configBlock, configure, serveBuilt } from './support/shop.js';

/** The command that opens a site with the inspector, by a browser of its own. The page itself tells its server what it sees. */

test.describe.configure({ timeout: 180_000 });

const TELL = `<script nonce="{{nonce}}">
  document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => void fetch('/violated-' + violatedDirective));
  const look = setInterval(() => {
    if (!document.querySelector('headgate-inspector')) return;
    clearInterval(look);
    void fetch('/has-inspector');
  }, 50);
</script>`;

const folder = mkdtempSync(join(tmpdir(), 'headgate-inspect-test-'));
test.afterAll(() => rmSync(folder, { recursive: true }));

async function inspect(pages: Pages) {
  const notes: string[] = [];
  const browser = await findBrowser({ full: true });
  const named = browser ? ['--browser', browser.executablePath] : [];
  const code = await runCli(['inspect', pages.origin, '--screenshot', 'page.png', ...named], {
    folder,
    print: () => {},
    note: (text) => notes.push(text),
    progress: () => {},
    paint: createPaint(false),
    ask: undefined,
  });
  const told = pages.requests.map(({ path }) => path).filter((path) => /^\/(violated|has)-/.test(path));
  return { code, notes: notes.join('\n'), told };
}

test('the inspector opens on a page that does not offer it, and its strict policy has nothing to stop', async ({
  pages,
  collector,
}) => {
  serveBuilt(pages);
  const block = configBlock(configure(collector)).replace('<script', '<script nonce="{{nonce}}"');
  pages.set('/', {
    body: `<!doctype html><html lang="en"><head><title>Shop</title>${TELL}${block}<script src="/dist/headgate.min.js" nonce="{{nonce}}"></script></head><body><h1>Shop</h1></body></html>`,
    headers: { 'content-security-policy': STRICT_POLICY },
  });
  const { code, notes, told } = await inspect(pages);
  expect([code, notes, told]).toEqual([0, `wrote ${join(folder, 'page.png')}`, ['/has-inspector']]);
  expect(readFileSync(join(folder, 'page.png')).subarray(1, 4).toString()).toBe('PNG');
  rmSync(join(folder, 'page.png'));
});

test('a page without Headgate is said to have none', async ({ pages }) => {
  pages.set('/', `<!doctype html><title>Other</title>${TELL}`);
  const { code, notes, told } = await inspect(pages);
  expect([code, notes, told]).toEqual([1, expect.stringContaining('no global headgate'), []]);
  expect(existsSync(join(folder, 'page.png'))).toBe(true);
});
