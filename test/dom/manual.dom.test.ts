import { afterEach, describe, expect, it, vi } from 'vitest';
import { manual, type ManualSource } from '../../src/consent/sources/manual.js';
import { startSource, type SourceProbe } from '../support/dom-source.js';

const KEY = 'headgate:choice';
const probes: SourceProbe[] = [];

function start(source: ManualSource): SourceProbe {
  const probe = startSource(source, { analytics: {}, marketing: {} });
  probes.push(probe);
  return probe;
}

/** What the browser tells this tab when another one has written. */
const tellStorage = (key: string | null): boolean => dispatchEvent(new StorageEvent('storage', { key }));
const store = (categories: unknown, time: unknown = '2026-11-20T08:00:00.000Z'): void =>
  localStorage.setItem(KEY, JSON.stringify({ categories, time }));

afterEach(() => {
  for (const probe of probes.splice(0)) probe.stop();
  vi.unstubAllGlobals();
  localStorage.clear();
});

describe('a choice that the page makes', () => {
  it('is none before the first call: an answer of no opinion', () => {
    const probe = start(manual());
    expect(probe.readings).toEqual([{ source: 'manual', categories: {}, evidence: 'explicit' }]);
    expect(probe.choice()).toBe('undecided');
  });

  it('opens and closes the categories that it names, and no other', () => {
    const choice = manual();
    const probe = start(choice);
    choice.grant('analytics', 'marketing');
    expect(probe.last().categories).toEqual({ analytics: 'granted', marketing: 'granted' });
    choice.deny('marketing');
    expect(probe.last().categories).toEqual({ analytics: 'granted', marketing: 'denied' });
    choice.withdraw('analytics');
    expect(probe.last().categories).toEqual({ analytics: 'denied', marketing: 'denied' });
    choice.grant();
    expect(probe.choice('analytics')).toBe('denied');
  });

  it('counts when it was made before the source was started', () => {
    const choice = manual();
    choice.grant('analytics');
    expect(start(choice).choice()).toBe('granted');
  });

  it('comes with its time and no other proof', () => {
    const choice = manual();
    const probe = start(choice);
    choice.grant('analytics');
    expect(probe.last().proof).toEqual({ time: expect.stringMatching(/^\d{4}-.*Z$/) as string, observed: true });
  });

  it('is heard no more once the source is stopped', () => {
    const choice = manual({ remember: true });
    const probe = start(choice);
    probe.stop();
    choice.grant('analytics');
    tellStorage(KEY);
    expect(probe.readings).toHaveLength(1);
  });

  it('leaves nothing on the device', () => {
    const choice = manual();
    start(choice);
    choice.grant('analytics');
    choice.withdraw('analytics');
    expect(localStorage.length).toBe(0);
  });
});

describe('a choice that is remembered', () => {
  it('leaves nothing on the device before it is made', () => {
    start(manual({ remember: true }));
    expect(localStorage.length).toBe(0);
  });

  it('is the choice of the next page, with the same proof', () => {
    const choice = manual({ remember: true });
    const before = start(choice);
    choice.grant('analytics');
    choice.deny('marketing');
    expect(start(manual({ remember: true })).last()).toEqual(before.last());
  });

  it('stays withdrawn on the next page', () => {
    const choice = manual({ remember: true });
    start(choice);
    choice.grant('analytics');
    choice.withdraw('analytics');
    expect(start(manual({ remember: true })).choice()).toBe('denied');
  });

  it('follows what another tab remembers', () => {
    const probe = start(manual({ remember: true }));
    store({ analytics: 'granted' });
    tellStorage(KEY);
    expect(probe.choice()).toBe('granted');
    store({ analytics: 'denied' });
    tellStorage(KEY);
    expect(probe.choice()).toBe('denied');
  });

  it('does not look at what other scripts store', () => {
    const probe = start(manual({ remember: true }));
    store({ analytics: 'granted' });
    tellStorage('cart');
    expect(probe.readings).toHaveLength(1);
  });

  it('is not looked for by a source that does not remember', () => {
    store({ analytics: 'granted' });
    const probe = start(manual());
    tellStorage(KEY);
    expect(probe.readings).toHaveLength(1);
    expect(probe.choice()).toBe('undecided');
  });

  it.each([
    ['{'],
    ['null'],
    ['5'],
    ['[]'],
    ['"granted"'],
    ['{"categories":{"analytics":"granted"}}'],
    ['{"categories":{"analytics":"granted"},"time":5}'],
    ['{"categories":null,"time":"2026-11-20"}'],
    ['{"categories":"granted","time":"2026-11-20"}'],
    ['{"categories":{"analytics":"yes"},"time":"2026-11-20"}'],
    ['{"categories":{"analytics":true},"time":"2026-11-20"}'],
    ['{"categories":{"analytics":["granted"]},"time":"2026-11-20"}'],
    ['{"categories":["analytics"],"time":"2026-11-20"}'],
  ])('is none where the device holds %s', (stored) => {
    localStorage.setItem(KEY, stored);
    const probe = start(manual({ remember: true }));
    expect(probe.choice()).toBe('undecided');
    tellStorage(KEY);
    expect(probe.choice()).toBe('undecided');
  });

  it('works for the page where storage is blocked', () => {
    vi.stubGlobal('localStorage', undefined);
    const choice = manual({ remember: true });
    const probe = start(choice);
    choice.grant('analytics');
    expect(probe.choice()).toBe('granted');
    choice.withdraw('analytics');
    expect(probe.choice()).toBe('denied');
  });

  it('works for the page where the device is full', () => {
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const choice = manual({ remember: true });
    const probe = start(choice);
    choice.grant('analytics');
    expect(probe.choice()).toBe('granted');
  });
});
