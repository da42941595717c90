import type { EventDefinition } from './manifest.js';

/**
 * The consent categories that can close an event: those of consent, and those by which a visitor objects to a legitimate
 * interest. On another legal basis, a category that an event names says nothing of whether it may be processed.
 */
export function decidingCategories({
  basis,
  categories = [],
}: Pick<EventDefinition, 'basis' | 'categories'>): readonly string[] {
  return basis === 'consent' || basis === 'legitimate_interests' ? categories : [];
}
