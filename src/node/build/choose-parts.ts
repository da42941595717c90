import { findSealedField } from '../find-sealed-field.js';
import type { Manifest } from '../../manifest/manifest.js';
import type { BuildOptions } from './build-options.js';

/** The parts of one file, by the names of their files, and how its last line hands them to what starts it. */
export interface ChosenParts {
  readonly names: readonly string[];
  /** The first argument of what starts it: an object literal of variables. */
  readonly wiring: string;
}

/** What starts a file: with everything in it, or with a second file beside it. */
export type Starter = 'kernel' | 'gate';

/** Only what the manifest and the options ask for comes into the file, in an order that depends on nothing else. */
export function chooseParts(manifest: Manifest, options: BuildOptions, starter: Starter): ChosenParts {
  // A page can always say what its visitor chose.
  const sources = ['manual', ...Object.keys(options.consent ?? {})];
  const collectors = Object.values(options.collectors ?? {}).map(({ type }) => type);
  const groups = { sources, collectors, events: Object.keys(options.events ?? {}) };
  const single = {
    bridge: options.frames !== undefined,
    createSealer: findSealedField(manifest) !== undefined,
    withJourneys: hasJourneys(manifest),
  };
  const wiring = Object.entries(groups).map(([kind, names]) => {
    const members = toSorted(names).map((name) => `${JSON.stringify(name)}:${toVariable(`${kind}-${name}`)}`);
    return `${kind}:{${members.join(',')}}`;
  });
  const chosen = Object.entries(single).filter(([, isNeeded]) => isNeeded);
  return {
    names: [
      starter,
      ...chosen.map(([key]) => FILES[key as keyof typeof single]),
      ...Object.entries(groups).flatMap(([kind, names]) => toSorted(names).map((name) => `${kind}-${name}`)),
    ],
    wiring: `{${[...wiring, ...chosen.map(([key]) => `${key}:${toVariable(FILES[key as keyof typeof single])}`)].join(',')}}`,
  };
}

const FILES = { bridge: 'bridge', createSealer: 'seal', withJourneys: 'journeys' } as const;

/** The variable that a part's file assigns. */
export function toVariable(name: string): string {
  return name.replace(/[^\w$]/g, '_');
}

function hasJourneys({ events }: Manifest): boolean {
  return Object.values(events).some(({ once, step }) => once !== undefined || step !== undefined);
}

/** By code units, so that no locale changes the file. */
function toSorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort((one, other) => (one < other ? -1 : 1));
}
