import type { Manifest, Regime } from '../manifest/manifest.js';
import type { ConsentProof } from '../tag/tagged-event.js';
import type { Choice, ConsentReading, ConsentState } from './consent.js';

/** What one source said; `undefined` while it has said nothing, and after it failed. */
export type Readings = readonly (ConsentReading | undefined)[];

/**
 * Merges what all sources say into one state per category: the strictest of them. Pure.
 *
 * - one denial denies;
 * - else one `undecided`, or one source that has not reported, leaves it undecided;
 * - a grant that is not explicit (a default, an implied one) counts in an opt-out regime only;
 * - where no source has an opinion, the regime decides: closed in `opt-in`, open in `opt-out`.
 */
export function mergeConsent(
  manifest: Pick<Manifest, 'categories' | 'regimes'>,
  readings: Readings,
  vetoed: ReadonlySet<string>,
  region?: string,
): ConsentState {
  const [regime, said] = applyLaw(manifest.regimes, readings, region);
  const categories: { [category: string]: Choice } = {};
  for (const category of Object.keys(manifest.categories)) {
    const opinions = said.map((reading) => (reading ? readChoice(reading, category, regime) : 'undecided'));
    categories[category] = vetoed.has(category) ? 'denied' : strictest(opinions, regime);
  }
  // Handed out to the page: whoever changes it must not change what the gate reads.
  return Object.freeze({
    categories: Object.freeze(categories),
    regime,
    ...explainConsent(said, Object.keys(categories)),
  });
}

function readChoice(reading: ConsentReading, category: string, regime: Regime): Choice | undefined {
  const choice = reading.categories[category];
  if (choice === undefined || choice === 'denied') return choice;
  return choice === 'granted' && (reading.evidence === 'explicit' || regime === 'opt-out') ? 'granted' : 'undecided';
}

function strictest(opinions: readonly (Choice | undefined)[], regime: Regime): Choice {
  if (opinions.includes('denied')) return 'denied';
  if (opinions.includes('undecided')) return 'undecided';
  return opinions.includes('granted') || regime === 'opt-out' ? 'granted' : 'undecided';
}

/**
 * The law that holds for this visitor, and what the sources say under it: what is known by the configured region, or those
 * that sources tell, and by the sources themselves, the strictest of it. Pure.
 */
export function applyLaw(
  regimes: NonNullable<Manifest['regimes']> = {},
  readings: Readings,
  configured?: string,
): readonly [Regime, Readings] {
  const regions = configured ? [configured] : readings.map((reading) => reading?.region);
  const known = [
    ...regions.map((region) => region && (regimes[region] ?? regimes[region.split('-')[0]!])),
    ...readings.map((reading) => reading?.regime),
  ].filter(Boolean);
  const isOptIn = known[0] && known.every((regime) => regime === 'opt-in');
  if (!known[0]) known.push(regimes['default']);
  return [
    known.every((regime) => regime === 'opt-out') ? 'opt-out' : 'opt-in',
    readings.map((reading) => (isOptIn && reading?.inOptIn ? { ...reading, categories: reading.inOptIn } : reading)),
  ];
}

/** How consent to these categories came to be known: by the sources that have an opinion on one of them. */
export function explainConsent(
  readings: Readings,
  categories: readonly string[],
): Pick<ConsentState, 'evidence' | 'source' | 'proof'> {
  if (!categories.length) return { evidence: 'not-applicable', source: '', proof: {} };
  const speaking = readings.filter((reading) => reading && categories.some((name) => reading.categories[name]));
  const proof: ConsentProof = speaking.find((reading) => reading?.proof)?.proof ?? { observed: true };
  return {
    evidence: (speaking.find((reading) => reading?.evidence !== 'explicit') ?? speaking[0])?.evidence ?? 'default',
    source: speaking.map((reading) => reading!.source).join('+'),
    proof,
  };
}
