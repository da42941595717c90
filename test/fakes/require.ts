import { drop, page } from './fake-platform.js';

/**
 * RequireJS as it is while Luma starts, for a second and more: a module is called defined, and asking for it throws. Returns
 * what ends that.
 */
export function loadHalfOfRequire(): () => void {
  page['require'] = Object.assign(
    (name: string): never => {
      throw new Error(`Module name "${name}" has not been loaded yet for context: _`);
    },
    { defined: () => true },
  );
  return () => drop('require');
}
