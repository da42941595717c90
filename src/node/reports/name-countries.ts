import type { CollectorDefinition } from '../../manifest/manifest.js';
import { findAdequacy, isAdequate, isInEea, type AdequacyDecision } from '../adequate-countries.js';
import type { RecipientEntry } from './report-schema.js';
import { fill, type Words } from './words.js';

/** What GDPR Art. 44 ff. say of where a recipient processes the data. */
export function judgeTransfer({ country, safeguard }: CollectorDefinition): RecipientEntry['transfer'] {
  if (country === undefined) return 'unknown';
  if (isInEea(country)) return 'none';
  if (isAdequate(country)) return 'adequate';
  return safeguard === undefined ? 'unprotected' : 'safeguarded';
}

/** Returns the decision that finds a country adequate, in words, where there is one, with what it leaves out. */
export function describeAdequacy(country: string | undefined, words: Words): string | undefined {
  const found = findAdequacy(country ?? '');
  if (!found) return undefined;
  const { limits, unconfirmed } = words.texts.transfers;
  return [
    describeDecision(found, words),
    ...(found.limit ? [limits[found.limit]] : []),
    ...(found.isUnconfirmed ? [unconfirmed] : []),
  ].join(', ');
}

function describeDecision({ decision, date, renewal }: AdequacyDecision, { texts, day }: Words): string {
  if (!renewal) return fill(texts.transfers.adequacy, { decision, date: day(date) });
  return fill(texts.transfers.renewed, {
    decision,
    date: day(date),
    renewed: day(renewal.date),
    until: day(renewal.until),
  });
}

/**
 * Returns a third country and on what ground data goes there: `United States (SCC)`, `Japan (adequacy decision …)`.
 * GDPR Art. 30(1)(e) has every third country named, whatever its adequacy.
 */
export function describeTransfer(collector: CollectorDefinition, words: Words): string | undefined {
  const { country, safeguard } = collector;
  if (judgeTransfer(collector) === 'none') return undefined;
  if (country === undefined) return words.texts.transfers.noCountry;
  const grounds = [describeAdequacy(country, words), safeguard].filter((ground) => ground !== undefined);
  return `${words.country(country)} (${grounds.join('; ') || words.texts.transfers.noSafeguard})`;
}

/** Returns the country alone, where it is a third country. */
export function nameTransfer(collector: CollectorDefinition, { texts, country }: Words): string | undefined {
  if (judgeTransfer(collector) === 'none') return undefined;
  return collector.country === undefined ? texts.transfers.noCountry : country(collector.country);
}
