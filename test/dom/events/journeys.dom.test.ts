import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Choice, ConsentState } from '../../../src/consent/consent.js';
import { withJourneys } from '../../../src/events/with-journeys.js';
import type { Headgate, Tracked } from '../../../src/instance/headgate.js';
import type { Manifest } from '../../../src/manifest/manifest.js';
import { event } from './recorder.js';
import { OURS } from '../../support/recipient.js';

const elapsed = { type: 'integer', optional: true } as const;
const onboarding = {
  journey: 'onboarding',
  categories: ['analytics'],
  elapsed: 'after',
  fields: { after: elapsed },
} as const;

const manifest: Manifest = {
  version: '1',
  categories: { analytics: {} },
  collectors: { warehouse: OURS },
  events: {
    started: event({ ...onboarding, step: 'started', once: 'session' }),
    invited: event({ ...onboarding, step: 'invited' }),
    adopted: event({ categories: ['analytics'], once: 'visitor' }),
    shown: event({ categories: ['analytics'], once: 'page' }),
    clicked: event({ categories: ['analytics'] }),
    ordered: event({ categories: ['analytics'], once: { per: 'visitor', field: 'order' } }),
    viewed: event({ categories: ['analytics'], once: { per: 'page', field: 'sku' } }),
  },
};

/** The gate, as far as journeys see it: one category, and what it answers. */
function createPage(choice: Choice = 'granted', id?: string) {
  let state: ConsentState = stateOf(choice);
  const listeners = new Set<(state: ConsentState) => void>();
  const calls: [string, unknown][] = [];
  const tally = { tracked: 0, held: 0, buffered: 0, delivered: 0, refused: 0, dropped: 0, expired: 0, purged: 0 };
  const outcomes = { granted: 'allow', undecided: 'hold', denied: 'refuse' } as const;
  const inner = {
    manifest: id === undefined ? manifest : { ...manifest, id },
    track(name: string, data?: unknown): Tracked {
      calls.push([name, data]);
      return { outcome: outcomes[state.categories['analytics']!], reason: 'permitted' };
    },
    onConsent(listener: (state: ConsentState) => void) {
      listeners.add(listener);
      listener(state);
      return () => void listeners.delete(listener);
    },
    status: () => ({ collectors: {}, unrouted: { ...tally, rejected: 0, reasons: {} } }),
    forget: async () => ({}),
    stop: vi.fn(),
  } as unknown as Headgate;
  const headgate = withJourneys(inner);
  const track = headgate.track as unknown as (name: string, data?: object) => Tracked;
  return {
    calls,
    headgate,
    listeners,
    track: (name: string, data?: object) => track(name, data).outcome,
    say(next: Choice): void {
      state = stateOf(next);
      for (const listener of listeners) listener(state);
    },
  };
}

const stateOf = (analytics: Choice): ConsentState => ({
  categories: { analytics },
  regime: 'opt-in',
  evidence: 'explicit',
  source: 'banner',
  proof: {},
});
const stored = (): string[] => [...Object.keys(localStorage), ...Object.keys(sessionStorage)];

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => {
  vi.useRealTimers();
  localStorage.clear();
  sessionStorage.clear();
});

describe('an event that is taken once', () => {
  it.each<[name: string, again: string, nextPage: string, nextSession: string]>([
    ['shown', 'refuse', 'allow', 'allow'],
    ['started', 'refuse', 'refuse', 'allow'],
    ['adopted', 'refuse', 'refuse', 'refuse'],
    ['clicked', 'allow', 'allow', 'allow'],
  ])('%s: again on the page %s, on the next page %s, in the next session %s', (name, again, nextPage, nextSession) => {
    const page = createPage();
    expect(page.track(name)).toBe('allow');
    expect(page.track(name)).toBe(again);
    expect(createPage().track(name)).toBe(nextPage);
    sessionStorage.clear();
    expect(createPage().track(name)).toBe(nextSession);
  });

  it('counts what is refused as repeated among the calls that reach no lane', () => {
    const { track, headgate, calls } = createPage();
    for (let time = 0; time < 4; time++) track('shown');
    expect(calls).toHaveLength(1);
    expect(headgate.status().unrouted).toMatchObject({ tracked: 3, refused: 3, reasons: { 'refused:repeated': 3 } });
  });

  it('is not used up by a call that was refused', () => {
    const { track, say } = createPage('denied');
    expect(track('adopted')).toBe('refuse');
    say('granted');
    expect(track('adopted')).toBe('allow');
  });

  it('is not used up by one that was held and then refused', () => {
    const { track, say } = createPage('undecided');
    expect([track('adopted'), track('adopted')]).toEqual(['hold', 'refuse']);
    say('denied');
    say('granted');
    expect(track('adopted')).toBe('allow');
  });
});

