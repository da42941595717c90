import { isWithinRegion } from '../manifest/is-within-region.js';
import type { Manifest, Regime } from '../manifest/manifest.js';
import type { ConsentReading } from './consent.js';

/** What one source said; `undefined` while it has said nothing, and after it failed. */
export type Readings = readonly (ConsentReading | undefined)[];

type Regimes = Manifest['regimes'];

/** A country and a part of it. `XX` and `ZZ` are what content networks say where they do not know. */
const REGION = /^(?!XX|ZZ)([A-Z]{2})(?:[-_;]([A-Z\d]{1,3})?)?$/;

/** They are not of the Union, and the GDPR holds there too (EEA Joint Committee, 154/2018). */
const BESIDE_THE_UNION = /^(IS|LI|NO)\b/;

/** A region as ISO 3166 has it, or `EU`: `US-CA` for `us-ca`, `US;CA` and `US_CA`. `undefined` for what is none. */
export function parseRegion(text: unknown): string | undefined {
  const [, country, part] = REGION.exec(typeof text === 'string' ? text.toUpperCase() : '') ?? [];
  return part ? `${country}-${part}` : country;
}

/**
 * The regime that the manifest gives to a region: its own entry, else its country's, else that of `EU` for a member of the
 * European Economic Area, else `default`. A region that is none is not known: `default`. Pure.
 */
export function regimeFor(regimes: Regimes, region: string | undefined): Regime {
  // In this one line a regime is open.
  return (findEntry(regimes, region) ?? regimes?.['default']) === 'opt-out' ? 'opt-out' : 'opt-in';
}

/** What the manifest itself says of a region, or of what that lies in. */
function findEntry(regimes: Regimes, region: string | undefined): Regime | undefined {
  const place = parseRegion(region);
  // No empty object in place of none: it would have what the page gave every object.
  if (!place || !regimes) return undefined;
  const isEuropean = isWithinRegion(place, 'EU') || BESIDE_THE_UNION.test(place);
  return regimes[place] ?? regimes[place.slice(0, 2)] ?? (isEuropean ? regimes['EU'] : undefined);
}

/**
 * The regime that holds for this visitor, and what the sources say under it. The manifest's entry for the region is the
 * floor: the configured region, else those that sources know, the strictest of them. A source can tighten that by what it
 * says of the law, and never loosen it. A signal binds less only where the region itself has an entry that says opt-in:
 * what a banner's template says is no evidence of where the visitor is. Pure.
 */
export function applyLaw(regimes: Regimes, readings: Readings, configured?: string): readonly [Regime, Readings] {
  const told = readings.map((reading) => reading?.region).filter(parseRegion);
  const regions = parseRegion(configured) ? [configured] : told;
  const isOptOut =
    (regions.length ? regions : [undefined]).every((region) => regimeFor(regimes, region) === 'opt-out') &&
    readings.every((reading) => (reading?.regime ?? 'opt-out') === 'opt-out');
  const bindsLess = regions.length > 0 && regions.every((region) => findEntry(regimes, region) === 'opt-in');
  return [
    isOptOut ? 'opt-out' : 'opt-in',
    readings.map((reading) => (bindsLess && reading?.inOptIn ? { ...reading, categories: reading.inOptIn } : reading)),
  ];
}
