import { createInspector, type InspectorOptions } from './create-inspector.js';
import { TAG } from './create-overlay.js';
import type { Inspected } from './view.js';

/**
 * Opens an overlay on the page that shows each event as it happens: what the gate said and by which rule, consent by source, what
 * waits here and on the device, what left and with which answer, and the tallies. It shows no values of events, stores nothing
 * and sends nothing. There is one at a time. Returns what closes it.
 *
 * @param headgate @defaultValue the global instance of a script file
 * @example
 * ```ts
 * // Where the address has `?headgate`; nobody else loads it.
 * if (/[?&]headgate\b/.test(location.search)) {
 *   const { startInspector } = await import('headgate/inspector');
 *   startInspector(headgate);
 * }
 * ```
 */
export function startInspector(headgate?: Inspected, options: InspectorOptions = {}): () => void {
  const instance = headgate ?? (globalThis as unknown as { headgate?: Inspected }).headgate;
  const isReady = typeof instance?.watch === 'function' && !document.querySelector(TAG);
  return isReady ? createInspector(instance, options).close : () => {};
}
