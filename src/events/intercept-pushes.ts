import { createProtect } from '../safety/protect.js';

/** A page's data layer: an array that others listen to by replacing its `push`. */
type Layer = unknown[];

/**
 * Sees each item that is pushed to `window[name]`, those that lie in it first. An item for which `admit` answers false goes
 * no further: neither into the array nor to anybody who listens to it, whoever replaced `push` before or after.
 *
 * `push` becomes a property that is read anew each time: what a tag manager puts in its place is called by the one
 * function that callers get, and what it keeps of the old one passes items that were seen already.
 */
export function interceptPushes(name: string, admit: (item: unknown) => boolean): () => void {
  const page = window as unknown as { [name: string]: unknown };
  if (!Array.isArray(page[name])) page[name] = [];
  const layer = page[name] as Layer;
  const ask = createProtect(() => {})(admit);
  const seen = new WeakMap<object, boolean>();
  let isStopped = false;
  // Another one may intercept already: what replaces `push` then goes behind both.
  const earlier = Object.getOwnPropertyDescriptor(layer, 'push');
  // An own `push` is what a tag manager left there before.
  let inner: Layer['push'] = layer.push;

  function isAdmitted(item: unknown): boolean {
    if (typeof item !== 'object' || item === null) return true;
    // What fails to answer goes the page's way: this is a guest.
    if (!seen.has(item)) seen.set(item, ask(item) ?? true);
    return seen.get(item)!;
  }

  function get(): Layer['push'] {
    const next = earlier?.get ? (earlier.get.call(layer) as Layer['push']) : inner;
    return (...items) => {
      const admitted = isStopped ? items : items.filter(isAdmitted);
      return admitted.length || !items.length ? next.apply(layer, admitted) : layer.length;
    };
  }
  function set(replacement: Layer['push']): void {
    if (earlier?.set) earlier.set.call(layer, replacement);
    else inner = replacement;
  }
  Object.defineProperty(layer, 'push', { configurable: true, get, set });
  const kept = layer.filter(isAdmitted);
  if (kept.length < layer.length) layer.splice(0, layer.length, ...kept);

  return () => {
    isStopped = true;
    // Somebody else may intercept as well: this one then lets everything pass.
    if (Object.getOwnPropertyDescriptor(layer, 'push')?.get !== get) return;
    if (earlier?.get) {
      Object.defineProperty(layer, 'push', earlier);
      return;
    }
    delete (layer as { push?: unknown }).push;
    if (inner !== Array.prototype.push) layer.push = inner;
  };
}
