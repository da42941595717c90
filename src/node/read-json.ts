import { locateJson, type JsonLocations } from './locate-json.js';
import type { Path } from './manifest-error.js';

/** A JSON text that was read, with the places of its values. */
export interface JsonText {
  readonly value: unknown;
  /** Paths of keys that an object has more than once. */
  readonly repeated: JsonLocations['repeated'];
  /** Returns the place of a value, or of the nearest value around it where it is missing. */
  readonly locate: (path: Path) => Position;
}

/** Counted from 1, in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where a text stops being JSON; the engine does not always say. */
export interface JsonFault extends Partial<Position> {
  readonly message: string;
}

/** Reads JSON. Comments and trailing commas are passed over, as editors do in configuration files. */
export function readJson(text: string): JsonText | JsonFault {
  const plain = blankComments(text).replace(STRING_OR_LAST_COMMA, keepStrings);
  try {
    const value: unknown = JSON.parse(plain);
    const { offsets, repeated } = locateJson(plain);
    const positionOf = createLineIndex(text);
    const locate = (path: Path): Position => {
      for (let length = path.length; length > 0; length--) {
        const offset = offsets.get(JSON.stringify(path.slice(0, length)));
        if (offset !== undefined) return positionOf(offset);
      }
      return { line: 1, column: 1 };
    };
    return { value, repeated, locate };
  } catch (error) {
    const { message } = error as SyntaxError;
    // The engine names the offset of some faults only; for the others its message quotes the place.
    const offset = / position (\d+)/.exec(message)?.[1];
    return { message, ...(offset !== undefined && createLineIndex(text)(Number(offset))) };
  }
}

const STRING_OR_COMMENT = /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
const STRING_OR_LAST_COMMA = /"(?:[^"\\\n]|\\.)*"|,(?=\s*[}\]])/g;

const keepStrings = (part: string): string => (part.startsWith('"') ? part : part.replace(/[^\n]/g, ' '));

/** Each character stays where it was, so that places in the result are places in the text. */
export function blankComments(text: string): string {
  return text.replace(STRING_OR_COMMENT, keepStrings);
}

/** Returns a function from an offset to its line and column. Lines are found once, whatever is looked up. */
export function createLineIndex(text: string): (offset: number) => Position {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - starts[low]! + 1 };
  };
}
