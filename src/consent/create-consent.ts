import type { Report } from '../audit/diagnostic.js';
import type { Manifest } from '../manifest/manifest.js';
import type { Protect } from '../safety/protect.js';
import { withoutPrototypes } from '../safety/without-prototypes.js';
import { toJson } from '../safety/to-json.js';
import type { ConsentReading, ConsentSource, ConsentState, SourceHost } from './consent.js';
import { findRegion } from './find-region.js';
import { applyLaw, parseRegion } from './law.js';
import { explainConsent, mergeConsent } from './merge.js';
import { isContestable, scopeOf, type ConsentScope } from './scope-of.js';
import type { Withdrawals } from './withdrawals.js';

export interface Consent {
  start(): void;
  stop(): void;
  /** As the sources say, but for what other tabs have closed. */
  state(): ConsentState;
  /** Where the visitor is, as the page or a source says; `undefined` as long as nobody does. */
  region(): string | undefined;
  /** What each source said last, as JSON. */
  readings(): readonly (string | undefined)[];
  explain(categories: readonly string[]): Pick<ConsentState, 'evidence' | 'source' | 'proof'>;
}

/** Listens to all consent sources, merges what they say, and reports it to what knows the withdrawals. */
export function createConsent(
  manifest: Pick<Manifest, 'id' | 'categories' | 'regimes'> & ConsentScope,
  sources: readonly ConsentSource[],
  configuredRegion: string | undefined,
  report: Report,
  protect: Protect,
  withdrawals: Withdrawals,
): Consent {
  // Where there is no source, one that never reports stands for it.
  const readings = Array.from<ConsentReading | undefined>({ length: sources.length || 1 });
  const lastSaid: string[] = [];
  const stops: (() => void)[] = [];
  let isStopped = false;
  let region = findRegion(readings, configuredRegion);
  let merged = mergeConsent(manifest, readings, configuredRegion);
  let state: ConsentState | undefined;

  /** Takes a copy of what a source says. Anything that is not a reading has failed: it closes the gate and withdraws nothing. */
  function onReading(index: number, said: unknown): void {
    if (isStopped) return;
    const text = toText(said);
    if (text === lastSaid[index]) return;
    lastSaid[index] = text;
    const before = readings[index]?.categories;
    const reading: ConsentReading | undefined = text ? withoutPrototypes(JSON.parse(text)) : undefined;
    readings[index] = reading;
    if (!reading) report({ code: 'source-failed' });
    const now = reading?.categories ?? {};
    const closedElsewhere = Object.keys(manifest.categories).filter(withdrawals.isClosedElsewhere);
    // A source that fails does not move the visitor.
    region = findRegion(readings, configuredRegion) ?? region;
    merged = mergeConsent(manifest, readings, configuredRegion);
    withdrawals.onReading(
      merged.categories,
      readings.some((known) => !known || known.isPending),
      closedElsewhere.filter((category) => now[category] === 'granted'),
      // Denied here too, or no longer granted: that may be later than what the other tab saw granted again.
      closedElsewhere.filter((category) => {
        const isTakenBack = !!reading && before?.[category] === 'granted' && now[category] !== 'granted';
        return now[category] === 'denied' || isTakenBack;
      }),
    );
  }

  function listen(source: ConsentSource, index: number): void {
    const host: SourceHost = {
      codes: (name) =>
        Object.fromEntries(
          Object.entries(manifest.categories).map(([category, { sources: codes }]) => [category, codes?.[name]]),
        ),
      report: protect((reading: ConsentReading) => onReading(index, reading)),
      application: manifest.id,
      scope: (category) => scopeOf(manifest, category),
      isObjection: (category) => isContestable(manifest, category),
      problem: (text) => report({ code: 'source-waiting', field: text }),
    };
    try {
      stops.push(protect(source(host)));
    } catch {
      onReading(index, undefined);
    }
  }

  // What is no region opens nothing, and whoever set it up is told.
  if (configuredRegion !== undefined && !parseRegion(configuredRegion)) {
    report({ code: 'unknown-region' });
  }
  withdrawals.onChange(() => (state = undefined));

  return {
    start: () => sources.forEach(listen),
    stop() {
      isStopped = true;
      for (const stop of stops.splice(0)) stop();
    },
    // Handed out to the page: whoever changes it must not change what the gate reads.
    state: () =>
      (state ??= Object.freeze({
        ...merged,
        categories: Object.freeze({ ...merged.categories, ...withdrawals.choices() }),
      })),
    region: () => region,
    readings: () => sources.map((_, index) => lastSaid[index]),
    explain: (categories) => explainConsent(applyLaw(manifest.regimes, readings, configuredRegion)[1], categories),
  };
}

/** A reading as text, by which it is compared; empty for what is none. */
function toText(said: unknown): string {
  try {
    const { categories, region = '' } = said as ConsentReading;
    return typeof categories === 'object' && categories && typeof region === 'string' ? toJson(said) : '';
  } catch {
    return '';
  }
}
