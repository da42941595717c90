import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { googleConsentMode } from '../../src/consent/sources/google-consent-mode.js';
import type { CategoryCodes, Manifest } from '../../src/manifest/manifest.js';
import { googleConsentModeFake as fake } from '../fakes/google-consent-mode.js';
import { startSource, type SourceProbe } from '../support/dom-source.js';

const page = globalThis as unknown as { dataLayer: unknown[] };
const CODES = { analytics: {}, marketing: {}, video: { googleConsentMode: 'ad_storage' } };
const probes: SourceProbe[] = [];

function start(
  codes: { readonly [category: string]: CategoryCodes } = CODES,
  regimes?: Manifest['regimes'],
  options?: Parameters<typeof googleConsentMode>[0],
): SourceProbe {
  const probe = startSource(googleConsentMode(options), codes, regimes);
  probes.push(probe);
  return probe;
}

const choices = (probe: SourceProbe) => ['analytics', 'marketing', 'video'].map((name) => probe.choice(name));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  page.dataLayer = [];
});
afterEach(() => {
  for (const probe of probes.splice(0)) probe.stop();
  fake.remove();
  vi.useRealTimers();
});

describe('the data layer', () => {
  it('is read from its beginning, and at each push from then on', () => {
    fake.install();
    fake.choose('granted', 'denied');
    const probe = start();
    expect(choices(probe)).toEqual(['granted', 'denied', 'denied']);
    fake.choose('granted', 'granted');
    expect(choices(probe)).toEqual(['granted', 'granted', 'granted']);
  });

  it('is waited for, and never made', () => {
    fake.leave();
    const probe = start();
    vi.advanceTimersByTime(60_000);
    expect([choices(probe)[0], 'dataLayer' in globalThis]).toEqual(['undecided', false]);
    fake.install();
    vi.advanceTimersByTime(500);
    fake.choose('granted', 'granted');
    expect(probe.choice()).toBe('granted');
  });

  it('may have another name', () => {
    const probe = start(CODES, undefined, { dataLayer: 'layer' });
    fake.install();
    fake.choose('granted', 'granted');
    expect(probe.choice()).toBe('undecided');
    Object.assign(globalThis, { layer: page.dataLayer });
    vi.advanceTimersByTime(500);
    expect(probe.choice()).toBe('granted');
    Reflect.deleteProperty(globalThis, 'layer');
  });

  it('keeps what `push` returns and its `this`, for one and for many entries', () => {
    start();
    const seen: unknown[] = [];
    const before = page.dataLayer.length;
    expect(page.dataLayer.push({ event: 'a' }, { event: 'b' })).toBe(before + 2);
    const other: unknown[] = [];
    expect(page.dataLayer.push.call(other as never, 1, 2)).toBe(2);
    expect([other, seen]).toEqual([[1, 2], []]);
  });

  it('is heard through a `push` that a tag manager put around this one, and trims behind', () => {
    const probe = start();
    const { push } = page.dataLayer;
    page.dataLayer.push = (...entries) => {
      const result = push.apply(page.dataLayer, entries);
      page.dataLayer.splice(0);
      return result;
    };
    fake.install();
    fake.choose('granted', 'denied');
    expect(choices(probe)).toEqual(['granted', 'denied', 'denied']);
  });

  it('is heard within a moment where another `push` took the place of this one', () => {
    const probe = start();
    page.dataLayer.push = (...entries) => Array.prototype.push.apply(page.dataLayer, entries);
    fake.install();
    fake.choose('granted', 'denied');
    vi.advanceTimersByTime(500);
    expect(probe.choice()).toBe('granted');
  });

  it('gets its own `push` back when the source stops, unless another was put around it', () => {
    const probe = start();
    probe.stop();
    expect(Object.hasOwn(page.dataLayer, 'push')).toBe(false);
    const second = start();
    const around = vi.fn();
    page.dataLayer.push = around;
    second.stop();
    expect(page.dataLayer.push).toBe(around);
  });

  it('is not heard any more once the source stops, though another `push` still calls the one of the source', () => {
    const probe = start();
    const { push } = page.dataLayer;
    page.dataLayer.push = (...entries) => push.apply(page.dataLayer, entries);
    probe.stop();
    const { length } = probe.readings;
    fake.install();
    fake.choose('granted', 'granted');
    expect([probe.readings.length, page.dataLayer.length]).toEqual([length, 3]);
  });

  it('that another took the place of is read anew: what the first one held is void', () => {
    const probe = start();
    fake.install();
    fake.choose('granted', 'granted');
    page.dataLayer = [];
    vi.advanceTimersByTime(500);
    expect(probe.choice()).toBe('undecided');
    fake.choose('granted', 'granted');
    expect(probe.choice()).toBe('granted');
    page.dataLayer = [...page.dataLayer];
    vi.advanceTimersByTime(500);
    expect(probe.choice()).toBe('granted');
  });

  it.each([[{ event: 'consent' }], [['consent']], [['consent', 'update']], [null], [5], ['consent'], [() => {}]])(
    'may hold %j',
    (entry) => {
      page.dataLayer.push(entry);
      const probe = start();
      fake.install();
      fake.choose('granted', 'granted');
      vi.advanceTimersByTime(1000);
      expect(probe.choice()).toBe('granted');
    },
  );
});

