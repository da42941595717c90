import { own } from '../safety/own.js';
import type { Manifest } from './manifest.js';
import { toPseudonymText } from './protect-fields.js';

/**
 * What a device proves by to a collector that events are its own: made like a pseudonym, of no field, so it is another one for
 * each recipient, is kept nowhere and dies with the consent.
 */
export const toSecretText = (recipient: string, collector: string): string => toPseudonymText(recipient, '', collector);

/**
 * What a collector is asked to erase by: the pseudonyms that it may have, of its own recipient and of no field that it never
 * receives. Only pseudonyms leave: one of 256 bits cannot be guessed, so knowing it is the right to ask.
 */
export async function pseudonymiseSubject(
  { events, collectors }: Pick<Manifest, 'events' | 'collectors'>,
  collector: string,
  subject: { readonly [field: string]: string },
  pseudonymise: (text: string) => Promise<string>,
): Promise<{ [field: string]: string }> {
  const recipient = own(collectors, collector)?.recipient ?? '';
  const received = Object.values(events).filter((rule) => rule.collectors.includes(collector));
  const pseudonyms: { [field: string]: string } = {};
  for (const [name, value] of Object.entries(subject)) {
    const isPseudonym = received.some(({ fields }) => own(fields, name)?.protect === 'pseudonymise');
    if (isPseudonym && typeof value === 'string')
      pseudonyms[name] = await pseudonymise(toPseudonymText(recipient, name, value));
  }
  return pseudonyms;
}
