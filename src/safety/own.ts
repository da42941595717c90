/**
 * What a record holds under a name itself. Page scripts add to `Object.prototype`, and every object would seem to have it:
 * a lane, a regime or a field that nobody declared.
 */
export function own<T>(record: { readonly [name: string]: T } | undefined, name: string): T | undefined {
  return record && Object.hasOwn(record, name) ? record[name] : undefined;
}

/** The same of what others made, where a record without the name is an answer and no record at all is a fault: it throws. */
export function readOwn<T>(record: { readonly [name: string]: T }, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
