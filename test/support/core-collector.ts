import { afterEach } from 'vitest';
import { status } from './answers.mjs';

import { json } from '../../src/delivery/collectors/json.js';
import type { Collector } from '../../src/delivery/collector.js';
import type { HeadgateOptions } from '../../src/instance/options.js';
import type { Manifest } from '../../src/manifest/manifest.js';
import {
  createBanner,
  eventOf,
  manifestOf,
  openPage,
  type Banner,
  type CorePage,
  type PageSetting,
} from './core-page.js';
import { createFakeCollector, type FakeCollector } from './create-fake-collector.mjs';

/** A collector, and pages that send to it. All of it ends with the test. */
export interface CoreSetting {
  readonly collector: FakeCollector;
  readonly banner: Banner;
  readonly page: CorePage;
  /** One more page of the same browser; it has a banner of its own unless `options` name other sources. */
  open(options?: Partial<HeadgateOptions<Manifest>>, setting?: PageSetting): CorePage;
}

const open = new Set<() => Promise<void> | void>();

afterEach(async () => {
  for (const close of open) await close();
  open.clear();
});

interface CoreOptions extends Partial<HeadgateOptions<Manifest>> {
  readonly limits?: Partial<Pick<Collector, 'maxEvents' | 'maxBytes' | 'maxAge'>>;
  /** Each has its own path at the collector. @defaultValue `['warehouse']` */
  readonly lanes?: readonly string[];
}

/** The event `step`, which needs `analytics`, goes to `warehouse`, unless `options` say otherwise. */
export async function setUp(options: CoreOptions = {}, setting: PageSetting = {}): Promise<CoreSetting> {
  const collector = await createFakeCollector();
  open.add(() => collector.close());
  const banner = createBanner();
  const { limits = {}, lanes = ['warehouse'], ...rest } = options;
  const collectors = Object.fromEntries(
    lanes.map((lane): [string, Collector] => [lane, { ...json({ url: `${collector.origin}/${lane}` }), ...limits }]),
  );
  const openOne = (more: Partial<HeadgateOptions<Manifest>>, how: PageSetting): CorePage => {
    const page = openPage(
      { manifest: manifestOf({ step: eventOf() }), consent: [banner], collectors, ...rest, ...more },
      how,
    );
    open.add(() => page.headgate.stop());
    return page;
  };
  const page = openOne({}, setting);
  return {
    collector,
    banner,
    page,
    open(more = {}, how = {}) {
      // No two pages are opened in one millisecond.
      page.browser.clock++;
      return openOne(more, { browser: page.browser, ...how });
    },
  };
}

/** The same, with one event that waits on the device, granted, because its collector is down. */
export async function setUpWaiting(
  name: string,
  data: { readonly [field: string]: string | number | boolean },
  options: CoreOptions = {},
): Promise<CoreSetting> {
  const setting = await setUp(options);
  setting.collector.answer(status(503));
  setting.banner.say({ analytics: 'granted' });
  setting.page.headgate.track(name, data);
  await setting.page.settle();
  return setting;
}
