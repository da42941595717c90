/** Choices at random that are the same in each run. */
export function createRandom(seed: number) {
  let state = seed;
  // Mulberry32.
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const isTrue = (chance: number): boolean => next() < chance;
  return {
    isTrue,
    pick: <T>(choices: readonly T[]): T => choices[Math.floor(next() * choices.length)]!,
    /** Each of them with a chance. */
    numbers: (of: readonly number[], chance: number): number[] => of.filter(() => isTrue(chance)),
  };
}
