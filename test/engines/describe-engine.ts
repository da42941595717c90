import { describe } from 'vitest';
import { findEngines, type EngineId } from '../support/find-engines.mjs';
import { chromium } from './drive/drive-chromium.js';
import { firefox } from './drive/drive-firefox.js';
import { webkit } from './drive/drive-webkit.js';
import { inEngine, type InEngine } from './in-engine.js';
import { crash } from './scenarios/crash.js';
import { damagedStorage } from './scenarios/damaged-storage.js';
import { events } from './scenarios/events.js';
import { failingCollector } from './scenarios/failing-collector.js';
import { lifeCycle } from './scenarios/life-cycle.js';
import { lostStorage } from './scenarios/lost-storage.js';
import { matrix } from './scenarios/matrix.js';
import { strictPage } from './scenarios/strict-page.js';
import { tabs } from './scenarios/tabs.js';
import { zeroTouch } from './scenarios/zero-touch.js';

const ENGINES = { chromium, firefox, webkit };

const SUITES: Record<string, (engine: InEngine) => void> = {
  'the way of an event': events,
  'before consent': zeroTouch,
  'a document without what it needs': matrix,
  'a collector that fails': failingCollector,
  'a page that is left, frozen or restored': lifeCycle,
  'a database that others change': damagedStorage,
  'a page that is strict or hostile': strictPage,
  'a browser that is killed': crash,
  'five tabs': tabs,
};

/** All suites in one engine, skipped where this machine lacks it. */
export async function describeEngine(id: EngineId): Promise<void> {
  const { missing } = (await findEngines()).find((state) => state.id === id)!;
  describe.skipIf(missing.length > 0)(ENGINES[id].name, () => {
    const engine = inEngine(ENGINES[id]);
    if (id === 'webkit') describe('a database server that dies', () => lostStorage(engine));
    for (const [title, suite] of Object.entries(SUITES)) describe(title, () => suite(engine));
  });
}