describe('an event that is taken once for each value of a field', () => {
  it('is no second one by a reload, the way back or a restored tab, and another one with another value', () => {
    const page = createPage();
    expect([page.track('ordered', { order: 124 }), page.track('ordered', { order: '124' })]).toEqual([
      'allow',
      'refuse',
    ]);
    sessionStorage.clear();
    const next = createPage();
    expect(['124', '000000124', '125'].map((order) => next.track('ordered', { order }))).toEqual([
      'refuse',
      'allow',
      'allow',
    ]);
  });

  it('is known again on its page alone where the manifest says so', () => {
    const { track } = createPage();
    expect(['A', 'B', 'A'].map((sku) => track('viewed', { sku }))).toEqual(['allow', 'allow', 'refuse']);
    expect(stored()).toEqual([]);
    expect(createPage().track('viewed', { sku: 'A' })).toBe('allow');
  });

  it('is for the manifest to judge where that field is missing or cannot be read', () => {
    const { track, calls } = createPage();
    const broken = {
      get order() {
        throw new Error('mine');
      },
    };
    expect([undefined, undefined, {}, { order: null }, broken].map((data) => track('ordered', data))).toEqual(
      Array.from({ length: 5 }, () => 'allow'),
    );
    expect(calls).toHaveLength(5);
  });

  it('leaves no value on the device, and no more than the last hundred of them', () => {
    const { track } = createPage();
    for (let order = 0; order < 150; order++) track('ordered', { order: `secret-${order}` });
    const text = localStorage.getItem('headgate:journeys')!;
    expect(text).not.toContain('secret');
    expect(Object.keys(JSON.parse(text) as object)).toHaveLength(100);
    const next = createPage();
    expect(['secret-149', 'secret-0'].map((order) => next.track('ordered', { order }))).toEqual(['refuse', 'allow']);
  });

  it('is remembered under consent alone, and forgotten with it', () => {
    const { track, say } = createPage('undecided');
    track('ordered', { order: '124' });
    expect(stored()).toEqual([]);
    say('granted');
    expect(createPage().track('ordered', { order: '124' })).toBe('refuse');
    say('denied');
    expect(stored()).toEqual([]);
    say('granted');
    expect(track('ordered', { order: '124' })).toBe('allow');
  });
});

describe('what is remembered', () => {
  it('has what was held, from the grant on', () => {
    const { track, say } = createPage('undecided');
    for (const name of ['started', 'adopted', 'shown']) track(name);
    expect(stored()).toEqual([]);
    say('granted');
    expect(stored()).toHaveLength(2);
    expect(['started', 'adopted', 'shown'].map((name) => createPage().track(name))).toEqual([
      'refuse',
      'refuse',
      'allow',
    ]);
  });

  it.each(['undecided', 'denied'] as const)('neither reads nor writes the device while consent is %s', (choice) => {
    const reads = vi.spyOn(Storage.prototype, 'getItem');
    const { track, headgate } = createPage(choice);
    for (const name of ['started', 'invited', 'adopted', 'shown']) track(name);
    void headgate.forget();
    expect([stored(), reads.mock.calls]).toEqual([[], []]);
  });

  it('lies on the device while consent is granted, and is deleted when it is withdrawn', () => {
    const { track, say } = createPage();
    for (const name of ['started', 'adopted']) track(name);
    expect(stored()).toHaveLength(2);
    say('denied');
    expect(stored()).toEqual([]);
    say('granted');
    expect(track('adopted')).toBe('allow');
  });

  it('is deleted by forget', async () => {
    const { track, headgate } = createPage();
    for (const name of ['started', 'adopted']) track(name);
    await headgate.forget();
    expect(stored()).toEqual([]);
    expect(track('adopted')).toBe('allow');
  });

  it('is no identifier: names of events and times alone', () => {
    const { track } = createPage();
    for (const name of ['started', 'adopted']) track(name);
    const now = Date.now();
    expect(JSON.parse(sessionStorage.getItem('headgate:journeys')!)).toEqual({ started: now, 'step:onboarding': now });
    expect(JSON.parse(localStorage.getItem('headgate:journeys')!)).toEqual({ adopted: now });
  });

  it.each(['{', 'null', '[]', '7', '{"__proto__":{"adopted":1}}', ''])('lives with %j in its place', (text) => {
    localStorage.setItem('headgate:journeys', text);
    expect(createPage().track('adopted')).toBe('allow');
  });

  it('is the application’s own: another one on the origin neither reads nor deletes it', async () => {
    const [shop, blog] = [createPage('granted', 'shop'), createPage('granted', 'blog')];
    for (const name of ['started', 'adopted']) expect([name, shop.track(name)]).toEqual([name, 'allow']);
    for (const name of ['started', 'adopted']) expect([name, blog.track(name)]).toEqual([name, 'allow']);
    await blog.headgate.forget();
    blog.say('denied');
    expect(['started', 'adopted'].map((name) => createPage('granted', 'shop').track(name))).toEqual([
      'refuse',
      'refuse',
    ]);
  });

  it('is kept in memory where storage throws', () => {
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const { track } = createPage();
    expect([track('adopted'), track('adopted')]).toEqual(['allow', 'refuse']);
  });
});

describe('the time since the previous step', () => {
  it('goes into the field that the manifest names, from the second step on', () => {
    const { track, calls } = createPage();
    track('started');
    vi.advanceTimersByTime(1500);
    track('invited', { note: 'x' });
    vi.advanceTimersByTime(500);
    track('invited');
    expect(calls).toEqual([
      ['started', undefined],
      ['invited', { note: 'x', after: 1500 }],
      ['invited', { after: 500 }],
    ]);
  });

  it('reaches over pages of a session under consent, and not without', () => {
    createPage().track('started');
    vi.advanceTimersByTime(60_000);
    const next = createPage();
    next.track('invited');
    expect(next.calls).toEqual([['invited', { after: 60_000 }]]);
    const undecided = createPage('undecided');
    undecided.track('invited');
    expect(undecided.calls).toEqual([['invited', undefined]]);
  });
});

it('hears consent no more once stopped', () => {
  const { headgate, listeners } = createPage();
  headgate.stop();
  expect(listeners.size).toBe(0);
});
