/**
 * JSON of plain data by what it holds itself. Some libraries give every array or object of the page a `toJSON`, which
 * `JSON.stringify` asks: what would be stored and sent would be theirs. Texts and numbers are never asked for one.
 *
 * @see https://tc39.es/ecma262/#sec-serializejsonproperty
 */
export function toJson(value: unknown): string {
  return ('toJSON' in [] ? write(value) : JSON.stringify(value))!;
}

/** `undefined` for what JSON has no form for. */
function write(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => write(item) ?? 'null').join()}]`;
  const members = Object.entries(value).map(([key, item]) => [JSON.stringify(key), write(item)]);
  return `{${members.flatMap(([key, text]) => (text === undefined ? [] : `${key}:${text}`)).join()}}`;
}
