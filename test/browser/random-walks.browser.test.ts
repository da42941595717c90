import { expect, test } from '../support/browser.js';
import { readText } from '../support/dist.js';
import { walk, type Walk } from './support/walk.js';

/**
 * Visitors whom nobody foresaw, in two tabs with a survey in a frame, over two releases: they grant, withdraw, object, navigate,
 * go back, freeze tabs, clear the storage and set the clock back, while the collector fails and works. Judged by what arrived
 * at the collector and what lies on the device. `npm run walks` takes a hundred; the seed of a walk is its number, and
 * `HEADGATE_FIRST_WALK` is the first one.
 */
const WALKS = Number(process.env['HEADGATE_WALKS'] ?? 40);
const FIRST = Number(process.env['HEADGATE_FIRST_WALK'] ?? 1);

/** The call by which a visitor withdraws: without it the walks must find something. */
const WITHDRAW = 'const deny = choose.bind(void 0, "denied");';

test.describe.configure({ timeout: 1_800_000 });

/** Chromium was seen to answer nothing more after the data of a site were cleared: such a walk is taken again, once. */
const walkAgain: typeof walk = (...visitor) =>
  walk(...visitor).catch((error: Error) => {
    if (!error.message.includes('got no answer')) throw error;
    console.log(`${error.message}; it is taken again.`);
    return walk(...visitor);
  });

test('no random walk of a visitor makes anything arrive, or stay on the device, that their consent does not cover', async ({
  browser,
  pages,
  collector,
}) => {
  const walks: Walk[] = [];
  for (let seed = FIRST; seed < FIRST + WALKS; seed++) {
    const walked = await walkAgain(browser, { pages, collector }, seed);
    expect(walked.faults, `walk ${seed}: ${walked.steps.join(', ')}`).toEqual([]);
    walks.push(walked);
  }
  // Walks on which nothing arrives would prove nothing.
  const telling = walks.filter(({ arrived }) => arrived > 0).length;
  expect(telling).toBeGreaterThan(WALKS / 4);
  const steps = walks.reduce((sum, walked) => sum + walked.steps.length, 0);
  console.log(`${WALKS} walks from seed ${FIRST}, ${steps} steps, events arrived on ${telling}: no violation`);
});

test('random walks find a package that does not listen to a withdrawal', async ({ browser, pages, collector }) => {
  const built = readText('dist/index.js');
  expect(built.split(WITHDRAW)).toHaveLength(2);
  const spoiled = built.replace(WITHDRAW, 'const deny = () => {};');
  for (let seed = 1; seed <= WALKS; seed++) {
    const { faults } = await walkAgain(browser, { pages, collector, spoiled }, seed);
    if (faults.length > 0) return;
  }
  throw new Error(`${WALKS} walks found nothing`);
});
