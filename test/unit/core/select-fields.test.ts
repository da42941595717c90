import { describe, expect, it } from 'vitest';
import type { FieldDefinition } from '../../../src/manifest/manifest.js';
import { selectFields } from '../../../src/manifest/select-fields.js';

type Fields = { readonly [name: string]: FieldDefinition };

const select = (fields: Fields, input: unknown) => selectFields(fields, input);
const take = (field: FieldDefinition, value: unknown): unknown => select({ field }, { field: value }).data['field'];
const takes = (field: FieldDefinition, value: unknown): boolean =>
  select({ field }, { field: value }).invalid === undefined;

describe('the fields of an event', () => {
  it.each<[string, FieldDefinition, readonly unknown[], readonly unknown[]]>([
    ['text', { type: 'string' }, ['', 'x', 'x'.repeat(256), '😀'], ['x'.repeat(257), 1, true, {}, [], new String('x')]],
    ['text up to a length', { type: 'string', maxLength: 3 }, ['', 'abc', 'é😀'], ['abcd', '😀😀']],
    ['text of length zero', { type: 'string', maxLength: 0 }, [''], ['x']],
    ['long text', { type: 'string', maxLength: 5000 }, ['x'.repeat(5000)], ['x'.repeat(5001)]],
    ['listed values', { type: 'string', values: ['a', ''] }, ['a', ''], ['A', 'a ', 'b', 'constructor', 0]],
    ['no value at all', { type: 'string', values: [] }, [], ['', 'a']],
    ['a boolean', { type: 'boolean' }, [true, false], [0, 1, 'true', '', new Boolean(true)]],
    [
      'a number',
      { type: 'number' },
      [0, -0, 1.5, -1e300, Number.MIN_VALUE],
      [NaN, Infinity, -Infinity, '1', 1n, new Number(1)],
    ],
    ['a number within bounds', { type: 'number', min: -1, max: 0.5 }, [-1, 0, 0.5], [-1.01, 0.51, NaN]],
    ['a number above a bound', { type: 'number', min: 0 }, [0, -0, 1e308], [-Number.MIN_VALUE]],
    [
      'a whole number',
      { type: 'integer' },
      [0, -0, 2 ** 53 - 1, -(2 ** 53) + 1],
      [0.5, 2 ** 53, NaN, Infinity, '1', true],
    ],
    ['a whole number within bounds', { type: 'integer', min: 1, max: 2 }, [1, 2], [0, 3, 1.5]],
    ['an unknown type', { type: 'object' as 'string' }, [], ['x', 1, true, {}, []]],
    ['a type that every object inherits', { type: 'constructor' as 'string' }, [], ['x', 1, {}]],
  ])('may hold %s, and nothing else', (_, field, good, bad) => {
    expect(good.filter((value) => !takes(field, value))).toEqual([]);
    expect(bad.filter((value) => takes(field, value))).toEqual([]);
    expect(good.every((value) => Object.is(take(field, value), value))).toBe(true);
  });

  it('may miss only where they are optional', () => {
    for (const missing of [undefined, null]) {
      expect(select({ a: { type: 'string' } }, { a: missing }).invalid).toBe('a');
      expect(select({ a: { type: 'string', optional: true } }, { a: missing })).toMatchObject({ data: {} });
    }
    expect(select({ a: { type: 'string' } }, {}).invalid).toBe('a');
    expect(select({ a: { type: 'string', optional: false } }, {}).invalid).toBe('a');
    expect(select({ a: { type: 'string', optional: true } }, {}).invalid).toBeUndefined();
  });

  it('are refused where an optional one is of the wrong type', () => {
    expect(select({ a: { type: 'string', optional: true } }, { a: 1 }).invalid).toBe('a');
  });

  it.each([undefined, null, 'text', 5, true, Symbol('x'), () => {}, [], new Date(0), new Map([['a', 'x']])])(
    'are missing from %s',
    (input) => {
      expect(select({ a: { type: 'string' } }, input).invalid).toBe('a');
      expect(select({}, input).invalid).toBeUndefined();
    },
  );

  it('are copied without those that are not declared', () => {
    const input = { a: 'x', url: 'https://shop.example', nested: { email: 'alice@example.com' } };
    expect(select({ a: { type: 'string' } }, input)).toEqual({ data: { a: 'x' }, size: 2, hasUndeclared: true });
    expect(select({ a: { type: 'string' } }, { a: 'x' }).hasUndeclared).toBe(false);
    expect(select({}, { a: 'x' })).toEqual({ data: {}, size: 0, hasUndeclared: true });
  });

  it('are the own ones of what the page passed', () => {
    const inherited = Object.create({ a: 'x' }) as object;
    expect(select({ a: { type: 'string' } }, inherited).invalid).toBe('a');
    const optional: FieldDefinition = { type: 'string', optional: true };
    const fields: Fields = Object.fromEntries(['constructor', 'toString'].map((name) => [name, optional]));
    expect(select(fields, {})).toEqual({ data: {}, size: 0, hasUndeclared: false });
    expect(select(fields, { constructor: 'x', toString: 'y' }).data).toEqual({ constructor: 'x', toString: 'y' });
  });

  it('leave no mark on the prototype of objects', () => {
    const input = JSON.parse('{ "__proto__": { "polluted": true }, "constructor": { "prototype": {} } }') as object;
    const { data, hasUndeclared } = select({ a: { type: 'string', optional: true } }, input);
    expect(data).toEqual({});
    expect(hasUndeclared).toBe(true);
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('are read once each, so that no getter can show another value later', () => {
    const reads: string[] = [];
    const input = {
      get a() {
        reads.push('a');
        return reads.length > 1 ? 'alice@example.com' : 'x';
      },
      get undeclared() {
        reads.push('undeclared');
        return 'y';
      },
    };
    expect(select({ a: { type: 'string' } }, input).data).toEqual({ a: 'x' });
    expect(reads).toEqual(['a']);
  });

  it('are read from a proxy as from any object', () => {
    const proxy = new Proxy({ a: 'x' }, {});
    expect(select({ a: { type: 'string' } }, proxy).data).toEqual({ a: 'x' });
  });

  it('do not include what a page script added to every object', () => {
    const everyObject = Object.prototype as { extended?: unknown };
    everyObject.extended = () => {};
    const { data, invalid, hasUndeclared } = select({ a: { type: 'string' } }, { a: 'x' });
    delete everyObject.extended;
    expect([data, invalid, hasUndeclared]).toEqual([{ a: 'x' }, undefined, false]);
  });

  it('have the length of their names and values as size', () => {
    const fields: Fields = { name: { type: 'string' }, on: { type: 'boolean' }, n: { type: 'number' } };
    expect(select(fields, { name: 'abc', on: true, n: -1.5 }).size).toBe(4 + 3 + 2 + 4 + 1 + 4);
  });
});

describe('truncation', () => {
  const field: FieldDefinition = { type: 'string', maxLength: 3, protect: 'truncate' };

  it('cuts text to its length', () => {
    expect(take(field, 'abcdef')).toBe('abc');
    expect(take(field, 'ab')).toBe('ab');
    expect(take({ ...field, maxLength: 0 }, 'abc')).toBe('');
    expect(String(take({ type: 'string', protect: 'truncate' }, 'x'.repeat(300)))).toHaveLength(256);
  });

  it('never leaves half of a character', () => {
    expect(take(field, 'ab😀')).toBe('ab');
    expect(take(field, 'a😀b')).toBe('a😀');
  });

  it('comes before the listed values', () => {
    expect(take({ ...field, values: ['abc'] }, 'abcdef')).toBe('abc');
    expect(takes({ ...field, values: ['abcdef'] }, 'abcdef')).toBe(false);
  });

  it('does not turn anything else into text', () => {
    expect(takes(field, 12345)).toBe(false);
  });
});

describe('text', () => {
  it.each([
    ['a\ud83d', 'a\ufffd'],
    ['\ude00a', '\ufffda'],
    ['\ude00\ud83d', '\ufffd\ufffd'],
    ['😀\ud83d😀', '😀\ufffd😀'],
    ['\ufffd', '\ufffd'],
  ])('holds whole characters: %j becomes %j', (text, expected) => {
    for (const protect of [undefined, 'truncate', 'redact'] as const)
      expect(take({ type: 'string', ...(protect && { protect }) }, text)).toBe(expected);
  });
});

describe('redaction', () => {
  const redact = (text: string): unknown => take({ type: 'string', maxLength: 10_000, protect: 'redact' }, text);

  it.each([
    ['alice@example.com'],
    ['Alice.Miller+shop@mail.example.co.uk'],
    ['write to alice@example.com please', 'write to [redacted] please'],
    ['<alice@example.com>', /^[^a-z]*\[redacted\]>?$/],
    ['mailto:alice@example.com'],
    ['ALICE@EXAMPLE.COM'],
    ['álïce@exämple.de'],
    ['alice@localhost'],
    [`${'alice.'.repeat(20)}@example.com`],
    ['a@b.c,alice@example.com', /^\[redacted\](?:@example\.com)?$/],
    ['+49 30 12345678'],
    ['030/1234567'],
    ['(030) 123-4567', /^\(?\[redacted\]$/],
    ['0170 1234567'],
    ['+1 (555) 010-9999'],
    ['call 555.010.9999 now', 'call [redacted] now'],
    ['4111 1111 1111 1111'],
    ['4111-1111-1111-1111'],
    ['4111111111111111'],
    ['DE89 3704 0044 0532 0130 00', 'DE[redacted]'],
    ['DE89370400440532013000', 'DE[redacted]'],
    ['https://shop.example/order?email=alice%40example.com&id=7'],
    ['HTTPS://SHOP.EXAMPLE/me'],
    ['http://alice:secret@shop.example/'],
    ['www.shop.example/alice'],
    ['see https://shop.example/a and http://shop.example/b', 'see [redacted] and [redacted]'],
    ['example.com/reset?token=abc'],
    ['see shop.example:8443/alice now', 'see [redacted] now'],
    ['shop.example?user=alice'],
    ['müller.example/me'],
    ['alice＠example．com'],
    ['shop．example／alice'],
    ['ｈｔｔｐｓ：//例え．テスト/x', /\[redacted\]/],
    ['＋４９ ３０ １２３４５６７８'],
    ['٠١٧٠ ١٢٣٤٥٦٧'],
    ['०१७० १२३४५६७'],
    ['alice@example.com, +49 30 12345678', /^\[redacted\],? ?\[redacted\]$/],
  ])('takes %j out', (text, expected: string | RegExp = '[redacted]') => {
    if (typeof expected === 'string') expect(redact(text)).toBe(expected);
    else expect(redact(text)).toMatch(expected);
  });

  it.each([
    ['an e-mail address that was encoded for a link', 'alice%40example.com'],
    ['a link that was encoded for a link', 'next=https%3A%2F%2Fshop.example%2Falice'],
    ['a telephone number with spaces that do not break', '+49\u00a030\u00a012\u00a034\u00a056'],
    ['a telephone number with long dashes', '030–12–34–56'],
  ])('takes %s out', (_, text) => {
    expect(redact(text)).toContain('[redacted]');
  });

  it.each([
    ['I like the new dark mode'],
    ['Great! 10/10'],
    ['5 stars, 2 of 3 toggles'],
    ['version 1.2.3'],
    ['12345'],
    ['meet @ noon'],
    ['on/off and/or e.g./i.e.'],
    ['It works.Really'],
    ['１２３'],
    [''],
  ])('leaves %j as it is', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('hears of the same text the same way twice', () => {
    expect(redact('a@b.c')).toBe(redact('a@b.c'));
  });

  it('checks the length of what the page passed, not of what is left', () => {
    const field: FieldDefinition = { type: 'string', maxLength: 5, protect: 'redact' };
    expect(take(field, 'a@b.c')).toBe('[redacted]');
    expect(takes(field, 'alice@example.com')).toBe(false);
  });

  // Were the time of any of these to grow with the square of the length, none would end before the test's time is up.
  it.each([
    ['text without a space', 'x'],
    ['signs that begin an address', '@'],
    ['addresses without an end', 'x@'],
    ['digits', '1'],
    ['digits that never end in one', '1 ('],
    ['schemes', 'https://'],
    ['schemes that are cut off', 'http:/'],
    ['plus signs', '+'],
    ['percent signs', '%40'],
    ['domains', 'a.'],
    ['domains without an end', 'a.bb'],
    ['full-width signs', '＠'],
    ['full-width digits', '１'],
  ])('comes to an end with half a million characters of %s', (_, part) => {
    const text = part.repeat(500_000 / part.length);
    expect(take({ type: 'string', maxLength: 1e6, protect: 'redact' }, text)).toEqual(expect.any(String));
  });
});
