import fc from 'fast-check';
import { expect, it } from 'vitest';

import { createHeadgate } from '../../src/instance/create-headgate.js';
import { play, type Create, type Step } from './schedule.js';
import { hangingSchedules, killedAfterNewGrant, lateSchedules, oddSchedules, schedules } from './schedules.js';

/** All kinds together. */
const RUNS = Number(process.env['HEADGATE_SCHEDULES'] ?? 100_000);

const KINDS = [
  ['two tabs', schedules, Math.ceil(RUNS * 0.4)],
  [
    'pages that are frozen, clocks set back, choices that vanish, releases and applications side by side',
    oddSchedules,
    Math.ceil(RUNS / 5),
  ],
  ['two tabs whose transactions hang', hangingSchedules, Math.ceil(RUNS / 5)],
  ['two tabs whose engine comes late, or not at all', lateSchedules, Math.ceil(RUNS / 5)],
] as const;

it.each(KINDS)('keeps its promises in schedules of %s', { timeout: 3_600_000 }, async (_, steps, numRuns) => {
  const property = fc.asyncProperty(steps, async (schedule: Step[]) => {
    expect(await play(createHeadgate as Create, schedule)).toBeUndefined();
  });
  await fc.assert(property, { numRuns, seed: 20_261_121 });
});

const inTab = (kind: Extract<Step, { tab: number }>['kind'], tab = 0): Step => ({ kind, tab });
const [disk, calm]: Step[] = [{ kind: 'disk' }, { kind: 'calm' }];

/** Each of these once broke a promise. */
it.each<[what: string, steps: Step[]]>([
  [
    'another tab withdraws, and grants again, while a tab waits for its engine',
    [
      inTab('grant'),
      inTab('track', 1),
      { kind: 'engine', with: 'missing' } as const,
      { kind: 'engine', with: 'loaded' } as const,
      inTab('deny'),
      disk!,
      inTab('timer'),
      inTab('grant'),
    ],
  ],
  [
    'a page goes back to the first database, and what it left in the second one is sent too',
    [
      { kind: 'cipher' } as const,
      inTab('grant'),
      inTab('flush'),
      calm!,
      { kind: 'follow' } as const,
      inTab('track'),
      { kind: 'answer', with: 'ok' } as const,
      inTab('timer', 1),
      inTab('flush', 1),
      disk!,
      disk!,
      disk!,
      disk!,
      inTab('timer'),
    ],
  ],
  [
    'a tab that another one had closed denies after that one granted again',
    [
      inTab('grant'),
      { kind: 'spill' } as const,
      inTab('deny'),
      inTab('grant'),
      inTab('hear', 1),
      inTab('reset'),
      disk!,
      inTab('track'),
      disk!,
      inTab('grant'),
      inTab('deny', 1),
      inTab('grant'),
    ],
  ],
  [
    'a tab that another one had closed takes its own grant back after that one granted again',
    [inTab('grant'), inTab('deny'), inTab('grant'), inTab('track'), calm!, inTab('reset', 1), inTab('grant')],
  ],
  [
    'the key of what lies on the device is out of reach for a moment',
    [
      inTab('note'),
      inTab('grant'),
      calm!,
      inTab('track'),
      inTab('grant', 1),
      disk!,
      disk!,
      inTab('flush', 1),
      disk!,
      inTab('timer'),
      { kind: 'answer', with: 'ok' } as const,
      inTab('timer'),
      { kind: 'spill' } as const,
    ],
  ],
  ['a page that found no choice gets one, and is killed before the device knows', killedAfterNewGrant],
])('keeps its promises where %s', async (_, steps) => {
  expect(await play(createHeadgate as Create, steps)).toBeUndefined();
});
