import { describe, expect, it } from 'vitest';
import { createHold, type HoldLimits } from '../../../src/gate/create-hold.js';

interface Held {
  readonly name: number;
  readonly size: number;
  readonly since: number;
}

function setUp(limits: HoldLimits = {}) {
  const clock = { now: 1000 };
  const hold = createHold<Held>(limits, () => clock.now);
  let count = 0;
  const keep = (size = 1): number[] => hold.keep({ name: count++, size, since: clock.now }).map(({ name }) => name);
  const names = (): number[] => hold.entries().map(({ name }) => name);
  return { clock, hold, keep, names };
}

describe('the hold', () => {
  it('keeps 200 events and gives up the oldest', () => {
    const { keep, names } = setUp();
    for (let count = 0; count < 200; count++) expect(keep()).toEqual([]);
    expect(keep()).toEqual([0]);
    expect(keep()).toEqual([1]);
    expect(names()).toHaveLength(200);
    expect(names()[0]).toBe(2);
  });

  it('keeps 64 KiB and gives up as many of the oldest as must go', () => {
    const { keep, names } = setUp();
    for (let count = 0; count < 64; count++) expect(keep(1024)).toEqual([]);
    expect(keep(1)).toEqual([0]);
    expect(keep(4096)).toEqual([1, 2, 3, 4]);
    expect(names()).toHaveLength(61);
  });

  it('keeps nothing of what is larger than all of it', () => {
    const { keep, names } = setUp({ maxBytes: 100 });
    keep(50);
    expect(keep(101)).toEqual([0, 1]);
    expect(names()).toEqual([]);
    expect(keep(100)).toEqual([]);
  });

  it('gives up what waited longer than half an hour when another comes', () => {
    const { clock, keep, names } = setUp();
    keep();
    clock.now += 1_000_000;
    keep();
    clock.now += 800_001;
    expect(keep()).toEqual([0]);
    expect(names()).toEqual([1, 2]);
  });

  it('keeps nothing where its limit is zero', () => {
    expect(setUp({ maxEvents: 0 }).keep()).toEqual([0]);
    expect(setUp({ maxBytes: 0 }).keep()).toEqual([0]);
  });
});

describe('a review of the hold', () => {
  it('asks for each event once, oldest first, and keeps those that stay', () => {
    const { hold, keep, names } = setUp();
    for (let count = 0; count < 4; count++) keep();
    const asked: number[] = [];
    const gone = hold.review(({ name }) => {
      asked.push(name);
      return name % 2 === 1;
    });
    expect([asked, gone, names()]).toEqual([[0, 1, 2, 3], [], [1, 3]]);
  });

  it('returns what waited too long, without asking', () => {
    const { clock, hold, keep, names } = setUp({ maxAge: 10 });
    keep();
    clock.now += 6;
    keep();
    clock.now += 5;
    const asked: number[] = [];
    const gone = hold.review(({ name }) => asked.push(name) > 0);
    expect([gone.map(({ name }) => name), asked, names()]).toEqual([[0], [1], [1]]);
  });

  it('keeps what is tracked while it runs', () => {
    const { hold, keep, names } = setUp();
    keep();
    keep();
    hold.review(({ name }) => {
      if (name === 0) keep();
      return name === 1;
    });
    expect(names().sort((a, b) => a - b)).toEqual([1, 2]);
  });

  it('makes room: what left no longer counts', () => {
    const { hold, keep } = setUp({ maxBytes: 100, maxEvents: 2 });
    keep(60);
    keep(40);
    hold.review(({ name }) => name === 1);
    expect(keep(60)).toEqual([]);
    expect(keep(1)).toEqual([1]);
  });
});
