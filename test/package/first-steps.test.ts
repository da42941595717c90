import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { build } from 'vite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFakeCollector, type FakeCollector } from '../support/create-fake-collector.mjs';
import { installPackage, type Application } from '../support/install-package.js';
import { launchOptions } from '../support/open-browser.mjs';
import { servePages, type Pages } from '../support/serve-pages.mjs';

/** What `headgate init` prints, done to the letter with the published package, until an event arrives. */

interface Step {
  readonly into: string;
  readonly text: string;
}

let application: Application;
let browser: Browser;
let collector: FakeCollector;
let pages: Pages;
beforeAll(async () => {
  application = installPackage();
  [browser, collector, pages] = await Promise.all([
    chromium.launch(await launchOptions()),
    createFakeCollector(),
    servePages(),
  ]);
});
beforeEach(() => collector.clear());
afterAll(async () => {
  await Promise.all([browser.close(), collector.close(), pages.close()]);
  rmSync(application.folder, { recursive: true });
});

const write = (file: string, text: string): void => writeFileSync(join(application.folder, file), text);
const read = (file: string): string => readFileSync(join(application.folder, file), 'utf8');
const run = (...args: string[]) => {
  const command = join(application.folder, 'node_modules/.bin/headgate');
  return spawnSync(command, args, { cwd: application.folder, encoding: 'utf8' });
};

/** What only people can say. */
const SAID = ['--controller', 'Acme GmbH', '--contact', 'privacy@acme.example', '--country', 'DE'];

function init(...args: string[]): (into: string) => string {
  const { status, stdout } = run('init', '--force', '--json', ...SAID, ...args);
  expect(status).toBe(0);
  const { steps } = JSON.parse(stdout) as { steps: Step[] };
  // The address is one of the page's own, until somebody names another.
  return (into) =>
    steps
      .filter((step) => step.into === into)
      .map(({ text }) => text.replaceAll('/v1/events', `${collector.origin}/v1/events`))
      .join('\n');
}

async function visit(): Promise<Page> {
  const context = await browser.newContext();
  return await context.newPage();
}

describe('the first steps that are printed', () => {
  it.each(['saas', 'survey'])('lead from %s to events by the npm import, in a build by Vite', async (template) => {
    const step = init('--template', template, '--cmp', 'manual');
    expect(run('check')).toMatchObject({ status: 0 });
    write('vite.config.js', step('vite.config.js'));
    write('tracking.js', step('tracking.js'));
    write('index.html', '<!doctype html><title>App</title><script type="module" src="/main.js"></script>');
    write('main.js', "import { choice } from './tracking.js';\nglobalThis.choice = choice;\n");
    await build({ root: application.folder, logLevel: 'silent', build: { outDir: 'out', emptyOutDir: true } });
    serveFolder('out');
    const page = await visit();
    await page.goto(`${pages.origin}/`);
    const category = /choice\.grant\('(\w+)'\)/.exec(step('tracking.js'))?.[1];
    await page.waitForFunction(() => 'choice' in globalThis);
    expect(collector.requests).toEqual([]);
    await page.evaluate(
      (name) => (globalThis as unknown as { choice: { grant(name: string): void } }).choice.grant(name),
      category!,
    );
    const name = /headgate\.track\('(\w+)'/.exec(step('tracking.js'))?.[1];
    await collector.until(() => collector.events().some(({ event }) => event === name));
    expect(read('headgate.manifest.d.jsonc.ts')).toContain(name);
  });

  it('lead from magento to events by a tailored file, under the policy that the build prints', async () => {
    const step = init('--template', 'magento', '--cmp', 'magento');
    expect(run('check')).toMatchObject({ status: 0 });
    const printed = execFileSync('sh', ['-c', step('shell').replace('npx ', 'node_modules/.bin/')], {
      cwd: application.folder,
      encoding: 'utf8',
    });
    const [line = ''] = /<script src="\/headgate\.min\.js"[^\n]*<\/script>/.exec(printed) ?? [];
    const [, policy = ''] = /Content-Security-Policy, at least:\n {2}(.*)/.exec(printed) ?? [];
    expect(line).toContain('integrity="sha384-');
    expect(readdirSync(join(application.folder, 'headgate-build')).sort()).toEqual([
      'csp_whitelist.xml',
      'headgate.min.js',
      'headgate.min.js.map',
    ]);
    expect(read('headgate-build/csp_whitelist.xml')).toContain(collector.origin);
    const snippet = step('page').replace('<script src="/headgate.min.js" defer></script>', '');
    const body = snippet.replaceAll('<script>', '<script nonce="{{nonce}}">');
    pages.set('/headgate.min.js', { body: read('headgate-build/headgate.min.js'), type: 'text/javascript' });
    pages.set('/', {
      body: `<!doctype html><title>Shop</title><link rel="icon" href="data:,">${line}${body}`,
      // The shop's own inline scripts are the shop's to allow.
      headers: {
        'content-security-policy': `default-src 'none'; img-src data:; ${policy.replace('script-src', "script-src 'nonce-{{nonce}}'")}`,
      },
    });
    const page = await visit();
    const refused: string[] = [];
    page.on('console', (message) => void (message.type() === 'error' && refused.push(message.text())));
    await page
      .context()
      .addCookies([{ name: 'user_allowed_save_cookie', value: encodeURIComponent('{"1":1}'), url: pages.origin }]);
    await page.goto(`${pages.origin}/`);
    await page.getByRole('button', { name: 'Buy' }).click();
    await collector.until(() => collector.events().filter(({ event }) => event !== 'consent_receipt').length >= 2);
    expect(collector.events().map(({ event }) => event)).toEqual(
      expect.arrayContaining(['product_viewed', 'add_to_cart']),
    );
    expect(refused).toEqual([]);
  });

  it('give the same file in another folder, byte for byte', () => {
    const step = init('--template', 'magento', '--cmp', 'magento');
    const again = (folder: string): string => {
      const command = step('shell').replace('npx ', 'node_modules/.bin/');
      execFileSync('sh', ['-c', `${command} --out ${folder}`], { cwd: application.folder });
      return read(`${folder}/headgate.min.js`) + read(`${folder}/headgate.min.js.map`);
    };
    expect(again('one')).toBe(again('deeper/two'));
  });
});

/** All files of a folder, `index.html` at the root of the site. */
function serveFolder(folder: string): void {
  const root = join(application.folder, folder);
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const body = readFileSync(path, 'utf8');
    const type = path.endsWith('.js') ? 'text/javascript' : 'text/html';
    pages.set(path.slice(root.length).replace(/^\/index\.html$/, '/'), { body, type });
  }
}
