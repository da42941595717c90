import { describe, expect, it } from 'vitest';
import { own } from '../../../src/safety/own.js';
import { toJson } from '../../../src/safety/to-json.js';
import { withoutPrototypes } from '../../../src/safety/without-prototypes.js';
import { withAlteredPrototypes, withEveryObject } from '../../support/with-altered-prototypes.js';

const values: [unknown][] = [
  [{ a: 'x', b: [1, null, true, { c: '"\u2028\ud800' }], d: undefined, e: {}, f: [] }],
  [['x', undefined, [], [[]]]],
  [{ __proto__: null, toJSON: 'a field of this name', '': 0 }],
  ['text'],
  [-0],
  [null],
  [NaN],
];

describe('JSON of plain data', () => {
  it.each(values)('is that of JSON.stringify: %j', (value) => {
    const expected = JSON.stringify(value);
    expect(toJson(value)).toBe(expected);
    expect(withAlteredPrototypes(() => toJson(value))).toBe(expected);
  });

  it('is altered by the page where JSON.stringify makes it', () => {
    expect(withAlteredPrototypes(() => JSON.stringify({ a: [1] }))).toBe('"not yours"');
  });
});

describe('a copy without prototypes', () => {
  it('has what the data have themselves, at any depth, and nothing that the page gave every object', () => {
    const copy = withoutPrototypes({ regimes: { US: 'opt-out' }, list: [{ a: 1 }] }) as object as {
      readonly [name: string]: { readonly [name: string]: unknown };
    };
    const read = withEveryObject({ storage: 'necessary', DE: 'opt-out' }, () => [
      copy['storage'],
      copy['regimes']!['DE'],
      (copy['list']![0] as { DE?: unknown }).DE,
    ]);
    expect(read).toEqual([undefined, undefined, undefined]);
    expect(JSON.stringify(copy)).toBe('{"regimes":{"US":"opt-out"},"list":[{"a":1}]}');
  });

  it('leaves functions and objects of other kinds as they are', () => {
    const [listener, map] = [() => {}, new Map()];
    expect(Object.values(withoutPrototypes({ listener, map }))).toEqual([listener, map]);
  });
});

it('a property is own, or it is not there', () => {
  const record: { [name: string]: number } = { a: 1 };
  expect([own(record, 'a'), own(record, 'constructor'), own(undefined, 'a')]).toEqual([1, undefined, undefined]);
  expect(withEveryObject({ b: 2 }, () => own(record, 'b'))).toBeUndefined();
});
