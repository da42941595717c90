import { vi } from 'vitest';
import type { Choice, ConsentReading, ConsentState } from '../../src/consent/consent.js';
import { createConsent } from '../../src/consent/create-consent.js';
import type { Manifest } from '../../src/manifest/manifest.js';
import { createProtect } from '../../src/safety/protect.js';
import { watchErrors } from './dom-source.js';
import type { SourceCase } from './source-case.js';
import { createTestWithdrawals } from './test-withdrawals.js';

/** One life of a page: one source, heard by the real consent of Headgate. */
export interface SourcePage {
  readonly readings: readonly ConsentReading[];
  readonly diagnostics: readonly string[];
  readonly errors: readonly unknown[];
  last(): ConsentReading | undefined;
  /** The merged choices for `analytics` and `marketing`. */
  choices(): (Choice | undefined)[];
  /** Whether one of them was granted at any moment. */
  everGranted(): boolean;
  regime(): ConsentState['regime'];
  stop(): void;
}

export const CATEGORIES = ['analytics', 'marketing'] as const;

export function openSourcePage(
  one: SourceCase,
  regimes: Manifest['regimes'] = { default: 'opt-in', US: 'opt-out' },
): SourcePage {
  const readings: ConsentReading[] = [];
  const diagnostics: string[] = [];
  const watch = watchErrors();
  let granted = false;
  const source = one.create();
  const report = ({ code }: { readonly code: string }): void => void diagnostics.push(code);
  const choices = (): (Choice | undefined)[] => CATEGORIES.map((name) => consent.state().categories[name]);
  const withdrawals = createTestWithdrawals(CATEGORIES);
  const consent = createConsent(
    { categories: Object.fromEntries(CATEGORIES.map((name) => [name, toDefinition(one, name)])), regimes },
    [
      (host) =>
        source({
          codes: host.codes,
          report(reading) {
            if (reading) readings.push(structuredClone(reading));
            host.report(reading);
          },
        }),
    ],
    undefined,
    report,
    createProtect(report),
    withdrawals,
  );
  withdrawals.onChange(() => void (granted ||= choices().includes('granted')));
  consent.start();
  return {
    readings,
    diagnostics,
    errors: watch.errors,
    last: () => readings.at(-1),
    choices,
    everGranted: () => granted,
    regime: () => consent.state().regime,
    stop() {
      consent.stop();
      watch.stop();
    },
  };
}

function toDefinition({ codes, key }: SourceCase, name: (typeof CATEGORIES)[number]): Manifest['categories'][string] {
  const code = codes[name];
  return code === undefined ? {} : { sources: { [key]: code } };
}

const realTimeout = setTimeout;

/**
 * Lets time pass: that of fake timers, then that of what has its own: messages between windows, and hashes, which other
 * threads make.
 */
export async function pass(milliseconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
  for (let turn = 0; turn < 3; turn++) {
    await crypto.subtle.digest('SHA-256', new Uint8Array(1));
    await new Promise((resolve) => realTimeout(resolve, 0));
  }
  await vi.advanceTimersByTimeAsync(0);
}
