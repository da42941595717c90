/**
 * What a record holds under a name itself. Page scripts add to `Object.prototype`, and every object would seem to have it:
 * a lane, a regime or a field that nobody declared.
 */
export function own<T>(record: { readonly [name: string]: T } | undefined, name: string): T | undefined {
  return record && Object.hasOwn(record, name) ? record[name] : undefined;
}
