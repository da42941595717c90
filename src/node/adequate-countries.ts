/**
 * Where personal data may go without a transfer mechanism of its own: the European Economic Area, and the countries
 * that the European Commission has found adequate as a whole (GDPR Art. 45).
 *
 * Source: commission.europa.eu, "Adequacy decisions", with Brazil's decision of 26 January 2026. As of November 2026.
 * Canada and the United States are left out on purpose: their decisions cover only some recipients (commercial
 * organisations under PIPEDA; participants of the EU-US Data Privacy Framework), so a manifest names what covers it.
 */
const EEA = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK';
const FOUND_ADEQUATE = 'AD AR BR CH FO GB GG IL IM JE JP KR NZ UY';

const eea = new Set(EEA.split(' '));
const adequate = new Set([...eea, ...FOUND_ADEQUATE.split(' ')]);

/** Returns whether a country (ISO 3166-1 alpha-2) is in the European Economic Area, where the GDPR itself holds. */
export function isInEea(country: string): boolean {
  return eea.has(country);
}

/** Returns whether data may go to a country (ISO 3166-1 alpha-2) without a transfer mechanism of its own. */
export function isAdequate(country: string): boolean {
  return adequate.has(country);
}

const regionNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/** Codes that CLDR names although they stand for no country. */
const NOT_COUNTRIES = new Set(['EU', 'EZ', 'QO', 'UN', 'XA', 'XB', 'ZZ']);

/** Returns whether a code is an assigned ISO 3166-1 alpha-2 code, and not an alias of one (`UK` for `GB`). */
export function isCountry(code: string): boolean {
  if (!/^[A-Z]{2}$/.test(code) || NOT_COUNTRIES.has(code)) return false;
  return regionNames.of(code) !== undefined && Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`;
}
