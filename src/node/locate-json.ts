/** Where the values of a JSON text stand. */
export interface JsonLocations {
  /** Path as JSON → offset of the key that names the value, or of the value itself in an array. */
  readonly offsets: ReadonlyMap<string, number>;
  /** Paths of keys that an object has more than once, of which `JSON.parse` keeps the last. */
  readonly repeated: readonly (readonly (string | number)[])[];
}

/** Everything that stands between values is one of these, so a sound text is a list of them. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

interface Level {
  /** The key or index that the next value has. */
  step: string | number;
  isArray: boolean;
}

/** Locates every value of a text that `JSON.parse` accepts. */
export function locateJson(text: string): JsonLocations {
  const offsets = new Map<string, number>();
  const repeated: (string | number)[][] = [];
  const levels: Level[] = [];
  let isKey = false;

  const mark = (offset: number): void => {
    const path = levels.map((level) => level.step);
    const key = JSON.stringify(path);
    if (offsets.has(key)) repeated.push(path);
    offsets.set(key, offset);
  };

  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const level = levels.at(-1);
    if (token === '}' || token === ']') levels.pop();
    else if (token === ',') {
      if (level?.isArray) level.step = Number(level.step) + 1;
      else isKey = true;
    } else if (token === ':') isKey = false;
    else if (isKey && level && !level.isArray) {
      level.step = JSON.parse(token) as string;
      mark(index);
    } else if (level?.isArray) mark(index);
    if (token === '{' || token === '[') {
      levels.push({ step: token === '[' ? 0 : '', isArray: token === '[' });
      isKey = token === '{';
    }
  }
  return { offsets, repeated: repeated.filter((path) => !isInside(path, repeated)) };
}

/** Inside a repeated object every key is seen again, which says nothing new. */
function isInside(path: readonly unknown[], others: readonly (readonly unknown[])[]): boolean {
  return others.some((other) => other.length < path.length && other.every((step, index) => step === path[index]));
}
