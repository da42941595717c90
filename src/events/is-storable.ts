import type { ConsentState } from '../consent/consent.js';
import type { EventDefinition } from '../manifest/manifest.js';
import { own } from '../safety/own.js';

/** Whether what belongs to an event may lie on the device now: under its own consent, or where the manifest calls it necessary. */
export function isStorable(rule: EventDefinition, categories: ConsentState['categories']): boolean {
  const said: EventDefinition = Object.assign(Object.create(null), rule);
  const { storage, basis, categories: bound = [] } = said;
  if (storage === 'necessary') return true;
  return basis === 'consent' && bound.length > 0 && bound.every((category) => own(categories, category) === 'granted');
}
