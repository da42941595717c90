/** Reads by the document's own getter: markup that a visitor can write puts an element in the place of any property of it. */
export function readDocument<K extends 'currentScript' | 'documentElement' | 'head' | 'readyState'>(
  name: K,
): Document[K] {
  const known = Object.getOwnPropertyDescriptor(Document.prototype, name);
  return known?.get ? known.get.call(document) : document[name];
}
