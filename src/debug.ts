/** The entry `headgate/debug`: says in the console what is wrong, and what to do about it. Nobody loads it who did not ask. */
export { debug } from './debug/debug.js';
export type { Debug, DebugHost, DebugLoader, Told } from './audit/debugging.js';
