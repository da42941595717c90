import { startBridge } from './bridge/start-bridge.js';
import { gpc } from './consent/sources/gpc.js';
import { magento } from './consent/sources/magento.js';
import { manual } from './consent/sources/manual.js';
import { onetrust } from './consent/sources/onetrust.js';
import { json } from './delivery/collectors/json.js';
import type { ScriptParts } from './script/start-script.js';

/** The adapters that most shops need. `headgate build` makes a file with others. */
export const DEFAULT_PARTS: Omit<ScriptParts, 'loadEngine'> = {
  sources: { manual, magento, onetrust, gpc },
  collectors: { json },
  events: {},
  bridge: startBridge,
};
