import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { payloadSchema } from 'headgate/node';
import type { FieldDefinition } from '../../src/manifest/manifest.js';
import { selectFields } from '../../src/manifest/select-fields.js';

/** What the browser selects and what a receiver takes are written twice, once small and once with zod: they must agree. */

type Fields = { readonly [name: string]: FieldDefinition };

const NAMES = ['a', 'b', 'user', 'length', 'a.b', ''];

const text = fc
  .record(
    {
      type: fc.constant('string' as const),
      optional: fc.boolean(),
      maxLength: fc.oneof(fc.nat(5), fc.constantFrom(255, 256, 257)),
      values: fc.uniqueArray(fc.constantFrom('', 'x', 'yes', '😀', 'toString'), { minLength: 1 }),
    },
    { requiredKeys: ['type'] },
  )
  // A sound manifest lists no value that is longer than the field.
  .map(({ values, ...field }) => (values && (field.maxLength ?? 256) >= 8 ? { ...field, values } : field));
const number = fc.record(
  {
    type: fc.constantFrom('number' as const, 'integer' as const),
    optional: fc.boolean(),
    min: fc.constantFrom(-1, -0.5, 0, 1),
    max: fc.constantFrom(1, 1.5, 3, 2 ** 53),
  },
  { requiredKeys: ['type'] },
);
const flag = fc.record({ type: fc.constant('boolean' as const), optional: fc.boolean() }, { requiredKeys: ['type'] });
const fields: fc.Arbitrary<Fields> = fc.dictionary(fc.constantFrom(...NAMES), fc.oneof(text, number, flag));

const value = fc.oneof(
  fc.constantFrom<unknown>('', 'x', 'yes', '😀', 'x'.repeat(256), 'x'.repeat(257), 'toString', null, undefined),
  fc.constantFrom<unknown>(0, -0, 1, 1.5, -1, 3, 4, NaN, Infinity, -Infinity, 2 ** 53 - 1, 2 ** 53, true, false),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.double(),
  fc.anything(),
);
const fieldsAndPayload = fields.chain((declared) =>
  fc.tuple(
    fc.constant(declared),
    fc.record(
      Object.fromEntries(Object.keys(declared).map((name) => [name, fc.oneof(value, valueFor(declared[name]!))])),
      { requiredKeys: [] },
    ) as fc.Arbitrary<Record<string, unknown>>,
  ),
);

/** Mostly what the field allows. */
function valueFor({ type, values, maxLength = 256, min = -2, max = 4 }: FieldDefinition): fc.Arbitrary<unknown> {
  if (type === 'boolean') return fc.boolean();
  if (type === 'string') return values ? fc.constantFrom(...values) : fc.string({ maxLength: Math.min(maxLength, 8) });
  return fc.constantFrom(min, max, 0, 1, (min + max) / 2);
}

const counts = { taken: 0, refused: 0 };

describe('the browser and a receiver', () => {
  it('take the same data, whatever fields the manifest declares and whatever the page passes', () => {
    fc.assert(
      fc.property(fieldsAndPayload, ([declared, payload]) => {
        const { data, invalid } = selectFields(declared, payload);
        // A page may pass `undefined` or `null` for a field that it leaves out; on the wire such a field is absent.
        const sent = Object.fromEntries(Object.entries(payload).filter(([, given]) => given != null));
        counts[invalid === undefined ? 'taken' : 'refused']++;
        expect(payloadSchema({ fields: declared }).safeParse(sent).success).toBe(invalid === undefined);
        if (invalid === undefined) expect({ ...data }).toEqual(sent);
      }),
      { numRuns: 3000 },
    );
    expect(Math.min(counts.taken, counts.refused)).toBeGreaterThan(300);
  });

  it('agree after a round trip as JSON', () => {
    fc.assert(
      fc.property(fieldsAndPayload, ([declared, payload]) => {
        const { data, invalid } = selectFields(declared, payload);
        fc.pre(invalid === undefined);
        const received: unknown = JSON.parse(JSON.stringify(data));
        expect(payloadSchema({ fields: declared }).safeParse(received).success).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('let no undeclared field through', () => {
    fc.assert(
      fc.property(fieldsAndPayload, fc.string(), value, ([declared, payload], name, extra) => {
        fc.pre(!Object.hasOwn(declared, name) && name !== '__proto__');
        const { data, hasUndeclared, invalid } = selectFields(declared, { ...payload, [name]: extra });
        expect(Object.keys(data).filter((key) => !Object.hasOwn(declared, key))).toEqual([]);
        if (invalid === undefined) expect(hasUndeclared).toBe(true);
        expect(payloadSchema({ fields: declared }).safeParse({ ...data, [name]: 'x' }).success).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
    'take an event without its optional field %s',
    (name) => {
      const declared: Fields = { [name]: { type: 'string', optional: true } };
      expect(selectFields(declared, {}).invalid).toBeUndefined();
      expect(payloadSchema({ fields: declared }).safeParse({}).success).toBe(true);
      expect(payloadSchema({ fields: declared }).safeParse({ [name]: 'x' }).success).toBe(true);
      expect(payloadSchema({ fields: declared }).safeParse({ [name]: 5 }).success).toBe(false);
    },
  );
});
