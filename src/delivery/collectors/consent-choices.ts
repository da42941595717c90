import { own } from '../../safety/own.js';
import type { TaggedEvent } from '../../tag/tagged-event.js';

/**
 * Each consent category that an event names, and whether it is granted: for a receipt every category's own choice, for any
 * other event the strictest of its categories, because only that is known of it. What is not known is not granted.
 */
export function consentChoices({ data, categories, consent }: TaggedEvent): (readonly [string, boolean])[] {
  const { state } = consent.released ?? consent.captured;
  const choices = own(data as { readonly [field: string]: unknown }, 'categories');
  return typeof choices === 'object' && choices
    ? Object.entries(choices).map(([category, choice]) => [category, choice === 'granted'])
    : categories.map((category) => [category, state === 'granted']);
}
