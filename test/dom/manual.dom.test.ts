import { afterEach, describe, expect, it, vi } from 'vitest';
import { manual, type ManualSource } from '../../src/consent/sources/manual.js';
import { startSource, type SourceProbe } from '../support/dom-source.js';

const KEY = 'headgate:choice';
const probes: SourceProbe[] = [];

type Host = Parameters<typeof startSource>[3];

function start(source: ManualSource, host?: Host): SourceProbe {
  const probe = startSource(source, { analytics: {}, marketing: {} }, undefined, host);
  probes.push(probe);
  return probe;
}

/** What the browser tells this tab when another one has written. */
const tellStorage = (key: string | null): boolean => dispatchEvent(new StorageEvent('storage', { key }));
const store = (choice: unknown, more: object = { time: Date.now() }): void =>
  localStorage.setItem(KEY, JSON.stringify({ analytics: { choice, ...more } }));

afterEach(() => {
  for (const probe of probes.splice(0)) probe.stop();
  vi.unstubAllGlobals();
  localStorage.clear();
});

describe('a choice that the page makes', () => {
  it('is none before the first call: an answer of no opinion', () => {
    const probe = start(manual());
    expect(probe.readings).toEqual([{ source: 'manual', categories: {}, evidence: 'explicit', isPending: true }]);
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
    store('granted');
    tellStorage(KEY);
    expect(probe.choice()).toBe('granted');
    store('denied');
    tellStorage(KEY);
    expect(probe.choice()).toBe('denied');
  });

  it('does not look at what other scripts store', () => {
    const probe = start(manual({ remember: true }));
    store('granted');
    tellStorage('cart');
    expect(probe.readings).toHaveLength(1);
  });

  it('is not looked for by a source that does not remember', () => {
    store('granted');
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
    ['{"analytics":"granted"}'],
    ['{"analytics":{"choice":"granted"}}'],
    ['{"analytics":{"choice":"granted","time":"2026-11-20"}}'],
    ['{"analytics":{"choice":"granted","time":null}}'],
    ['{"analytics":{"choice":"granted","time":0}}'],
    ['{"analytics":{"choice":"granted","time":1e20}}'],
    [`{"analytics":{"choice":"yes","time":${Date.now()}}}`],
    [`{"analytics":{"choice":true,"time":${Date.now()}}}`],
    [`{"analytics":{"choice":["granted"],"time":${Date.now()}}}`],
    [`{"categories":{"analytics":"granted"},"time":"${new Date().toISOString()}"}`],
    ['["analytics"]'],
  ])('is none where the device holds %s', (stored) => {
    localStorage.setItem(KEY, stored);
    const probe = start(manual({ remember: true }));
    expect(probe.choice()).toBe('undecided');
    tellStorage(KEY);
    expect(probe.choice()).toBe('undecided');
  });

  it('is kept where it is made once the source has stopped: the next page must know of a refusal', () => {
    const choice = manual({ remember: true });
    const probe = start(choice);
    choice.grant('analytics');
    probe.stop();
    choice.deny('analytics');
    expect(probe.last().categories).toEqual({ analytics: 'granted' });
    expect(start(manual({ remember: true })).choice()).toBe('denied');
  });

  it('is kept where it is made before the source starts', () => {
    const choice = manual({ remember: true });
    choice.grant('analytics');
    start(choice).stop();
    expect(start(manual({ remember: true })).choice()).toBe('granted');
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

describe('a choice that is remembered for long', () => {
  const DAY = 86_400_000;
  const daysAgo = (days: number) => ({ time: Date.now() - days * DAY });

  it.each<[string, object, number | undefined, string]>([
    ['five months', daysAgo(150), undefined, 'granted'],
    ['seven months', daysAgo(210), undefined, 'undecided'],
    ['31 days, of 30', daysAgo(31), 30, 'undecided'],
    ['29 days, of 30', daysAgo(29), 30, 'granted'],
    ['a year in the future', daysAgo(-365), undefined, 'undecided'],
    ['nobody knows when', {}, undefined, 'undecided'],
  ])('since %s (%#)', (_, time, maxAgeDays, expected) => {
    for (const choice of ['granted', 'denied']) {
      store(choice, time);
      const probe = start(manual({ remember: true, ...(maxAgeDays && { maxAgeDays }) }));
      expect(probe.choice()).toBe(expected === 'granted' ? choice : expected);
      expect(Boolean(probe.last().proof)).toBe(expected === 'granted');
    }
  });

  it('opens nothing in an opt-out regime once it is too old: a refusal does not become a grant', () => {
    store('denied', daysAgo(400));
    const probe = startSource(manual({ remember: true }), { analytics: {} }, { default: 'opt-out' });
    probes.push(probe);
    expect(probe.choice()).toBe('undecided');
  });

  it('keeps the time of each category: one that is chosen anew makes no other younger', () => {
    store('granted', daysAgo(150));
    const choice = manual({ remember: true });
    start(choice);
    choice.grant('marketing');
    const { analytics, marketing } = JSON.parse(localStorage.getItem(KEY)!);
    expect(marketing.time - analytics.time).toBeGreaterThan(149 * DAY);
  });

  it('has the same time on each page', () => {
    store('granted', daysAgo(10));
    const [first, second] = [0, 1].map(() => start(manual({ remember: true })).last().proof);
    expect(first!.time).toMatch(/^\d{4}-.*Z$/);
    expect(second).toEqual(first);
  });
});

describe('a choice that was made for some purposes and recipients', () => {
  const choose = (given: string, choice: 'grant' | 'deny' = 'grant'): void => {
    const source = manual({ remember: true });
    start(source, { scope: () => given });
    source[choice]('analytics');
  };
  const choiceFor = (asked: string) => start(manual({ remember: true }), { scope: () => asked }).choice();

  it('holds for them, and where one of them is gone', () => {
    choose('usage\nwarehouse: Acme');
    expect(choiceFor('usage\nwarehouse: Acme')).toBe('granted');
    expect(choiceFor('usage')).toBe('granted');
  });

  it.each(['usage\nprofiles\nwarehouse: Acme', 'usage\nwarehouse: Other', 'usage\nads: Acme\nwarehouse: Acme', 'us'])(
    'does not hold for %j',
    (asked) => {
      choose('usage\nwarehouse: Acme');
      expect(choiceFor(asked)).toBe('undecided');
      choose('usage\nwarehouse: Acme', 'deny');
      expect(choiceFor(asked)).toBe('undecided');
    },
  );

  it('does not hold where nobody noted what it was made for', () => {
    store('granted');
    expect(choiceFor('usage')).toBe('undecided');
  });

  it('is bound to them where it was made before the source started', () => {
    const source = manual({ remember: true });
    source.grant('analytics');
    start(source, { scope: () => 'usage' });
    expect(choiceFor('usage')).toBe('granted');
    expect(choiceFor('usage\nprofiles')).toBe('undecided');
  });
});

describe('a refusal that is an objection to a legitimate interest', () => {
  const open = (isObjection: boolean) =>
    start(manual({ remember: true }), { scope: () => 'usage\nprofiles', isObjection: () => isObjection }).choice();

  it.each([
    ['after a year', { time: Date.now() - 365 * 86_400_000, scope: 'usage\nprofiles' }],
    ['for a purpose that is new', { time: Date.now(), scope: 'usage' }],
  ])('holds %s, where one of consent asks again and a grant runs out', (_, kept) => {
    store('denied', kept);
    expect([open(true), open(false)]).toEqual(['denied', 'undecided']);
    store('granted', kept);
    expect(open(true)).toBe('undecided');
  });

  it('is taken back by a grant', () => {
    const choice = manual({ remember: true });
    store('denied', { time: 0 });
    const probe = start(choice, { scope: () => 'usage\nprofiles', isObjection: () => true });
    choice.grant('analytics');
    expect([probe.choice(), open(true)]).toEqual(['granted', 'granted']);
  });
});

describe('a category that the manifest does not have', () => {
  it('is said, and nothing else comes of it', () => {
    const problems: string[] = [];
    const choice = manual({ remember: true });
    const probe = start(choice, { problem: (text) => void problems.push(text) });
    choice.grant('analitycs', 'analytics');
    expect(probe.last().categories).toEqual({ analytics: 'granted' });
    expect(problems).toEqual(['manual:unknown-category']);
    expect(localStorage.getItem(KEY)).not.toContain('analitycs');
  });

  it('is said where it was named before the source started', () => {
    const problems: string[] = [];
    const choice = manual();
    choice.deny('constructor');
    start(choice, { problem: (text) => void problems.push(text) });
    expect(problems).toEqual(['manual:unknown-category']);
  });
});
