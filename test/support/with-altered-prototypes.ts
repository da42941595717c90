/** Like old libraries that give every array and object a JSON of their own. */
const STRANGE = { value: () => 'not yours', configurable: true, enumerable: true, writable: true };

/** Runs in a page whose scripts gave a `toJSON` to arrays, objects, texts and dates. Nothing else runs meanwhile. */
export function withAlteredPrototypes<T>(run: () => T): T {
  const prototypes = [Array.prototype, Object.prototype, String.prototype, Date.prototype];
  const before = prototypes.map((prototype) => Object.getOwnPropertyDescriptor(prototype, 'toJSON'));
  for (const prototype of prototypes) Object.defineProperty(prototype, 'toJSON', STRANGE);
  try {
    return run();
  } finally {
    prototypes.forEach((prototype, index) => {
      const known = before[index];
      if (known) Object.defineProperty(prototype, 'toJSON', known);
      else delete (prototype as { toJSON?: unknown }).toJSON;
    });
  }
}

/** Runs in a page whose scripts gave every object these properties. */
export function withEveryObject<T>(properties: { readonly [name: string]: unknown }, run: () => T): T {
  const everyObject = Object.prototype as { [name: string]: unknown };
  Object.assign(everyObject, properties);
  try {
    return run();
  } finally {
    for (const name of Object.keys(properties)) delete everyObject[name];
  }
}
