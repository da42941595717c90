/** What a hostile platform does at each use, one after the other and over again. */
export interface Script {
  /** Of each new thing that is asked for: a value, an object, a function, a list, or a throw. */
  readonly kinds: readonly number[];
  readonly leaves: readonly unknown[];
}

const DEPTH = 6;

/**
 * A platform that has whatever it is asked for: each member is a value of the script, or another such object, which can be
 * called too; a function that it is given may be called back, at once. Asked again it says the same.
 */
export function createPlatform({ kinds, leaves }: Script, name: string): unknown {
  let uses = 0;

  function make(path: string, depth: number): unknown {
    const kind = kinds[uses++ % kinds.length]!;
    const leaf = leaves[uses % leaves.length];
    if (kind < 25 || depth >= DEPTH) return leaf;
    if (kind < 30) throw new TypeError(`${path} is not ready`);
    if (kind < 35) return Promise.resolve(leaf);
    if (kind < 40) return [leaf, leaf];
    return createMembers(path, depth);
  }

  function createMembers(path: string, depth: number): unknown {
    const known = new Map<PropertyKey, unknown>();
    const read = (member: PropertyKey): unknown => {
      if (member === Symbol.toPrimitive || member === 'toString' || member === 'valueOf') return () => path;
      if (typeof member === 'symbol') return undefined;
      if (!known.has(member)) known.set(member, make(`${path}.${String(member)}`, depth + 1));
      return known.get(member);
    };
    return new Proxy(function () {}, {
      get: (_, member) => read(member),
      has: (_, member) => read(member) !== undefined,
      apply(_, _self, args: unknown[]) {
        const result = make(`${path}()`, depth + 1);
        for (const arg of args) if (typeof arg === 'function') (arg as (...said: unknown[]) => void)(result, leaves[0]);
        return result;
      },
      set: () => true,
      ownKeys: () => ['prototype', 'analytics', 'marketing'],
      getOwnPropertyDescriptor: (target, member) =>
        Reflect.getOwnPropertyDescriptor(target, member) ?? {
          configurable: true,
          enumerable: true,
          value: read(member),
        },
    });
  }

  return createMembers(name, 0);
}
