import type { Choice, ConsentReading, ConsentSource, SourceHost } from '../../src/consent/consent.js';
import { mergeConsent } from '../../src/consent/merge.js';
import type { CategoryCodes, Manifest } from '../../src/manifest/manifest.js';

/** What a consent source says, and what the gate would make of it. */
export interface SourceProbe {
  readonly readings: readonly ConsentReading[];
  last(): ConsentReading;
  /** The choice for a category, once merged under the given regimes; without any, under the law that the source states. */
  choice(category?: string): Choice | undefined;
  stop(): void;
}

/** Starts a source in this document, with each category's codes by source. */
export function startSource(
  source: ConsentSource,
  codes: { readonly [category: string]: CategoryCodes },
  regimes?: Manifest['regimes'],
  host: Pick<SourceHost, 'scope' | 'isObjection' | 'problem'> = {},
): SourceProbe {
  const readings: ConsentReading[] = [];
  const categories = Object.fromEntries(Object.entries(codes).map(([name, sources]) => [name, { sources }]));
  const stop = source({
    ...host,
    codes: (name) => Object.fromEntries(Object.entries(codes).map(([category, sources]) => [category, sources[name]])),
    // As the core keeps it; a reading that is none is kept too.
    report: (reading) => void readings.push(reading && (JSON.parse(JSON.stringify(reading)) as ConsentReading)),
  });
  const last = (): ConsentReading => readings.at(-1)!;
  return {
    readings,
    last,
    choice(category = 'analytics') {
      const law = regimes ?? { default: last()?.regime ?? 'opt-in' };
      return mergeConsent({ categories, regimes: law }, [last()]).categories[category];
    },
    stop,
  };
}

/** Removes every cookie of this document. */
export function clearCookies(): void {
  for (const cookie of document.cookie.split('; ')) document.cookie = `${cookie.split('=')[0]}=; max-age=0`;
}

// As they are: what watches a page does not see that this one listens to it too.
const { addEventListener, removeEventListener } = globalThis;

/** What window hears of exceptions that nobody caught. */
export function watchErrors(): { readonly errors: unknown[]; stop(): void } {
  const errors: unknown[] = [];
  const onError = (event: ErrorEvent): void => {
    errors.push(event.error ?? event.message);
    event.preventDefault();
  };
  addEventListener('error', onError);
  return { errors, stop: () => removeEventListener('error', onError) };
}
