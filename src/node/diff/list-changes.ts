/** What two lists of names have gained and lost. */
export function compareNames(
  old: readonly string[] = [],
  now: readonly string[] = [],
): { readonly added: readonly string[]; readonly removed: readonly string[] } {
  const [before, after] = [new Set(old), new Set(now)];
  return { added: now.filter((name) => !before.has(name)), removed: old.filter((name) => !after.has(name)) };
}

export interface Renamed {
  readonly old: string;
  readonly now: string;
}

/** Pairs names that came with names that went where what they stand for is the same. */
export function pairRenames<T>(
  { added, removed }: { readonly added: readonly string[]; readonly removed: readonly string[] },
  old: { readonly [name: string]: T },
  now: { readonly [name: string]: T },
): Renamed[] {
  const free = new Map(removed.map((name) => [JSON.stringify(old[name]), name]));
  return added.flatMap((name) => {
    const text = JSON.stringify(now[name]);
    const match = free.get(text);
    free.delete(text);
    return match === undefined ? [] : [{ old: match, now: name }];
  });
}
