import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type ViteDevServer } from 'vite';
import { headgate } from '../../src/node/plugin.js';
import { expect, test } from '../support/browser.js';
import { root } from '../support/dist.js';

/** Vite's dev server as a developer sees it, while the manifest is wrong and once it is mended. */

const sound = readFileSync(`${root}/examples/saas/manifest.json`, 'utf8');
const faulty = sound.replace('"basis": "consent"', '"basis": "hope"');
const line = faulty.split('\n').findIndex((text) => text.includes('"hope"')) + 1;

let folder: string;
let server: ViteDevServer;
test.beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'headgate-overlay-')));
  writeFileSync(join(folder, 'headgate.manifest.json'), faulty);
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><title>App</title><script type="module" src="/main.js"></script>',
  );
  writeFileSync(
    join(folder, 'main.js'),
    "import manifest from './headgate.manifest.json';\ndocument.title = `${Object.keys(manifest.events).length} events`;\n",
  );
  server = await createServer({
    root: folder,
    configFile: false,
    logLevel: 'silent',
    plugins: [headgate()],
    server: { port: 0, host: '127.0.0.1', watch: { usePolling: true, interval: 50 } },
    optimizeDeps: { noDiscovery: true },
  });
  await server.listen();
});
test.afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a fault of the manifest is in the overlay with its place, and goes when it is mended', async ({ page }) => {
  const { port } = server.httpServer!.address() as { port: number };
  await page.goto(`http://127.0.0.1:${port}/`);
  const overlay = page.locator('vite-error-overlay');
  await expect(overlay.locator('.message-body')).toContainText(/events\.\w+\.basis: found "hope", expected/);
  await expect(overlay.locator('.message-body')).toContainText('GDPR Art. 6(1)');
  await expect(overlay.locator('.file')).toContainText(`headgate.manifest.json:${line}:`);
  await expect(overlay.locator('.frame')).toContainText('"basis": "hope"');
  writeFileSync(join(folder, 'headgate.manifest.json'), sound);
  await expect(page).toHaveTitle('34 events');
  await expect(overlay).toHaveCount(0);
});
