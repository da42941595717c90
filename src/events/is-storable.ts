import type { ConsentState } from '../consent/consent.js';
import type { EventDefinition } from '../manifest/manifest.js';

/** Whether what belongs to an event may lie on the device now: under its own consent, or where the manifest calls it necessary. */
export function isStorable(
  { storage, basis, categories: bound = [] }: EventDefinition,
  categories: ConsentState['categories'],
): boolean {
  if (storage === 'necessary') return true;
  return basis === 'consent' && bound.length > 0 && bound.every((category) => categories[category] === 'granted');
}
