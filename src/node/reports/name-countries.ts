import type { CollectorDefinition } from '../../manifest/manifest.js';
import { isAdequate } from '../adequate-countries.js';
import type { RecipientEntry } from './report-schema.js';

const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });

/** Returns a country's English name for its ISO 3166-1 code; a code that is none stays as it is. */
export function nameCountry(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code;
}

/** What GDPR Art. 44 ff. say of where a recipient processes the data. */
export function judgeTransfer({ country, safeguard }: CollectorDefinition): RecipientEntry['transfer'] {
  if (country === undefined) return 'unknown';
  if (isAdequate(country)) return 'none';
  return safeguard === undefined ? 'unprotected' : 'safeguarded';
}

/** Returns the country and, where data goes there by a transfer, on what ground: `United States (SCC)`. */
export function describeTransfer(collector: CollectorDefinition): string | undefined {
  const transfer = judgeTransfer(collector);
  if (transfer === 'none') return undefined;
  if (collector.country === undefined) return 'country not named';
  return `${nameCountry(collector.country)} (${collector.safeguard ?? 'no safeguard named'})`;
}

/** Returns the country alone, where data goes there by a transfer. */
export function nameTransfer(collector: CollectorDefinition): string | undefined {
  if (judgeTransfer(collector) === 'none') return undefined;
  return collector.country === undefined ? 'country not named' : nameCountry(collector.country);
}
