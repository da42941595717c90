/** The second file of a script tag. Gives what it has to the first one, whose element it is loaded by; alone it does nothing. */
import { createEngine } from './instance/engine.js';
import type { EngineElement } from './script/create-engine-loader.js';
import { RELEASE } from './script/engine-identity.js';
import { readDocument } from './script/read-document.js';

(readDocument('currentScript') as EngineElement | null)?.receive?.(RELEASE, { createEngine });
