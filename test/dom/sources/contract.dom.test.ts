import { expect, it, vi } from 'vitest';
import { describeSource } from '../../support/source-contract.js';
import { loadCases } from './load-cases.js';

// Time is faked; what a busy machine takes for it is not the sources'.
vi.setConfig({ testTimeout: 120_000 });

const cases = await loadCases();
for (const one of cases) describeSource(one);

it('gives a reason, as a sentence, for all that a platform cannot', () => {
  const reasons = cases.flatMap(({ steps, ...one }) => [
    ...Object.values(steps).flatMap((step) => ('cannot' in step ? [step.cannot] : [])),
    ...Object.values(one).flatMap((value) => (typeof value === 'object' && 'because' in value ? [value.because] : [])),
  ]);
  expect(reasons.filter((reason) => !/^[A-Z].{20,}\.$/.test(reason))).toEqual([]);
});
