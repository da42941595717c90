import fc from 'fast-check';

import type { Step } from './schedule.js';

const tab = fc.constantFrom(0, 0, 0, 1);

const inTab = (...kinds: Extract<Step, { tab: number }>['kind'][]): fc.Arbitrary<Step> =>
  fc.record({ kind: fc.constantFrom(...kinds), tab });

/** Schedules of what a visitor, two tabs, the disk, the network and the clock can do, in any order. */
export const schedules: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: inTab('track', 'note') },
    { weight: 4, arbitrary: inTab('grant') },
    { weight: 3, arbitrary: inTab('deny') },
    { weight: 1, arbitrary: inTab('reset', 'crash', 'hide') },
    { weight: 6, arbitrary: inTab('flush') },
    { weight: 4, arbitrary: inTab('hear', 'timer') },
    { weight: 10, arbitrary: fc.constant<Step>({ kind: 'disk' }) },
    { weight: 4, arbitrary: fc.constant<Step>({ kind: 'calm' }) },
    { weight: 3, arbitrary: fc.constant<Step>({ kind: 'cipher' }) },
    { weight: 1, arbitrary: fc.constant<Step>({ kind: 'follow' }) },
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('answer' as const),
        with: fc.constantFrom('ok', 'ok', 'ok', 'part', '500', '400', '413', 'html', 'lost'),
      }),
    },
  ),
  // `size`: else most schedules would end after a few steps.
  { maxLength: 30, size: 'max' },
);
