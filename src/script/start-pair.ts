import { createEngineLoader } from './create-engine-loader.js';
import { startScript, type Configuration, type ScriptParts } from './start-script.js';

/** Starts the first of two script files: the second one, beside it, is loaded once something may have an effect. */
export function startPair(
  parts: Omit<ScriptParts, 'loadEngine'>,
  built: Configuration,
  file = 'headgate-engine.min.js',
): void {
  startScript({ ...parts, loadEngine: createEngineLoader(file) }, built);
}
