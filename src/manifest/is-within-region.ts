/** The countries of the European Union, ISO 3166. */
const UNION = /^(AT|B[EG]|C[YZ]|D[EK]|E[ES]|F[IR]|GR|H[RU]|I[ET]|L[TUV]|MT|NL|P[LT]|RO|S[EIK])\b/;

/**
 * Whether a place (`DE`, `US-CA`) lies in a region: it is that region, a part of it, or a country of the Union for `EU`.
 *
 * @example
 * ```ts
 * import { isWithinRegion } from 'headgate/node';
 *
 * isWithinRegion('DE', 'EU'); // true
 * isWithinRegion('US', 'US-CA'); // false: it may be another state
 * ```
 */
export function isWithinRegion(place: string, region: string): boolean {
  return place === region || place.startsWith(`${region}-`) || (region === 'EU' && UNION.test(place));
}
