import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoff } from '../../../src/delivery/backoff.js';

const LONGEST = 600_000;

describe('the wait after a failure', () => {
  it.each([
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [9, 256_000],
    [10, 512_000],
    [11, LONGEST],
    [1_000, LONGEST],
    [1_000_000, LONGEST],
  ])('after %d in a row spreads evenly up to %d ms', (failures, longest) => {
    expect(backoff(failures, 0, 0)).toBe(100);
    expect(backoff(failures, 0, 0.5)).toBe(100 + longest / 2);
    expect(backoff(failures, 0, 1)).toBe(100 + longest);
  });

  it('is never shorter than the collector asked for', () => {
    expect(backoff(1, 60_000, 0)).toBe(60_000);
    expect(backoff(1, 3_600_000, 0)).toBe(3_600_000);
    expect(backoff(11, 1_000, 0.5)).toBe(100 + LONGEST / 2);
  });

  it('is up to a tenth longer than the collector asked for', () => {
    expect(backoff(1, 60_000, 0.5)).toBe(63_000);
    expect(backoff(1, 60_000, 1)).toBe(66_000);
  });

  it('is a bounded number for whatever count and chance', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1 }), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
        const wait = backoff(failures, 0, random);
        expect(wait).toBeGreaterThanOrEqual(100);
        expect(wait).toBeLessThanOrEqual(100 + LONGEST);
      }),
    );
  });
});
