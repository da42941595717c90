import type { CollectorDefinition } from '../../manifest/manifest.js';
import { findAdequacy, isAdequate, isInEea } from '../adequate-countries.js';
import type { RecipientEntry } from './report-schema.js';

const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });

/** Returns a country's English name for its ISO 3166-1 code; a code that is none stays as it is. */
export function nameCountry(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code;
}

/** What GDPR Art. 44 ff. say of where a recipient processes the data. */
export function judgeTransfer({ country, safeguard }: CollectorDefinition): RecipientEntry['transfer'] {
  if (country === undefined) return 'unknown';
  if (isInEea(country)) return 'none';
  if (isAdequate(country)) return 'adequate';
  return safeguard === undefined ? 'unprotected' : 'safeguarded';
}

/** Returns the decision that finds a country adequate, in words, where there is one. */
export function describeAdequacy(country = ''): string | undefined {
  const found = findAdequacy(country);
  if (!found) return undefined;
  const { decision, date, renewed, until } = found;
  const term = until === undefined ? '' : `, renewed ${renewed}, until ${until}`;
  return `adequacy decision ${decision === undefined ? '' : `${decision} `}of ${date}${term}`;
}

/**
 * Returns a third country and on what ground data goes there: `United States (SCC)`, `Japan (adequacy decision …)`.
 * GDPR Art. 30(1)(e) has every third country named, whatever its adequacy.
 */
export function describeTransfer(collector: CollectorDefinition): string | undefined {
  const { country, safeguard } = collector;
  if (judgeTransfer(collector) === 'none') return undefined;
  if (country === undefined) return 'country not named';
  const grounds = [describeAdequacy(country), safeguard].filter((ground) => ground !== undefined);
  return `${nameCountry(country)} (${grounds.join('; ') || 'no safeguard named'})`;
}

/** Returns the country alone, where it is a third country. */
export function nameTransfer(collector: CollectorDefinition): string | undefined {
  if (judgeTransfer(collector) === 'none') return undefined;
  return collector.country === undefined ? 'country not named' : nameCountry(collector.country);
}
