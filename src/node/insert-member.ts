import { blankComments } from './read-json.js';

/** Everything that stands between values is one of these, so a sound text is a list of them. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** An object in a JSON text: where it is opened and closed, and what stands in it last. */
interface Place {
  readonly open: number;
  readonly close: number;
  /** Where its last token ends, and whether that is a comma. */
  readonly last: { readonly end: number; readonly isComma: boolean } | undefined;
}

/**
 * Adds a member to an object of a JSON text, after those that are there. Everything else keeps its place, its comments and its
 * form; the member is written in the form of the others.
 *
 * @param path The keys that lead to the object; none for the outermost.
 * @throws where there is no such object in the text.
 */
export function insertMember(text: string, path: readonly string[], name: string, value: unknown): string {
  const place = findObject(text, path);
  if (!place) throw new Error(`There is no object at ${JSON.stringify(path)} in the text.`);
  const { open, close, last } = place;
  // What stands before the closing brace, a comment of the last member among it, stays before the new one.
  const before = text.slice(0, close).trimEnd();
  const comma = last && !last.isComma ? last.end : undefined;
  const head = comma === undefined ? before : `${before.slice(0, comma)},${before.slice(comma)}`;
  const isOnOneLine = last !== undefined && !text.slice(open, close).includes('\n');
  if (isOnOneLine) return `${head} ${JSON.stringify(name)}: ${printFlat(value)} ${text.slice(close)}`;
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  const outer = indentOf(text, open);
  const unit = /\n( +|\t)"/.exec(text)?.[1] ?? '  ';
  const inner = firstIndent(text, open) ?? outer + unit;
  const member = `${JSON.stringify(name)}: ${printJson(value, inner, unit).replaceAll('\n', lineBreak)}`;
  const trailing = last?.isComma ? ',' : '';
  return `${head}${lineBreak}${inner}${member}${trailing}${lineBreak}${outer}${text.slice(close)}`;
}

interface Level {
  readonly isArray: boolean;
  /** The key of the member that is being read. */
  key?: string;
}

function findObject(text: string, path: readonly string[]): Place | undefined {
  const levels: Level[] = [];
  let expectsKey = false;
  let open = -1;
  let last: Place['last'];
  for (const { 0: token, index } of blankComments(text).matchAll(TOKEN)) {
    const level = levels.at(-1);
    const isThere = levels.length === path.length && path.every((key, at) => levels[at]!.key === key);
    if (open < 0 && token === '{' && isThere) open = index;
    else if (open >= 0 && token === '}' && levels.length === path.length + 1) return { open, close: index, last };
    else if (open >= 0) last = { end: index + token.length, isComma: token === ',' };
    if (token === '{' || token === '[') levels.push({ isArray: token === '[' });
    else if (token === '}' || token === ']') levels.pop();
    else if (expectsKey && level) level.key = JSON.parse(token) as string;
    expectsKey = token === '{' || (token === ',' && level?.isArray === false);
  }
  return undefined;
}

/** The white space that begins the line of a place. */
function indentOf(text: string, at: number): string {
  const line = text.slice(text.lastIndexOf('\n', at) + 1, at);
  return /^\s*/.exec(line)![0];
}

/** That of the first member, where it has a line of its own. */
function firstIndent(text: string, open: number): string | undefined {
  return /^[^\S\n]*(?:\/\/[^\n]*)?\r?\n(?:\s*(?:\/\/[^\n]*\n|\/\*[\s\S]*?\*\/))*([^\S\n]*)"/.exec(
    text.slice(open + 1),
  )?.[1];
}

const MAX_WIDTH = 110;

/** JSON on one line where it fits, as formatters do. */
export function printJson(value: unknown, indent: string, unit = '  '): string {
  const flat = printFlat(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return flat;
  const isDeep = Object.values(value).some((item) => typeof item === 'object' && !Array.isArray(item));
  const isShort = indent.length + flat.length < MAX_WIDTH - 24;
  if (isShort && !isDeep) return flat;
  const lines = Object.entries(value).map(
    ([key, item]) => `${indent}${unit}${JSON.stringify(key)}: ${printJson(item, indent + unit, unit)}`,
  );
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function printFlat(value: unknown): string {
  return JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ').replace(/\[ /g, '[').replace(/ \]/g, ']');
}
