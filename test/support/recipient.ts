import type { CollectorDefinition } from '../../src/manifest/manifest.js';

/** The least that a manifest says of a collector: without it, the collector does not start. */
export const OURS: CollectorDefinition = { recipient: 'Acme GmbH', role: 'controller', country: 'DE' };
