import type { Tally } from '../../src/audit/create-ledger.js';
import { expect, test, type Pages } from '../support/browser.js';
import { scopeOf } from '../../src/consent/scope-of.js';
import { manifest } from './support/manifest.js';
import { openUnattended } from './support/open-unattended.js';
import { BUILDS, configure, createNotes, notesOf, openShop, shopPage } from './support/shop.js';

/** What a page tells its server of itself, by beacon. */
interface Report {
  readonly prerendering: boolean;
  /** Whether an order to send all that can be sent now came to its end. */
  readonly flushed?: boolean;
  readonly tally: Tally;
  readonly databases: readonly string[];
  readonly local: readonly string[];
}

const REPORT = `const report = async (path, flushed) => navigator.sendBeacon(path, JSON.stringify({
    flushed,
    prerendering: document.prerendering,
    tally: headgate.status().collectors.warehouse,
    databases: (await indexedDB.databases()).map(({ name }) => name),
    local: Object.keys(localStorage),
  }));`;

/** Its visitor consented on an earlier page; the link is followed as soon as the test says so. */
const LIST = `<!doctype html><title>List</title><a href="/product">Product</a>
<script>
  const choice = { analytics: { choice: 'granted', time: Date.now(), scope: ${JSON.stringify(scopeOf(manifest, 'analytics'))} } };
  localStorage.setItem('headgate:choice', JSON.stringify(choice));
</script>
<script type="speculationrules">{ "prerender": [{ "urls": ["/product"], "eagerness": "immediate" }] }</script>
<script type="module">
  while ((await (await fetch('/visitor')).text()) !== 'comes') await new Promise((resolve) => setTimeout(resolve, 50));
  document.querySelector('a').click();
</script>`;

function trackAndReport(notes: readonly string[]): string {
  return `<script type="module">
    ${REPORT}
    for (const note of ${JSON.stringify(notes)}) headgate.track('product_viewed', { note });
    document.addEventListener('prerenderingchange', async () => {
      while (headgate.status().collectors.warehouse.delivered < ${notes.length}) await new Promise((resolve) => setTimeout(resolve, 50));
      await report('/activated');
    });
    let flushed = false;
    headgate.flush().then(() => (flushed = true));
    await new Promise((resolve) => setTimeout(resolve, 500));
    await report('/rendered', flushed);
  </script>`;
}

async function readReport(pages: Pages, path: string): Promise<Report> {
  const find = () => pages.requests.find((request) => request.path === path && request.complete);
  await expect.poll(() => Boolean(find()), { timeout: 30_000 }).toBe(true);
  return JSON.parse(find()!.body) as Report;
}

for (const build of BUILDS) {
  test(`a prerendered page sends and stores nothing until the visitor comes, with the ${build} build`, async ({
    pages,
    collector,
  }) => {
    const notes = createNotes(3);
    const configuration = configure(collector);
    openShop(pages, build, configuration);
    let visitor = 'waits';
    pages.set('/list', LIST);
    pages.set('/visitor', () => ({ body: visitor, type: 'text/plain' }));
    pages.set('/product', shopPage(build, configuration, trackAndReport(notes)));
    for (const path of ['/rendered', '/activated']) pages.set(path, { body: '', status: 204 });
    const close = await openUnattended(`${pages.origin}/list`);
    try {
      const before = await readReport(pages, '/rendered');
      expect(before).toMatchObject({ prerendering: true, flushed: true, tally: { tracked: 3, held: 3 } });
      expect([before.databases, before.local]).toEqual([[], ['headgate:choice']]);
      expect(collector.requests).toEqual([]);

      visitor = 'comes';
      await expect.poll(() => notesOf(collector.events()), { timeout: 30_000 }).toEqual(notes);
      const after = await readReport(pages, '/activated');
      expect(after).toMatchObject({
        prerendering: false,
        tally: { tracked: 3, delivered: 3 },
        databases: ['headgate'],
      });
      expect(pages.requests.filter(({ path }) => path === '/product')).toHaveLength(1);
    } finally {
      await close();
    }
  });
}
