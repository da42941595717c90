import fc from 'fast-check';
import { expect, it } from 'vitest';

import { createHeadgate } from '../../src/create-headgate.js';
import { play, type Create, type Step } from './schedule.js';
import { schedules } from './schedules.js';

const RUNS = Number(process.env['HEADGATE_SCHEDULES'] ?? 100_000);

it(`keeps its promises in ${RUNS} schedules of two tabs`, { timeout: 3_600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(schedules, async (steps: Step[]) => {
      expect(await play(createHeadgate as Create, steps)).toBeUndefined();
    }),
    { numRuns: RUNS, seed: 20_261_121 },
  );
});
