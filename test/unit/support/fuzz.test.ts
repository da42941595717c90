import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { fuzz } from '../../fuzz/fuzz.js';
import { build, hostile, hostileJson } from '../../fuzz/hostile.js';
import { watchPrototypes } from '../../fuzz/watch-prototypes.js';

/** That nothing is found counts only if something would be. */

const input = hostile('number', 'text');
const target = { name: 'a test of the fuzz itself', share: 0 };

afterEach(() => void Reflect.deleteProperty(Object.prototype, 'polluted'));

/** As many libraries merge what they were given. */
function mergeNaively(into: { [name: string]: unknown }, from: unknown): void {
  for (const name in from as object) {
    const value = (from as { [name: string]: unknown })[name];
    if (typeof value === 'object' && value) mergeNaively((into[name] ??= {}) as never, value);
    else into[name] = value;
  }
}

describe('the fuzz', () => {
  it('finds code that throws on hostile input', async () => {
    const run = (recipe: Parameters<typeof build>[0]): void => void String(build(recipe));
    await expect(fuzz({ ...target, input, run }, { cases: 2000 })).rejects.toThrow(/Counterexample/);
  });

  it('finds code that is opened by what is merely not empty', async () => {
    const run = (recipe: Parameters<typeof build>[0]): void => {
      const { number } = (build(recipe) ?? {}) as { number?: unknown };
      if (number) throw new Error('opened');
    };
    await expect(fuzz({ ...target, input, run }, { cases: 2000 })).rejects.toThrow(/opened|not yours/);
  });

  it('finds code that changes a prototype', async () => {
    const poison = fc.constant({
      is: 'leaf' as const,
      value: JSON.parse('{"__proto__":{"polluted":true}}') as unknown,
    });
    const run = (recipe: Parameters<typeof build>[0]): void => mergeNaively({}, build(recipe));
    await expect(fuzz({ ...target, input: poison, run }, { cases: 10 })).rejects.toThrow(/Changed: Object\.prototype/);
  });

  it('makes the same cases from the same seed, and others from another', async () => {
    const collect = async (seed: number): Promise<string> => {
      const seen: unknown[] = [];
      await fuzz({ ...target, input: hostileJson('a'), run: (value) => void seen.push(value) }, { cases: 50, seed });
      return JSON.stringify(seen);
    };
    expect(await collect(1)).toBe(await collect(1));
    expect(await collect(1)).not.toBe(await collect(2));
  });

  it('plays as many cases as it says', async () => {
    let played = 0;
    const { cases } = await fuzz({ ...target, input, run: () => void played++ }, { cases: 2500 });
    expect([cases, played]).toEqual([2500, 2500]);
  });
});

describe('the watch over prototypes', () => {
  it('sees a member that was replaced by another', () => {
    const watch = watchPrototypes();
    const { toString } = RegExp.prototype;
    Reflect.set(RegExp.prototype, 'toString', () => 'x');
    expect([watch.hasGrown(), watch.changed()]).toEqual([false, ['RegExp.prototype']]);
    Reflect.set(RegExp.prototype, 'toString', toString);
    expect(watch.changed()).toEqual([]);
  });
});
