import { expect, test } from '../support/browser.js';
import { readText } from '../support/dist.js';
import { walk, type Walk } from './support/walk.js';

/**
 * Visitors whom nobody foresaw, in two tabs with a survey in a frame, over two releases: they grant, withdraw, navigate, freeze
 * tabs, clear the storage and set the clock back, while the collector fails and works. Judged by what arrived at the
 * collector and what lies on the device. `HEADGATE_WALKS=100` makes it long; the seed of a walk is its number.
 */
const WALKS = Number(process.env['HEADGATE_WALKS'] ?? 40);

/** The call by which a visitor withdraws: without it the walks must find something. */
const WITHDRAW = 'const deny = choose.bind(void 0, "denied");';

test.describe.configure({ timeout: 1_800_000 });

test('no random walk of a visitor makes anything arrive, or stay on the device, that their consent does not cover', async ({
  browser,
  pages,
  collector,
}) => {
  const walks: Walk[] = [];
  for (let seed = 1; seed <= WALKS; seed++) {
    const walked = await walk(browser, { pages, collector }, seed);
    expect(walked.faults, `walk ${seed}: ${walked.steps.join(', ')}`).toEqual([]);
    walks.push(walked);
  }
  // Walks on which nothing arrives would prove nothing.
  expect(walks.filter(({ arrived }) => arrived > 0).length).toBeGreaterThan(WALKS / 4);
});

test('random walks find a package that does not listen to a withdrawal', async ({ browser, pages, collector }) => {
  const built = readText('dist/index.js');
  expect(built.split(WITHDRAW)).toHaveLength(2);
  const spoiled = built.replace(WITHDRAW, 'const deny = () => {};');
  for (let seed = 1; seed <= WALKS; seed++) {
    const { faults } = await walk(browser, { pages, collector, spoiled }, seed);
    if (faults.length > 0) return;
  }
  throw new Error(`${WALKS} walks found nothing`);
});
