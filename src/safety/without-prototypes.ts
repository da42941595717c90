/**
 * A copy of plain data whose objects inherit nothing: whatever page scripts add to `Object.prototype` is no part of it,
 * however it is read. Functions, elements and what else has a prototype of its own stay as they are.
 */
export function withoutPrototypes<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutPrototypes) as T;
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const copies = Object.entries(value).map(([key, item]) => [key, withoutPrototypes(item)]);
  return Object.setPrototypeOf(Object.fromEntries(copies), null) as T;
}
