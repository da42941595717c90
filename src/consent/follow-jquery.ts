import { attempt } from '../safety/attempt.js';

interface JQuery {
  (target: unknown): {
    on(types: string, listener: () => void): unknown;
    off(types: string, listener: () => void): unknown;
  };
}

interface Page {
  readonly jQuery?: JQuery;
  readonly require?: { (name: string): JQuery; defined?(name: string): boolean };
}

/**
 * Hears events that jQuery triggers, which no listener of the browser does. jQuery is looked for as a global and among the
 * modules that RequireJS has loaded; it is never asked to load it. Nothing is returned while it is not there: a page that
 * starts may call it defined for a second in which asking for it throws.
 */
export function followJQuery(types: string, listener: () => void): (() => void) | undefined {
  // Not called `require`: a bundler would take it for its own.
  const { jQuery, require: modules } = window as unknown as Page;
  const loaded = attempt(() => modules?.defined?.('jquery') && modules('jquery'));
  const page = (loaded || jQuery)?.(document);
  page?.on(types, listener);
  return page && (() => void page.off(types, listener));
}
