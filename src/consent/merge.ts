import type { Manifest, Regime } from '../manifest/manifest.js';
import type { ConsentProof } from '../tag/tagged-event.js';
import type { Choice, ConsentReading, ConsentState } from './consent.js';
import { applyLaw, type Readings } from './law.js';

/**
 * Merges what all sources say into one state per category: the strictest of them. Pure.
 *
 * - one denial denies;
 * - else one `undecided`, or one source that has not reported, leaves it undecided;
 * - a grant that is not explicit (a default, an implied one) counts in an opt-out regime only;
 * - where no source has an opinion, the regime decides: closed in `opt-in`, open in `opt-out`.
 *
 * Which regime that is says `law.ts`.
 */
export function mergeConsent(
  manifest: Pick<Manifest, 'categories' | 'regimes'>,
  readings: Readings,
  region?: string,
): ConsentState {
  const [regime, said] = applyLaw(manifest.regimes, readings, region);
  const categories: { [category: string]: Choice } = {};
  const explicit: string[] = [];
  for (const category of Object.keys(manifest.categories)) {
    const opinions = said.map((reading) => (reading ? readChoice(reading, category, regime) : 'undecided'));
    categories[category] = strictest(opinions, regime);
    const isExplicit = explainConsent(said, [category]).evidence === 'explicit';
    if (isExplicit && categories[category] === 'granted') explicit.push(category);
  }
  // Handed out to the page: whoever changes it must not change what the gate reads.
  return Object.freeze({
    categories: Object.freeze(categories),
    explicit: Object.freeze(explicit),
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
