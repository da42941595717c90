import * as engine from '../instance/engine.js';
import { startScript, type Configuration, type ScriptParts } from './start-script.js';

/** Starts a script file that has all in it: the engine is there when it is asked for. */
export function startWhole(parts: Omit<ScriptParts, 'loadEngine'>, built: Configuration): void {
  startScript({ ...parts, loadEngine: () => engine }, built);
}
