import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { json } from '../../src/delivery/collectors/json.js';
import { createBanner, openPage } from '../support/core-page.js';
import { ModelBrowser } from '../support/model-browser.js';
import { find, manifest, startCollector } from '../../examples/products/collector/test/collector-fixture.js';

/** The library and the collector, over HTTP: whom the device's events belong to. */

let running: Awaited<ReturnType<typeof startCollector>>;
let url: string;
beforeAll(async () => {
  running = await startCollector();
  await running.collector.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(running.collector.server.address() as AddressInfo).port}/v1/events`;
});
afterAll(() => running.stop());

async function visit(warehouse: object) {
  const banner = createBanner();
  const browser = new ModelBrowser();
  browser.clock = Date.now();
  const declared = { ...manifest, collectors: { warehouse: { ...manifest.collectors.warehouse, ...warehouse } } };
  const page = openPage(
    { manifest: declared, consent: [banner], collectors: { warehouse: json({ url }) } },
    { browser },
  );
  banner.say({ analytics: 'granted' });
  const { id } = page.headgate.track('feature_toggle_enabled', { toggle: 'dark-mode', enabled: true });
  // Nothing is sent that the collector would take for an event of the future.
  await page.pass(3000);
  expect(page.tally().delivered).toBeGreaterThan(0);
  return { page, id: id! };
}

it('a device that the collector knows has its events erased, also those of earlier pages', async () => {
  const { page, id } = await visit({ subject: 'device' });
  expect((await find(running.collector, id)).events).toHaveLength(1);
  expect(await page.run(page.headgate.forget())).toEqual({ warehouse: true });
  expect((await find(running.collector, id)).events).toEqual([]);
  page.headgate.stop();
});

it('a device that the collector does not know is told no, and the operator still finds the event', async () => {
  const { page, id } = await visit({});
  expect(await page.run(page.headgate.forget())).toEqual({ warehouse: false });
  expect((await find(running.collector, id)).events).toMatchObject([{ id, subject: '' }]);
  page.headgate.stop();
});
