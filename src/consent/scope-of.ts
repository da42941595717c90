import type { Manifest } from '../manifest/manifest.js';

/** The part of a manifest that says what consent is given for. */
export type ConsentScope = Partial<Pick<Manifest, 'events' | 'collectors'>>;

/**
 * What consent to a category is given for (GDPR Art. 4(11), 13(1)(e)): the purposes of its events and who receives them, one a
 * line, in an order of their own. Pure.
 */
export function scopeOf({ events = {}, collectors = {} }: ConsentScope, category: string): string {
  const lines = Object.values(events)
    .filter(({ categories }) => categories?.includes(category))
    .flatMap(({ purpose, collectors: names }) => [
      purpose,
      ...names.map((name) => `${name}: ${collectors[name]?.recipient ?? ''}`),
    ]);
  return [...new Set(lines)].sort().join('\n');
}

/** Whether a visitor objects to a legitimate interest by refusing this category. Pure. */
export function isContestable({ events = {} }: ConsentScope, category: string): boolean {
  return Object.values(events).some(
    ({ basis, categories }) => basis === 'legitimate_interests' && categories?.includes(category),
  );
}
