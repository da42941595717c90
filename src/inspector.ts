/** The entry `headgate/inspector`: an overlay that shows each event as it happens. Nobody loads it who did not ask. */
export { debug } from './inspector/open-as-debugger.js';
export type { InspectorOptions } from './inspector/create-inspector.js';
export { startInspector } from './inspector/start-inspector.js';
export type { Inspected } from './inspector/view.js';
export type { Sent, Watch, Watched } from './audit/debugging.js';
