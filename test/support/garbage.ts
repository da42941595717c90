/** A function that any code may call or construct; each of its members is the same again. */
function createBottomless(): unknown {
  const bottomless: unknown = new Proxy(function () {}, {
    get: (_, name) => (name === Symbol.toPrimitive ? () => 'granted' : bottomless),
    apply: () => bottomless,
    construct: () => bottomless as object,
  });
  return bottomless;
}

/** An object whose every use throws. */
function createThrowing(): unknown {
  const fail = (): never => {
    throw new TypeError('not yours');
  };
  return new Proxy(function () {}, { get: fail, set: fail, apply: fail, has: fail, ownKeys: fail });
}

/** What a page may hold where a consent platform is expected, with its name. */
export function garbage(): [string, unknown][] {
  return [
    ...[null, undefined, true, 1, '', 'granted', '1YNN', ['consent'], [null]].map((value): [string, unknown] => [
      JSON.stringify(value) ?? 'undefined',
      value,
    ]),
    ['an empty object', {}],
    ['an object that inherits nothing', Object.create(null)],
    ['an element', document.createElement('div')],
    ['a function that does nothing', () => undefined],
    ['a function that says yes', () => true],
    ['a function that throws', () => fail()],
    ['an object whose every use throws', createThrowing()],
    ['a function without a bottom', createBottomless()],
  ];
}

function fail(): never {
  throw new TypeError('not ready');
}
