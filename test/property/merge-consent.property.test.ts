import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Choice, ConsentReading } from '../../src/consent/consent.js';
import { regimeFor, type Readings } from '../../src/consent/law.js';
import { mergeConsent } from '../../src/consent/merge.js';
import type { Regime } from '../../src/manifest/manifest.js';

const NAMES = ['analytics', 'marketing', 'research'] as const;
const OPENNESS: readonly Choice[] = ['denied', 'undecided', 'granted'];
const open = (choice: Choice | undefined): number => OPENNESS.indexOf(choice!);

const choice = fc.constantFrom<Choice>('granted', 'denied', 'undecided');
const regime = fc.constantFrom<Regime>('opt-in', 'opt-out');
const region = fc.constantFrom('DE', 'US', 'US-CA', 'FR');
const manifest = fc.record({
  categories: fc.constant(Object.fromEntries(NAMES.map((name) => [name, {}]))),
  regimes: fc.dictionary(fc.constantFrom('default', 'DE', 'US', 'US-CA'), regime),
});
const evidence = fc.constantFrom<ConsentReading['evidence']>(
  'explicit',
  'default',
  'implied',
  'signal',
  'not-applicable',
);
const reading: fc.Arbitrary<ConsentReading> = fc.record(
  {
    source: fc.constantFrom('one', 'two'),
    categories: fc.dictionary(fc.constantFrom(...NAMES), choice),
    evidence,
    regime,
    region,
  },
  { requiredKeys: ['source', 'categories', 'evidence'] },
);
const readings: fc.Arbitrary<Readings> = fc.array(fc.option(reading, { nil: undefined }), {
  minLength: 1,
  maxLength: 4,
});
const configured = fc.option(region, { nil: undefined });

it('is never more open than the strictest reading', () => {
  fc.assert(
    fc.property(manifest, readings, configured, (table, said, where) => {
      const { categories } = mergeConsent(table, said, where);
      for (const name of NAMES) {
        for (const one of said) {
          const most = one ? (one.categories[name] ?? 'granted') : 'undecided';
          expect(open(categories[name])).toBeLessThanOrEqual(open(most));
        }
      }
    }),
    { numRuns: 2000 },
  );
});

it('opens nothing in an opt-in regime without an explicit grant of that very category', () => {
  fc.assert(
    fc.property(manifest, readings, configured, (table, said, where) => {
      const merged = mergeConsent(table, said, where);
      fc.pre(merged.regime === 'opt-in');
      for (const name of NAMES.filter((one) => merged.categories[one] === 'granted')) {
        const speaking = said.filter((one) => one?.categories[name] !== undefined);
        expect(speaking.length).toBeGreaterThan(0);
        expect(speaking.every((one) => one!.evidence === 'explicit' && one!.categories[name] === 'granted')).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});

it('is not opened by one more reading that states neither regime nor region', () => {
  const more = reading.map(({ regime: _regime, region: _region, ...rest }) => rest);
  fc.assert(
    fc.property(manifest, readings, configured, more, (table, said, where, added) => {
      // An explicit yes may answer where an opt-in regime only lacked an answer; nothing else opens.
      const grants = added.evidence === 'explicit' ? added.categories : {};
      const before = mergeConsent(table, said, where).categories;
      const after = mergeConsent(table, [...said, added], where).categories;
      for (const name of NAMES.filter((one) => grants[one] !== 'granted')) {
        expect(open(after[name])).toBeLessThanOrEqual(open(before[name]));
      }
    }),
    { numRuns: 2000 },
  );
});

it('is never under a looser law than the manifest gives to the region, whatever the sources say', () => {
  fc.assert(
    fc.property(manifest, readings, region, (table, said, where) => {
      const floor = regimeFor(table.regimes, where);
      expect(mergeConsent(table, said, where).regime === 'opt-out' && floor === 'opt-in').toBe(false);
    }),
    { numRuns: 2000 },
  );
});

it('calls explicit what each source that speaks of it knows from a choice', () => {
  fc.assert(
    fc.property(manifest, readings, configured, (table, said, where) => {
      const merged = mergeConsent(table, said, where);
      for (const name of merged.explicit ?? []) {
        const speaking = said.filter((one) => one?.categories[name] !== undefined);
        expect(merged.categories[name]).toBe('granted');
        expect(speaking.length).toBeGreaterThan(0);
        expect(speaking.every((one) => one!.evidence === 'explicit')).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});

it('is not opened by Global Privacy Control, whether it is on or off', () => {
  const signal = fc.subarray([...NAMES]).map((names): ConsentReading => ({
    source: 'gpc',
    evidence: 'signal',
    categories: Object.fromEntries(names.map((name) => [name, 'denied' as const])),
  }));
  fc.assert(
    fc.property(manifest, readings, configured, signal, fc.nat(4), (table, said, where, gpc, position) => {
      const before = mergeConsent(table, said, where);
      const after = mergeConsent(table, [...said.slice(0, position), gpc, ...said.slice(position)], where);
      expect(after.regime).toBe(before.regime);
      for (const name of NAMES) {
        expect(open(after.categories[name])).toBeLessThanOrEqual(open(before.categories[name]));
        if (name in gpc.categories) expect(after.categories[name]).toBe('denied');
      }
    }),
    { numRuns: 2000 },
  );
});

it('grants nothing for a choice that it does not know', () => {
  const garbage = fc
    .anything({ withDate: true, withBigInt: true, withNullPrototype: true })
    .filter((value) => value !== 'granted' && value !== undefined);
  fc.assert(
    fc.property(manifest, readings, configured, garbage, evidence, (table, said, where, value, how) => {
      const odd: ConsentReading = { source: 'odd', evidence: how, categories: { analytics: value as Choice } };
      for (const order of [[...said, odd], [odd, ...said], [odd]]) {
        expect(mergeConsent(table, order, where).categories['analytics']).not.toBe('granted');
      }
    }),
    { numRuns: 2000 },
  );
});

it('says the same whatever the order of the sources, but for the words that explain it', () => {
  fc.assert(
    fc.property(manifest, readings, (table, said) => {
      const forward = mergeConsent(table, said);
      const backward = mergeConsent(table, [...said].reverse());
      expect([forward.categories, forward.regime]).toEqual([backward.categories, backward.regime]);
    }),
  );
});
