/** The last values that lay at some paths. */
export interface PathMemory {
  /** Takes over what an item says of the paths; what it does not mention stays. */
  learn(item: unknown): void;
  get(path: string): unknown;
}

/**
 * Remembers of a data layer what a tag manager's model would have at these paths, and nothing else of it: objects of later pushes
 * are merged into earlier ones. Lists are replaced whole: products of an earlier list are none of this order.
 */
export function createPathMemory(paths: readonly string[]): PathMemory {
  const known = new Map<string, unknown>();

  function learnPath(item: unknown, path: string): void {
    let found = item;
    for (const key of path.split('.')) {
      const isObject = typeof found === 'object' && found !== null;
      if (isObject && !Object.hasOwn(found as object, key) && !Array.isArray(found)) return;
      found =
        isObject && Object.hasOwn(found as object, key)
          ? (found as { readonly [key: string]: unknown })[key]
          : undefined;
      // `ecommerce: null` empties what was there.
      if (found === null) break;
    }
    // Objects belong to the page: nothing of it is kept by reference.
    known.set(path, typeof found === 'object' ? undefined : found);
  }

  return {
    learn(item) {
      if (typeof item === 'object' && item !== null) for (const path of paths) learnPath(item, path);
    },
    get: (path) => known.get(path),
  };
}
