import type { DebugHost, Told } from '../audit/debugging.js';
import type { Headgate } from '../instance/headgate.js';
import { createInspector, type Inspector } from './create-inspector.js';
import { TAG } from './create-overlay.js';

/**
 * Opens the overlay in the place of what explains problems, so that a script file loads it as it loads `headgate-debug.min.js`:
 * by `data-debug`, on every page or where it is asked for. What happened before it had loaded is heard too.
 *
 * @example
 * ```html
 * <script src="/js/headgate.min.js" data-debug="/js/headgate-inspector.min.js" data-debug-when="asked" defer></script>
 * ```
 */
export function debug(_host: DebugHost): (told: Told) => void {
  const { headgate } = globalThis as unknown as { headgate?: Headgate };
  if (typeof headgate?.watch !== 'function' || document.querySelector(TAG)) return () => {};
  const inspector: Inspector = createInspector(headgate, {}, true);
  return inspector.onTold;
}
