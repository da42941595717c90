import { randomFillSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createUuidV7 } from '../../../src/tag/create-uuid-v7.js';

const NOW = Date.parse('2026-11-21T12:00:00.123Z');
const FORM = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const fillRandom = (bytes: Uint8Array): void => void randomFillSync(bytes);
const timeOf = (id: string): number => parseInt(id.replaceAll('-', '').slice(0, 12), 16);

describe('an id', () => {
  const create = (now: () => number) => createUuidV7({ now, fillRandom });

  it('is a UUID of version 7 in the form of RFC 9562, that begins with its time', () => {
    const createId = create(() => NOW);
    for (let count = 0; count < 200; count++) {
      const id = createId();
      expect(id).toMatch(FORM);
      expect(timeOf(id)).toBe(NOW);
    }
  });

  it.each([1, 1e12, 2 ** 47])('has a valid form at the time %d too', (time) => {
    const id = create(() => time)();
    expect(id).toMatch(FORM);
    expect(timeOf(id)).toBe(time);
  });

  it('sorts as text after every id of an earlier millisecond', () => {
    const clock = { now: NOW };
    const createId = create(() => clock.now);
    const ids = Array.from({ length: 1000 }, () => {
      clock.now += 17;
      return createId();
    });
    expect([...ids].sort()).toEqual(ids);
    expect(ids.every((id, index) => timeOf(id) === NOW + 17 * (index + 1))).toBe(true);
  });

  it('follows a clock that is set back', () => {
    const clock = { now: NOW };
    const createId = create(() => clock.now);
    createId();
    clock.now -= 5000;
    expect(timeOf(createId())).toBe(NOW - 5000);
  });

  it('is another one each time: 100,000 of one millisecond differ', () => {
    expect(
      new Set(
        Array.from(
          { length: 100_000 },
          create(() => NOW),
        ),
      ).size,
    ).toBe(100_000);
  });
});

describe('the random part of an id', () => {
  it.each([
    [0, '7000-8000-000000000000'],
    [255, '7fff-8fff-ffffffffffff'],
  ])('is made of the random bytes, and of nothing else: %d', (byte, rest) => {
    const createId = createUuidV7({
      now: () => NOW,
      fillRandom: (bytes) => void bytes.fill(byte),
    });
    expect(createId().slice(14)).toBe(rest);
  });
});
