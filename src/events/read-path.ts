/**
 * What lies at a path such as `ecommerce.items.0.item_id`. Own properties only: a page's data never lead to what an object
 * inherits. `undefined` where the path ends early.
 */
export function readPath(value: unknown, path: string): unknown {
  let found = value;
  for (const key of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as { readonly [key: string]: unknown })[key];
  }
  return found;
}