describe('a default', () => {
  it('is no answer where it denies, and granted by default where it grants', () => {
    fake.install('denied', 'granted');
    expect(choices(start())).toEqual(['undecided', 'undecided', 'undecided']);
    expect(choices(start(CODES, { default: 'opt-out' }))).toEqual(['undecided', 'granted', 'granted']);
    expect(probes[0]!.last().evidence).toBe('default');
  });

  it('for regions grants nothing, since the visitor’s is not known, and denies', () => {
    fake.install('granted', 'granted', { region: ['US'] });
    const probe = start(CODES, { default: 'opt-out' });
    expect(probe.choice()).toBe('undecided');
    fake.gtag('consent', 'default', { analytics_storage: 'granted' });
    expect(probe.choice()).toBe('granted');
    fake.gtag('consent', 'default', { analytics_storage: 'denied', region: ['ES', 'US-AK'] });
    expect(probe.choice()).toBe('undecided');
  });

  it('leaves a type that it does not name undecided, though Google takes it for granted', () => {
    fake.gtag('consent', 'default', { analytics_storage: 'granted' });
    expect(choices(start(CODES, { default: 'opt-out' }))).toEqual(['granted', 'undecided', 'undecided']);
  });

  it('that comes after an update does not undo it', () => {
    fake.install();
    fake.choose('granted', 'denied');
    fake.gtag('consent', 'default', { analytics_storage: 'denied', ad_storage: 'granted' });
    expect(choices(start())).toEqual(['granted', 'denied', 'denied']);
  });
});

describe('what Google keeps', () => {
  const keep = (entries: unknown): void => void Object.assign(globalThis, { google_tag_data: { ics: { entries } } });
  afterEach(() => void Reflect.deleteProperty(globalThis, 'google_tag_data'));

  it('is the answer that a template of a container gave past the data layer', () => {
    keep({ analytics_storage: { default: false, update: true }, ad_storage: { default: false, update: false } });
    const probe = start();
    expect(choices(probe)).toEqual(['granted', 'denied', 'denied']);
    expect(probe.last().evidence).toBe('explicit');
  });

  it('is followed as long as the page runs', () => {
    keep({ analytics_storage: { default: false } });
    const probe = start();
    expect(probe.choice()).toBe('undecided');
    keep({ analytics_storage: { default: false, update: 'granted' } });
    vi.advanceTimersByTime(500);
    expect(probe.choice()).toBe('granted');
    keep({ analytics_storage: { default: false, update: 'denied' } });
    vi.advanceTimersByTime(500);
    expect(probe.choice()).toBe('denied');
  });

  it('and the data layer are the stricter of both', () => {
    fake.install();
    fake.choose('granted', 'granted');
    keep({ analytics_storage: { update: false }, ad_storage: { update: true } });
    expect(choices(start())).toEqual(['denied', 'granted', 'granted']);
    fake.choose('denied', 'denied');
    keep({ analytics_storage: { update: true }, ad_storage: { update: true } });
    expect(choices(start())).toEqual(['denied', 'denied', 'denied']);
  });

  it('by default is no answer', () => {
    keep({ analytics_storage: { default: true }, ad_storage: { implicit: true } });
    expect(choices(start(CODES, { default: 'opt-out' }))).toEqual(['undecided', 'undecided', 'undecided']);
  });

  it('is not believed where Headgate itself tells Google: it would answer itself', () => {
    const ours = { 0: 'consent', 1: 'default', 2: { analytics_storage: 'denied' }, length: 3, headgate: true };
    page.dataLayer.push(ours);
    keep({ analytics_storage: { update: true } });
    expect(start().choice()).toBe('undecided');
  });

  it.each([[null], [5], ['granted'], [{ analytics_storage: null }], [{ analytics_storage: { update: 'yes' } }]])(
    'grants nothing where it is %j',
    (entries) => {
      keep(entries);
      expect(start().choice()).not.toBe('granted');
    },
  );
});

describe('a page in which nobody speaks of consent', () => {
  const listen = (): string[] => {
    const problems: string[] = [];
    const probe = startSource(googleConsentMode(), CODES, undefined, { problem: (text) => void problems.push(text) });
    probes.push(probe);
    vi.advanceTimersByTime(600_000);
    return problems;
  };

  it('is said, once', () => {
    page.dataLayer.push({ event: 'gtm.js' });
    expect(listen()).toEqual(['googleConsentMode:no-consent-command']);
  });

  it('is not one whose visitor has not answered', () => {
    fake.install();
    expect(listen()).toEqual([]);
  });
});

describe('an update', () => {
  it('needs only the types that change: what stays denied is denied from then on', () => {
    fake.install();
    fake.gtag('consent', 'update', { analytics_storage: 'granted' });
    const probe = start();
    expect(choices(probe)).toEqual(['granted', 'denied', 'denied']);
    expect(probe.last().evidence).toBe('explicit');
  });

  it('makes no grant of what was only granted by default', () => {
    fake.install('denied', 'granted');
    fake.gtag('consent', 'update', { analytics_storage: 'granted' });
    expect(choices(start())).toEqual(['granted', 'undecided', 'undecided']);
  });

  it('pushed as an array, which Google does not hear, can deny and never grants', () => {
    fake.install();
    const probe = start();
    page.dataLayer.push(['consent', 'update', { analytics_storage: 'granted' }]);
    expect(probe.choice()).not.toBe('granted');
    fake.choose('granted', 'granted');
    page.dataLayer.push(['consent', 'update', { analytics_storage: 'denied' }]);
    expect(choices(probe)).toEqual(['denied', 'granted', 'granted']);
  });

  it('of several types needs all of them', () => {
    fake.install();
    fake.gtag('consent', 'update', { ad_storage: 'granted', ad_user_data: 'granted', ad_personalization: 'denied' });
    expect(choices(start())).toEqual(['denied', 'denied', 'granted']);
  });

  it.each([[true], ['yes'], [1], [null], ['']])('with %j for a type says nothing', (value) => {
    fake.install();
    fake.gtag('consent', 'update', { analytics_storage: value });
    expect(start().choice()).not.toBe('granted');
  });
});
