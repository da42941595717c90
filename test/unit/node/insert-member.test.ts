import { describe, expect, it } from 'vitest';
import { insertMember } from '../../../src/node/insert-member.js';
import { readJson } from '../../../src/node/read-json.js';

const read = (text: string): unknown => (readJson(text) as { value: unknown }).value;

describe('a member that is added to a text of JSON', () => {
  it.each<[string, string, string]>([
    ['an empty object', '{\n  "events": {}\n}\n', '{\n  "events": {\n    "b": { "x": 1 }\n  }\n}\n'],
    [
      'the members that are there',
      '{\n  "events": {\n    "a": {}\n  },\n  "z": 1\n}',
      '{\n  "events": {\n    "a": {},\n    "b": { "x": 1 }\n  },\n  "z": 1\n}',
    ],
    [
      'a comma at the end',
      '{\n  "events": {\n    "a": {},\n  },\n}',
      '{\n  "events": {\n    "a": {},\n    "b": { "x": 1 },\n  },\n}',
    ],
    [
      'a comment of the last member',
      '{\n  "events": {\n    "a": {} // the "first", {\n    /* and } last */\n  }\n}',
      '{\n  "events": {\n    "a": {}, // the "first", {\n    /* and } last */\n    "b": { "x": 1 }\n  }\n}',
    ],
    ['tabs', '{\n\t"events": {\n\t\t"a": {}\n\t}\n}', '{\n\t"events": {\n\t\t"a": {},\n\t\t"b": { "x": 1 }\n\t}\n}'],
    [
      'four spaces',
      '{\n    "events": {\n        "a": {}\n    }\n}',
      '{\n    "events": {\n        "a": {},\n        "b": { "x": 1 }\n    }\n}',
    ],
    [
      'the line ends of Windows',
      '{\r\n  "events": {\r\n    "a": {}\r\n  }\r\n}',
      '{\r\n  "events": {\r\n    "a": {},\r\n    "b": { "x": 1 }\r\n  }\r\n}',
    ],
    ['one line', '{ "events": { "a": {} } }', '{ "events": { "a": {}, "b": { "x": 1 } } }'],
    [
      'a key of the same name elsewhere, and texts with braces',
      '{\n  "t": { "events": { "}": "{" } },\n  "events": {\n    "a": { "events": {} }\n  }\n}',
      '{\n  "t": { "events": { "}": "{" } },\n  "events": {\n    "a": { "events": {} },\n    "b": { "x": 1 }\n  }\n}',
    ],
  ])('keeps %s', (_, before, after) => {
    expect(insertMember(before, ['events'], 'b', { x: 1 })).toBe(after);
    const old = read(before) as { events: object };
    expect(read(after)).toEqual({ ...old, events: { ...old.events, b: { x: 1 } } });
  });

  it('lies where its path leads, in objects in lists too far', () => {
    const text = '{\n  "a": [{ "b": {} }],\n  "c": {\n    "b": {\n      "d": 1\n    }\n  }\n}';
    expect(read(insertMember(text, ['c', 'b'], 'e', 'f'))).toEqual({ a: [{ b: {} }], c: { b: { d: 1, e: 'f' } } });
    expect(read(insertMember(text, [], 'e', {}))).toEqual({ a: [{ b: {} }], c: { b: { d: 1 } }, e: {} });
    expect(() => insertMember(text, ['a', 'b'], 'e', {})).toThrow('no object');
  });
});
