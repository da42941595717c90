import type { Report } from '../audit/diagnostic.js';
import type { Manifest } from '../manifest/manifest.js';
import type { Protect } from '../safety/protect.js';
import { toJson } from '../safety/to-json.js';
import type { ConsentReading, ConsentSource, ConsentState, SourceHost } from './consent.js';
import { findRegion } from './find-region.js';
import { applyLaw, explainConsent, mergeConsent } from './merge.js';

/**
 * Hears of one change of the merged consent. `closed`: categories that were granted before and are not now, or that are
 * denied now and were not; `withdrawn`: of these, the ones that were granted; `opened`: those that are granted now and were not;
 * `isHeard`: another tab saw it.
 */
export type OnConsentChange = (
  closed: readonly string[],
  withdrawn: readonly string[],
  opened: readonly string[],
  isHeard: boolean,
) => void;

export interface Consent {
  start(): void;
  stop(): void;
  state(): ConsentState;
  /** A number that changes whenever one of these categories closes: what was admitted under another one is void. */
  epoch(categories: readonly string[]): number;
  /** Where the visitor is, as the page or a source says; `undefined` as long as nobody does. */
  region(): string | undefined;
  explain(categories: readonly string[]): Pick<ConsentState, 'evidence' | 'source' | 'proof'>;
  /**
   * Closes categories that another tab saw withdrawn, until a source of this page says something new, or another tab sees
   * them granted again.
   */
  veto(categories: readonly string[], isLifted?: boolean): void;
  /** Voids everything that was admitted so far, whatever the consent. */
  renew(categories: readonly string[]): void;
}

/** Listens to all consent sources and keeps their merged state and its epochs. */
export function createConsent(
  manifest: Pick<Manifest, 'categories' | 'regimes'>,
  sources: readonly ConsentSource[],
  region: string | undefined,
  report: Report,
  protect: Protect,
  onChange: OnConsentChange,
): Consent {
  // Where there is no source, one that never reports stands for it.
  const readings = Array.from<ConsentReading | undefined>({ length: sources.length || 1 });
  const seen: string[] = [];
  const vetoed = new Set<string>();
  const epochs: { [category: string]: number } = {};
  const stops: (() => void)[] = [];
  let isStopped = false;
  let place = findRegion(readings, region);
  let state = mergeConsent(manifest, readings, vetoed, region);

  function renew(categories: readonly string[]): void {
    for (const category of categories) epochs[category] = (epochs[category] ?? 0) + 1;
  }

  /** `again`: categories that another tab had closed, and that are closed here now. */
  function update(again: readonly string[], isHeard: boolean): void {
    const before = state.categories;
    // A source that fails does not move the visitor.
    place = findRegion(readings, region) ?? place;
    state = mergeConsent(manifest, readings, vetoed, region);
    const after = state.categories;
    const changed = Object.keys(after).filter((category) => before[category] !== after[category]);
    const withdrawn = [...again, ...changed.filter((category) => before[category] === 'granted')];
    const closed = [...new Set([...withdrawn, ...changed.filter((category) => after[category] === 'denied')])];
    renew(closed);
    onChange(
      closed,
      withdrawn,
      changed.filter((category) => after[category] === 'granted'),
      isHeard,
    );
  }

  /** Takes a copy of what a source says. Anything that is not a reading closes what the source had opened. */
  function hear(index: number, said: unknown): void {
    if (isStopped) return;
    const text = toText(said);
    if (text === seen[index]) return;
    seen[index] = text;
    const reading: ConsentReading | undefined = text ? JSON.parse(text) : undefined;
    if (!reading) report({ code: 'source-failed' });
    const before = readings[index]?.categories;
    readings[index] = reading;
    const known = [...vetoed];
    // Something new was said: a category that it grants is no longer closed by what another tab saw before.
    for (const category of known) if (reading?.categories[category] === 'granted') vetoed.delete(category);
    // Denied here too, or no longer granted: that may be later than what the other tab saw granted again.
    update(
      known.filter((category) => {
        const now = reading?.categories[category];
        return now === 'denied' || (now !== 'granted' && before?.[category] === 'granted');
      }),
      false,
    );
  }

  function listen(source: ConsentSource, index: number): void {
    const host: SourceHost = {
      codes: (name) =>
        Object.fromEntries(
          Object.entries(manifest.categories).map(([category, { sources: codes }]) => [category, codes?.[name]]),
        ),
      report: protect((reading: ConsentReading) => hear(index, reading)),
    };
    try {
      stops.push(protect(source(host)));
    } catch {
      hear(index, undefined);
    }
  }

  return {
    start: () => sources.forEach(listen),
    stop() {
      isStopped = true;
      for (const stop of stops.splice(0)) stop();
    },
    state: () => state,
    region: () => place,
    epoch: (categories) => categories.reduce((sum, category) => sum + (epochs[category] ?? 0), 0),
    explain: (categories) => explainConsent(applyLaw(manifest.regimes, readings, region)[1], categories),
    veto(categories, isLifted) {
      for (const category of categories) vetoed[isLifted ? 'delete' : 'add'](category);
      update([], true);
    },
    renew,
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
