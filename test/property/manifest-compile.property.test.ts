import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkManifest, compileManifest, payloadSchema, toManifestTable } from 'headgate/node';
import { mergeConsent } from '../../src/consent/merge.js';
import { decide } from '../../src/gate/decide.js';
import type { CollectorDefinition, EventDefinition, FieldDefinition } from '../../src/manifest/manifest.js';
import { selectFields } from '../../src/manifest/select-fields.js';
import { arbitraryManifest, arbitraryValue } from '../fixtures/manifests/arbitrary-manifest.js';

const choices = fc.constantFrom('granted' as const, 'denied' as const, 'undecided' as const);

/** Data that a page may pass for an event, some of it undeclared. */
const dataOf = (fields: { readonly [name: string]: FieldDefinition } = {}): fc.Arbitrary<Record<string, unknown>> =>
  fc.record({
    ...Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, arbitraryValue(field)])),
    ...(fields['undeclared'] ? {} : { undeclared: fc.constantFrom(undefined, 'x') }),
  });

describe('compiling a sound manifest', () => {
  it('finds no problem, and compiles a table to itself', () => {
    fc.assert(
      fc.property(arbitraryManifest, (manifest) => {
        expect(checkManifest(manifest)).toEqual([]);
        const table = compileManifest(manifest);
        expect(toManifestTable(table)).toEqual(table);
        expect(manifest).toMatchObject(table);
      }),
    );
  });

  it('gives a table that breaks no rule but those of agreements and safeguards, of which the browser reads nothing', () => {
    fc.assert(
      fc.property(arbitraryManifest, (manifest) => {
        const problems = checkManifest(compileManifest(manifest));
        expect(problems.filter(({ path }) => !['agreement', 'safeguard'].includes(String(path[2])))).toEqual([]);
      }),
    );
  });

  it('loses nothing of an event that the browser acts on', () => {
    const acted = ({
      purpose,
      tier,
      basis,
      categories = [],
      retentionDays,
      collectors,
      ...event
    }: EventDefinition) => ({
      purpose,
      tier,
      basis,
      categories,
      retentionDays,
      collectors,
      storage: event.storage,
      once: event.once,
      region: event.region,
      unknownRegion: event.unknownRegion ?? 'hold',
      step: event.step,
      journey: event.step === undefined ? undefined : event.journey,
      triggers: event.triggers,
      undecided: event.undecided ?? 'hold',
      fields: Object.entries(event.fields ?? {}).map(([name, { data = 'behaviour', protect }]) => [
        name,
        data,
        protect,
      ]),
    });
    fc.assert(
      fc.property(arbitraryManifest, (manifest) => {
        const table = compileManifest(manifest);
        expect(Object.keys(table.events)).toEqual(Object.keys(manifest.events));
        expect(Object.values(table.events).map(acted)).toEqual(Object.values(manifest.events).map(acted));
        expect(table.receipts).toEqual(manifest.receipts);
        const described = ({ recipient, role, country, regions }: CollectorDefinition) => [
          recipient,
          role,
          country,
          regions,
        ];
        expect(Object.keys(table.collectors)).toEqual(Object.keys(manifest.collectors));
        expect(Object.values(table.collectors).map(described)).toEqual(
          Object.values(manifest.collectors).map(described),
        );
      }),
    );
  });

  it('leaves the gate deciding the same, whatever the consent and the region', () => {
    const consent = fc.tuple(
      fc.array(choices, { minLength: 4, maxLength: 4 }),
      fc.constantFrom('DE', 'US-CA', 'FR', ''),
    );
    fc.assert(
      fc.property(arbitraryManifest, consent, (manifest, [states, region]) => {
        const categories = Object.fromEntries(
          Object.keys(manifest.categories).map((name, index) => [name, states[index]!]),
        );
        const reading = { source: 'manual', categories, evidence: 'default' as const };
        const decideAll = (from: typeof manifest) => {
          const state = mergeConsent(from, [reading], region);
          return [state, ...Object.values(from.events).map((event) => decide(event, state, false, region))];
        };
        expect(decideAll(compileManifest(manifest))).toEqual(decideAll(manifest));
      }),
    );
  });

  it('leaves the same data selected from whatever a page passes', () => {
    const passed = arbitraryManifest.chain((manifest) =>
      fc.tuple(fc.constant(manifest), fc.tuple(...Object.values(manifest.events).map(({ fields }) => dataOf(fields)))),
    );
    fc.assert(
      fc.property(passed, ([manifest, data]) => {
        const select = (from: typeof manifest) =>
          Object.values(from.events).map(({ fields = {} }, index) => selectFields(fields, data[index]));
        expect(select(compileManifest(manifest))).toEqual(select(manifest));
      }),
    );
  });
});

describe('a receiver and the browser', () => {
  const unprotected = ({ protect }: FieldDefinition): boolean => protect !== 'pseudonymise' && protect !== 'seal';
  const fieldAndValue = arbitraryManifest
    .map(({ events }) => Object.values(events).flatMap(({ fields }) => Object.values(fields ?? {}).filter(unprotected)))
    .filter((fields) => fields.length > 0)
    .chain((fields) => fc.constantFrom(...fields))
    .chain((field) => fc.tuple(fc.constant(field), arbitraryValue(field)));

  const taken = { selected: 0, refused: 0 };

  it('agree on what a field may hold', () => {
    fc.assert(
      fc.property(fieldAndValue, ([field, value]) => {
        const { data, invalid } = selectFields({ field }, { field: value });
        const schema = payloadSchema({ fields: { field } });
        taken[invalid ? 'refused' : 'selected']++;
        // Whatever the browser lets pass is taken, shortened and redacted as it may be.
        if (!invalid) expect(schema.safeParse(data).error).toBeUndefined();
        // Whatever the browser refuses is not taken from another client either. Longer text may be redacted text.
        else if (field.protect !== 'redact') expect(schema.safeParse({ field: value }).success).toBe(false);
      }),
      { numRuns: 2000 },
    );
    expect(taken.selected).toBeGreaterThan(200);
    expect(taken.refused).toBeGreaterThan(200);
  });
});
