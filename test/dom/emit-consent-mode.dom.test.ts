import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Choice, ConsentState } from '../../src/consent/consent.js';
import { createConsent } from '../../src/consent/create-consent.js';
import { emitConsentMode, type EmitConsentModeOptions } from '../../src/consent/emit-consent-mode.js';
import { googleConsentMode } from '../../src/consent/sources/google-consent-mode.js';
import { manual } from '../../src/consent/sources/manual.js';
import { createProtect } from '../../src/safety/protect.js';
import { startSource } from '../support/dom-source.js';
import { createTestWithdrawals } from '../support/test-withdrawals.js';

type Listener = (state: ConsentState) => void;

const page = globalThis as unknown as { dataLayer?: ArrayLike<unknown>[] };
const MANIFEST = {
  version: '1',
  categories: {
    analytics: {},
    marketing: { sources: { googleConsentMode: ['ad_storage', 'ad_user_data', 'ad_personalization'] } },
    video: { sources: { googleConsentMode: 'ad_storage' } },
    research: { sources: { googleConsentMode: false } },
  },
  collectors: {},
  events: {},
} as const;
const DENIED = {
  ad_storage: 'denied',
  ad_user_data: 'denied',
  ad_personalization: 'denied',
  analytics_storage: 'denied',
  functionality_storage: 'denied',
  personalization_storage: 'denied',
  security_storage: 'denied',
};

/** Headgate's consent, as far as emitting sees it. */
function createGate() {
  const listeners = new Set<Listener>();
  let categories: { readonly [category: string]: Choice } = {};
  const toState = (): ConsentState => ({
    categories,
    regime: 'opt-in',
    evidence: 'explicit',
    source: 'banner',
    proof: {},
  });
  return {
    listeners,
    onConsent(listener: Listener) {
      listeners.add(listener);
      listener(toState());
      return () => void listeners.delete(listener);
    },
    say(next: { readonly [category: string]: Choice }) {
      categories = { ...categories, ...next };
      for (const listener of listeners) listener(toState());
    },
  };
}

const commands = (): unknown[][] => (page.dataLayer ?? []).map((command) => Array.from(command));

function emit(options: Partial<EmitConsentModeOptions> = {}) {
  const gate = createGate();
  return { ...gate, stop: emitConsentMode(gate, { manifest: MANIFEST, ...options }) };
}

beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => {
  delete page.dataLayer;
  vi.useRealTimers();
});

describe('what Google’s tags are told', () => {
  it('is a default that denies every type, at once', () => {
    emit();
    expect(commands()).toEqual([['consent', 'default', { ...DENIED, wait_for_update: 500 }]]);
  });

  it('are the arguments of a call, not an array, which they would not hear', () => {
    emit();
    expect(Array.isArray(page.dataLayer![0])).toBe(false);
    expect(Object.prototype.toString.call(page.dataLayer![0])).toBe('[object Arguments]');
  });

  it('is an update with what changed, by the manifest or the meaning of the category’s name', () => {
    const { say } = emit();
    say({ analytics: 'granted', marketing: 'denied' });
    expect(commands().at(-1)).toEqual(['consent', 'update', { analytics_storage: 'granted' }]);
    say({ marketing: 'granted', video: 'granted' });
    expect(commands().at(-1)).toEqual([
      'consent',
      'update',
      { ad_storage: 'granted', ad_user_data: 'granted', ad_personalization: 'granted' },
    ]);
    say({ analytics: 'denied' });
    expect(commands().at(-1)).toEqual(['consent', 'update', { analytics_storage: 'denied' }]);
  });

  it('is granted for a type only while every category that names it is', () => {
    const { say } = emit();
    say({ marketing: 'granted', video: 'undecided' });
    expect(commands().at(-1)).toEqual([
      'consent',
      'update',
      { ad_user_data: 'granted', ad_personalization: 'granted' },
    ]);
    say({ video: 'granted' });
    expect(commands().at(-1)).toEqual(['consent', 'update', { ad_storage: 'granted' }]);
    say({ video: 'undecided' });
    expect(commands().at(-1)).toEqual(['consent', 'update', { ad_storage: 'denied' }]);
  });

  it('never grants what no category names, nor one that the manifest takes out', () => {
    const { say } = emit();
    say({ analytics: 'granted', marketing: 'granted', video: 'granted', research: 'granted' });
    const granted = commands()
      .flatMap(([, , types]) => Object.entries(types as object))
      .filter(([, value]) => value === 'granted');
    expect(granted.map(([type]) => type).sort()).toEqual([
      'ad_personalization',
      'ad_storage',
      'ad_user_data',
      'analytics_storage',
    ]);
  });

  it('is nothing where nothing changed', () => {
    const { say } = emit();
    say({ research: 'granted' });
    say({ analytics: 'undecided' });
    say({ analytics: 'denied' });
    expect(commands()).toHaveLength(1);
  });

  it('goes after what is in the data layer already, or into another one', () => {
    page.dataLayer = [['first']];
    emit({ waitForUpdate: 2000 });
    expect(commands().map(([name]) => name)).toEqual(['first', 'consent']);
    const other = page as { layer?: unknown[] };
    emit({ dataLayer: 'layer' });
    expect([commands().length, other.layer?.length]).toEqual([2, 1]);
    delete other.layer;
  });

  it('is nothing more once it is stopped', () => {
    const { say, stop, listeners } = emit();
    stop();
    say({ analytics: 'granted' });
    expect([commands().length, listeners.size]).toEqual([1, 0]);
  });

  it('is no answer of the visitor for the source that reads the same data layer', () => {
    const probe = startSource(googleConsentMode(), { analytics: {} });
    const { say } = emit();
    say({ analytics: 'granted' });
    vi.advanceTimersByTime(1000);
    expect(probe.choice()).toBe('undecided');
    probe.stop();
  });
});

describe('beside the real consent', () => {
  it('follows the visitor’s choice', () => {
    const choice = manual();
    const listeners = new Set<Listener>();
    const onChange = (): void => listeners.forEach((listener) => listener(consent.state()));
    const protect = createProtect(() => {});
    const withdrawals = createTestWithdrawals(Object.keys(MANIFEST.categories));
    const consent = createConsent(MANIFEST, [choice], undefined, () => {}, protect, withdrawals);
    withdrawals.onChange(onChange);
    consent.start();
    const stop = emitConsentMode(
      { onConsent: (listener) => (listeners.add(listener), listener(consent.state()), () => listeners.clear()) },
      { manifest: MANIFEST },
    );
    choice.grant('analytics');
    choice.withdraw('analytics');
    stop();
    expect(commands().map(([, action, types]) => [action, (types as Types).analytics_storage])).toEqual([
      ['default', 'denied'],
      ['update', 'granted'],
      ['update', 'denied'],
    ]);
  });
});

interface Types {
  readonly analytics_storage: string;
}
