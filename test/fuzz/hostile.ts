import * as fc from 'fast-check';

/** Names that mean something to JavaScript itself, where data is expected. */
const TREACHEROUS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'toJSON',
  'then',
  'length',
  'hasOwnProperty',
  '__defineGetter__',
  '__lookupSetter__',
  'isPrototypeOf',
  '',
  '0',
  '-1',
  'null',
  'undefined',
  '\0',
  '\uD800',
];

const NASTY_TEXTS = [
  '',
  ' ',
  '\0',
  '\uD800',
  '\uFFFF',
  '%',
  '%E0%A4%A',
  '%00',
  '{',
  '[',
  '"',
  '{"__proto__":{"x":',
  'null',
  'NaN',
  '<script>',
  '<!doctype html><title>Sign in</title>',
  ']]>',
  '\u2028',
  'javascript:',
  '=cmd()',
  '(a+)+$',
  '\\',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  'x'.repeat(5000),
];

/** Text without a digit: no date, no code, no flag and no id of any platform can be in it by chance. */
export const digitless = fc.oneof(
  fc.constantFrom(...NASTY_TEXTS.filter((text) => !/\d/.test(text))),
  fc.string({ unit: fc.constantFrom(...'abcxyzé{}[]":,;=%&|. -_\\/\n\u0000'.split('')), maxLength: 24 }),
);

export const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...NASTY_TEXTS, ...TREACHEROUS) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 16 }) },
  { weight: 1, arbitrary: digitless },
);

export const key = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...TREACHEROUS) },
  { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
);

function fail(): never {
  throw new TypeError('not yours');
}

/** What throws in some way when it is touched, and what answers to everything. */
const traps: readonly unknown[] = [
  fail,
  Object.freeze({ toString: fail, valueOf: fail, toJSON: fail }),
  // oxlint-disable-next-line unicorn/no-thenable -- Whoever awaits it by mistake is to be found.
  Object.defineProperty({}, 'then', { get: fail, enumerable: true }),
  new Proxy({}, { get: fail, has: fail, ownKeys: fail, getOwnPropertyDescriptor: fail, getPrototypeOf: fail }),
  // Says that it has everything, and has nothing.
  new Proxy({}, { has: () => true, getOwnPropertyDescriptor: () => undefined, ownKeys: () => ['a', 'number'] }),
  revoked(),
  Object.create(Object.create({ number: 1, text: 'inherited' }) as object),
  new Map([['number', 1]]),
  new Date(NaN),
  new Proxy([], { get: (_, name) => (name === 'length' ? 2 ** 32 : fail) }),
  circular(),
];

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function circular(): unknown {
  const self: { [name: string]: unknown } = {};
  return Object.assign(self, { self, number: self });
}

/** How to make a value: some cannot be looked at without a throw, not even by whoever generates them. */
export type Recipe =
  | { readonly is: 'leaf'; readonly value: unknown }
  | { readonly is: 'trap'; readonly index: number }
  | { readonly is: 'object'; readonly shape: number; readonly entries: readonly (readonly [string, Recipe])[] };

export function build(recipe: Recipe): unknown {
  if (recipe.is === 'leaf') return recipe.value;
  if (recipe.is === 'trap') return traps[recipe.index];
  return SHAPES[recipe.shape]!(recipe.entries.map(([name, inner]) => [name, build(inner)] as const));
}

const plain: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom<unknown>(null, undefined, true, false, NaN, Infinity, -0, 0, 1, -1, 2 ** 53),
  },
  { weight: 3, arbitrary: text },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      1n,
      Symbol('x'),
      Symbol.iterator,
      () => true,
      () => 'granted',
    ),
  },
  { weight: 1, arbitrary: fc.double() },
);

export const leaf: fc.Arbitrary<Recipe> = fc.oneof(
  { weight: 9, arbitrary: plain.map((value): Recipe => ({ is: 'leaf', value })) },
  { weight: 1, arbitrary: fc.nat(traps.length - 1).map((index): Recipe => ({ is: 'trap', index })) },
);

/** What an object that holds these entries can be. An entry named `__proto__` is an own one. */
const SHAPES: readonly ((entries: readonly (readonly [string, unknown])[]) => unknown)[] = [
  (entries) => Object.fromEntries(entries),
  (entries) => Object.fromEntries(entries),
  (entries) => Object.assign(Object.create(null), Object.fromEntries(entries)),
  (entries) => Object.freeze(Object.fromEntries(entries)),
  (entries) => entries.map(([, value]) => value),
  (entries) => Object.create(Object.fromEntries(entries)),
  (entries) => {
    const object = {};
    for (const [name] of entries)
      Object.defineProperty(object, name, { get: fail, enumerable: true, configurable: true });
    return object;
  },
];

/** An object of any shape whose names are these, and otherwise treacherous ones. */
export function objectOf(names: readonly string[], values: fc.Arbitrary<Recipe>): fc.Arbitrary<Recipe> {
  const name = names[0] === undefined ? key : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...names) }, key);
  return fc
    .tuple(fc.nat(SHAPES.length - 1), fc.array(fc.tuple(name, values), { maxLength: 5 }))
    .map(([shape, entries]): Recipe => ({ is: 'object', shape, entries }));
}

/** Any value: leaves, and objects of objects three deep. `names` are those that whoever reads it looks for. */
export function hostile(...names: readonly string[]): fc.Arbitrary<Recipe> {
  const inner = fc.oneof({ weight: 3, arbitrary: leaf }, objectOf(names, leaf));
  return fc.oneof(
    { weight: 1, arbitrary: leaf },
    { weight: 3, arbitrary: objectOf(names, fc.oneof(leaf, objectOf(names, inner))) },
  );
}

/** What can be said in JSON, with treacherous names in it. */
export function hostileJson(...names: readonly string[]): fc.Arbitrary<unknown> {
  const plain = fc.oneof(fc.constantFrom<unknown>(null, true, false, 0, 1, -1, 200, 1e308), text);
  const objects = (values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
    fc.oneof(
      fc.array(values, { maxLength: 3 }),
      fc
        .array(fc.tuple(names[0] === undefined ? key : fc.oneof(fc.constantFrom(...names), key), values), {
          maxLength: 4,
        })
        .map((entries) => Object.fromEntries(entries)),
    );
  return fc.oneof(plain, objects(fc.oneof(plain, objects(fc.oneof(plain, objects(plain))))));
}
