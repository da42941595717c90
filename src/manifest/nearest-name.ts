import { toJson } from '../safety/to-json.js';

/** Returns the candidate that a mistyped name most likely means; `undefined` where none is near. */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  let nearest: string | undefined;
  let least = Math.ceil(name.length / 3) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < least) [nearest, least] = [candidate, distance];
  }
  return nearest;
}

/** Returns `one of "a", "b"`, with the nearest of them in front where the found value is close to one. */
export function describeChoice(found: unknown, candidates: Iterable<string>): string {
  const names = [...candidates];
  const nearest = typeof found === 'string' ? nearestName(found, names) : undefined;
  if (names.length === 0) return 'a name that is declared; none is';
  const list = `one of ${names.map(toJson).join(', ')}`;
  return nearest === undefined ? list : `${toJson(nearest)}? (${list})`;
}

/** Levenshtein distance, one row at a time. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = previous[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, previous[column]! + 1, current[column - 1]! + 1));
    }
    previous = current;
  }
  return previous[to.length]!;
}
