import fc from 'fast-check';

import type { Step } from './schedule.js';

const calm: Step = { kind: 'calm' };

const tab = fc.constantFrom(0, 0, 0, 1);

const inTab = (...kinds: Extract<Step, { tab: number }>['kind'][]): fc.Arbitrary<Step> =>
  fc.record({ kind: fc.constantFrom(...kinds), tab });

const ordinary: readonly fc.WeightedArbitrary<Step>[] = [
  { weight: 6, arbitrary: inTab('track', 'note') },
  { weight: 4, arbitrary: inTab('grant') },
  { weight: 3, arbitrary: inTab('deny') },
  { weight: 1, arbitrary: inTab('reset', 'crash') },
  { weight: 1, arbitrary: inTab('hide', 'leave', 'back') },
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
];

/** `size`: else most schedules would end after a few steps. */
const toSchedules = (steps: readonly fc.WeightedArbitrary<Step>[], maxLength: number): fc.Arbitrary<Step[]> =>
  fc.array(fc.oneof(...steps), { maxLength, size: 'max' });

/** Schedules of what a visitor, two tabs, the disk, the network and the clock can do, in any order. */
export const schedules = toSchedules(ordinary, 30);

const whole = (kind: 'vanish' | 'clock' | 'deploy'): fc.Arbitrary<Step> => fc.constant<Step>({ kind });

const odd: readonly fc.WeightedArbitrary<Step>[] = [
  ...ordinary,
  { weight: 2, arbitrary: inTab('leave', 'crash') },
  { weight: 3, arbitrary: inTab('freeze', 'thaw') },
  { weight: 2, arbitrary: inTab('extra') },
  { weight: 1, arbitrary: whole('vanish') },
  { weight: 1, arbitrary: whole('clock') },
  { weight: 1, arbitrary: whole('deploy') },
];

/**
 * What the real world adds: pages in the back/forward cache, a choice that is gone between pages, a clock that is set back, a
 * later release in one of the tabs, and another application on the origin.
 */
export const oddSchedules = toSchedules(
  [
    ...odd,
    {
      weight: 8,
      arbitrary: fc.oneof(...ordinary).map((step): Step => ({ kind: 'other', step })),
    },
  ],
  45,
);

/** The time of an attempt passes in looks, a timer each: by single timers none would ever be given up. */
const waits = tab.map((inOne): Step[] => Array.from({ length: 4 }, () => ({ kind: 'timer', tab: inOne })));

/** The same where transactions may hang: time passes until they are given up, and there is a second database. */
export const hangingSchedules: fc.Arbitrary<Step[]> = fc
  .array(
    fc.oneof(
      ...ordinary.map(({ weight, arbitrary }) => ({ weight, arbitrary: arbitrary.map((step) => [step]) })),
      { weight: 2, arbitrary: fc.constant<Step[]>([{ kind: 'hang' }]) },
      { weight: 4, arbitrary: fc.constant<Step[]>([{ kind: 'spill' }]) },
      { weight: 10, arbitrary: waits },
    ),
    { maxLength: 45, size: 'max' },
  )
  .map((steps) => steps.flat());

/** What a choice that ends or vanishes takes, and nothing else: in schedules of everything it is met once in ten thousand. */
const ending: readonly fc.WeightedArbitrary<Step>[] = [
  { weight: 4, arbitrary: inTab('track') },
  { weight: 4, arbitrary: inTab('grant') },
  { weight: 2, arbitrary: inTab('deny') },
  { weight: 3, arbitrary: inTab('leave', 'crash') },
  { weight: 6, arbitrary: inTab('flush') },
  { weight: 6, arbitrary: fc.constant(calm) },
];

/** Choices that are gone when the next page looks for them. */
export const vanishingSchedules = toSchedules(
  [...ending, { weight: 4, arbitrary: inTab('timer') }, { weight: 2, arbitrary: whole('vanish') }],
  25,
);

/** A clock that is set back between a grant and a withdrawal. */
export const clockSchedules = toSchedules([...ending, { weight: 2, arbitrary: whole('clock') }], 25);

const once = (kind: Extract<Step, { tab: number }>['kind'], inOther = 0): Step => ({ kind, tab: inOther });

/** An event waits, its choice vanishes, a new page gets another one and is killed at once: too much to be met by chance. */
export const killedAfterNewGrant: Step[] = [
  once('grant'),
  once('track'),
  once('flush'),
  calm,
  ...Array.from({ length: 40 }, () => once('timer')),
  calm,
  { kind: 'vanish' },
  once('crash'),
  once('crash', 1),
  once('timer'),
  once('grant'),
  once('crash'),
  ...Array.from({ length: 6 }, () => [once('timer'), once('flush'), calm]).flat(),
];
/** The same where the file with the engine comes late, or at times not at all. */
export const lateSchedules = toSchedules(
  [
    ...ordinary,
    { weight: 2, arbitrary: inTab('freeze', 'thaw') },
    { weight: 2, arbitrary: inTab('hide', 'leave', 'back') },
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('engine' as const),
        with: fc.constantFrom('loaded', 'missing'),
      }),
    },
  ],
  40,
);
