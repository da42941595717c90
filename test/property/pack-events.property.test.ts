import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packEvents } from '../../src/tag/pack-events.js';
import { unpackEvents } from '../../src/tag/unpack-events.js';
import type { TaggedEvent } from '../../src/tag/tagged-event.js';
import { readEvents } from '../support/read-rows.mjs';
import { sampleEvent } from '../support/sample-event.js';

const DAY = 86_400_000;

const value = fc.oneof(fc.string(), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean());

/** Events of a few kinds, of which some share all tags, in any order, also of a clock that was set back. */
const event = fc
  .record({
    time: fc.integer({ min: 0, max: 4_000_000_000_000 }),
    random: fc.integer({ min: 0, max: 0xffff_ffff }),
    isItsTime: fc.boolean(),
    isOnTime: fc.constantFrom(true, true, true, false),
    days: fc.constantFrom(30, 7, 0.5),
    kind: fc.constantFrom('one', 'two'),
    data: fc.dictionary(fc.string(), value, { maxKeys: 4 }),
  })
  .map(({ time, random, isItsTime, isOnTime, days, kind, data }): TaggedEvent => {
    const digits = (isItsTime ? time : time + 1).toString(16).padStart(12, '0');
    const rest = random.toString(16).padStart(12, '0');
    return sampleEvent(0, {
      id: `${digits.slice(0, 8)}-${digits.slice(8)}-7abc-8def-${rest}`,
      event: kind,
      time: new Date(time).toISOString(),
      retentionDays: days,
      expires: new Date(time + days * DAY + (isOnTime ? 0 : 1)).toISOString(),
      data: structuredClone(data),
    });
  });

const toWire = (events: readonly TaggedEvent[]) => JSON.parse(JSON.stringify(packEvents(events)));

it('gives back every event as it was, to the package and to who reads by the description alone', () => {
  fc.assert(
    fc.property(fc.array(event, { minLength: 1, maxLength: 20 }), (events) => {
      const plain = JSON.parse(JSON.stringify(events));
      expect(unpackEvents(toWire(events))).toEqual(plain);
      expect(readEvents(toWire(events))).toEqual(plain);
    }),
    { numRuns: 500 },
  );
});

it('says once what events share', () => {
  fc.assert(
    fc.property(event, fc.integer({ min: 2, max: 50 }), (one, count) => {
      expect(toWire(Array.from({ length: count }, () => one)).shared).toHaveLength(1);
    }),
    { numRuns: 50 },
  );
});

it('refuses rows that are none', () => {
  const { from, shared, rows } = toWire([sampleEvent()]);
  const [[place, id, after, ...values]] = rows;
  for (const row of [[1, id, after, ...values], [place, id, after], [place, id, 1e300, ...values], {}, null])
    expect(() => unpackEvents({ from, shared, rows: [row] } as never)).toThrow();
});
