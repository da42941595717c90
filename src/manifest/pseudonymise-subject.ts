import type { EventDefinition } from './manifest.js';

/** Only pseudonyms leave: a pseudonym of 256 bits cannot be guessed, so knowing it is the right to ask. */
export async function pseudonymiseSubject(
  rules: readonly EventDefinition[],
  subject: { readonly [field: string]: string },
  pseudonymise: (text: string) => Promise<string>,
): Promise<{ [field: string]: string }> {
  const pseudonyms: { [field: string]: string } = {};
  for (const [name, value] of Object.entries(subject)) {
    const isKnown = rules.some(({ fields }) => fields?.[name]?.protect === 'pseudonymise');
    if (isKnown && typeof value === 'string') pseudonyms[name] = await pseudonymise(value);
  }
  return pseudonyms;
}
