import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConsentReading } from '../../../src/consent/consent.js';
import { followPlatform, strictest, type PlatformAnswer, type Platform } from '../../../src/consent/follow-platform.js';
import type { CategoryCodes } from '../../../src/manifest/manifest.js';

/** What each source of a platform stands on. */

type Codes = { readonly [category: string]: CategoryCodes[string] | undefined };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function follow(platform: Partial<Platform>, codes: Codes = { analytics: 'a' }) {
  const readings: (ConsentReading | undefined)[] = [];
  const asked: string[] = [];
  const stop = followPlatform(
    {
      codes: (name) => (asked.push(name), codes),
      report: (reading) => void readings.push(reading && structuredClone(reading)),
    },
    { name: 'platform', read: () => undefined, ...platform },
  );
  return { readings, asked, stop, last: () => readings.at(-1) };
}

const answer = (allows: PlatformAnswer['allows'], more: Partial<PlatformAnswer> = {}) => ({
  read: (): PlatformAnswer => ({ allows, evidence: 'explicit', ...more }),
});

describe('a platform that is not there', () => {
  it('leaves each category undecided, by default', () => {
    const { readings, asked } = follow({}, { analytics: 'a', marketing: ['b'] });
    expect(readings).toEqual([
      {
        source: 'platform',
        categories: { analytics: 'undecided', marketing: 'undecided' },
        evidence: 'default',
        isPending: true,
      },
    ]);
    expect(asked).toEqual(['platform']);
  });

  it('is looked for each second', () => {
    const { readings } = follow({});
    vi.advanceTimersByTime(3000);
    expect(readings).toHaveLength(4);
  });

  it('is looked for as often as it asks for', () => {
    const { readings } = follow({ interval: 50 });
    vi.advanceTimersByTime(100);
    expect(readings).toHaveLength(3);
  });
});

describe('an answer', () => {
  it.each<[string, boolean | undefined, Partial<PlatformAnswer>, string]>([
    ['yes', true, {}, 'granted'],
    ['no', false, {}, 'denied'],
    ['nothing', undefined, {}, 'undecided'],
    ['a default no where the law is opt-in', false, { evidence: 'default', regime: 'opt-in' }, 'undecided'],
    ['a default no without a law', false, { evidence: 'default' }, 'undecided'],
    ['a default no where the law is opt-out', false, { evidence: 'default', regime: 'opt-out' }, 'denied'],
    ['a default yes, which the merge judges', true, { evidence: 'default' }, 'granted'],
  ])('of %s is read as %4$s', (_, allowed, more, choice) => {
    expect(follow(answer(() => allowed, more)).last()?.categories).toEqual({ analytics: choice });
  });

  it.each([1, 'true', 'granted', {}, [], () => true])('of %j is no grant', (value) => {
    const { last } = follow(answer(() => value as boolean));
    expect(last()?.categories).toEqual({ analytics: 'undecided' });
  });

  it.each<[string, readonly (boolean | undefined)[], string]>([
    ['yes to all', [true, true], 'granted'],
    ['yes to the first', [true, undefined], 'undecided'],
    ['yes to the second', [undefined, true], 'undecided'],
    ['no to one', [true, false], 'denied'],
    ['no to all', [false, false], 'denied'],
    ['nothing', [undefined, undefined], 'undecided'],
  ])('for a category of several codes needs all of them: %s', (_, values, choice) => {
    const codes: readonly string[] = ['one', 'two'];
    const { last } = follow(
      answer((code) => values[codes.indexOf(code)]),
      { analytics: codes },
    );
    expect(last()?.categories).toEqual({ analytics: choice });
  });

  it('is no grant for a category whose list of codes is empty', () => {
    expect(
      follow(
        answer(() => true),
        { analytics: [] },
      ).last()?.categories,
    ).toEqual({ analytics: 'undecided' });
  });

  it('is asked by the manifest’s code, as text, else by the platform’s own', () => {
    const seen: string[] = [];
    const { last } = follow(
      { ...answer((code) => (seen.push(code), true)), defaults: { analytics: 'own', marketing: 'ads' } },
      { analytics: 7, marketing: undefined, other: undefined, excepted: false },
    );
    expect(seen.filter((code) => code !== 'undefined' && code !== 'false')).toEqual(['7', 'ads']);
    expect(last()?.categories).toEqual({ analytics: 'granted', marketing: 'granted' });
  });

  it('has no opinion on a category that neither names', () => {
    const { last } = follow(
      answer(() => true),
      { analytics: undefined },
    );
    expect(last()?.categories).toEqual({});
  });

  it('is by default where it names no basis', () => {
    expect(follow({ read: () => ({ allows: () => false }) }).last()).toEqual({
      source: 'platform',
      categories: { analytics: 'undecided' },
      evidence: 'default',
    });
  });

  it('passes on its basis, law, region and proof, and not the function', () => {
    const about = { evidence: 'implied', regime: 'opt-out', region: 'US', proof: { id: '1' } } as const;
    expect(follow(answer(() => true, about)).last()).toEqual({
      source: 'platform',
      categories: { analytics: 'granted' },
      ...about,
    });
  });
});

describe('a change', () => {
  it('is read at the platform’s events, of window and of document, and when the page is shown again', () => {
    const { readings } = follow({ events: ['changed', 'other'] });
    window.dispatchEvent(new Event('changed'));
    document.dispatchEvent(new Event('other'));
    window.dispatchEvent(new Event('pageshow'));
    window.dispatchEvent(new Event('unknown'));
    expect(readings).toHaveLength(4);
  });

  it('is read where the platform calls back', () => {
    let tell = (): void => {};
    const { readings } = follow({ listen: (update) => ((tell = update), () => {}) });
    tell();
    expect(readings).toHaveLength(2);
  });

  it('is read once where the platform calls back while it is asked to', () => {
    let calls = 0;
    const { readings } = follow({
      listen: (update) => (update(), () => {}),
      read: () => (calls++, undefined),
    });
    expect([calls, readings.length]).toEqual([1, 1]);
    vi.advanceTimersByTime(1000);
    expect([calls, readings.length]).toEqual([2, 2]);
  });

  it('is read again where a platform that answers later says that it has', () => {
    let tell = (): void => {};
    const said = new Map<string, boolean>();
    const { readings, last } = follow({
      read: (update) => ((tell = update), { allows: (code) => said.get(code), evidence: 'explicit' }),
    });
    said.set('a', true);
    tell();
    expect(readings).toHaveLength(2);
    expect(last()?.categories).toEqual({ analytics: 'granted' });
  });

  it('is listened to once, and again as long as the platform is not there', () => {
    let asked = 0;
    follow({ listen: () => (++asked < 3 ? undefined : () => {}) });
    vi.advanceTimersByTime(10_000);
    expect(asked).toBe(3);
  });
});

describe('a platform that breaks', () => {
  it.each<[string, Partial<Platform>]>([
    ['when it is read', { read: () => fail() }],
    ['when it is asked for a code', answer(() => fail())],
  ])('%s is said to have said nothing, and asked again', (_, platform) => {
    const { readings } = follow(platform);
    expect(readings).toEqual([undefined]);
    vi.advanceTimersByTime(1000);
    expect(readings).toEqual([undefined, undefined]);
  });
});

describe('a hint', () => {
  it('that cannot be had changes no reading, and is asked for again', () => {
    let asked = 0;
    let ended = 0;
    const { readings, stop } = follow({
      ...answer(() => true),
      listen: () => (++asked < 3 ? fail() : () => void ended++),
    });
    vi.advanceTimersByTime(5000);
    expect(readings.map((reading) => reading?.categories['analytics'])).toEqual(Array(6).fill('granted'));
    expect(asked).toBe(3);
    stop();
    expect(ended).toBe(1);
  });
});

describe('a platform that does not come', () => {
  it('is said once, after some looks, by its name', () => {
    const problems: string[] = [];
    const host = {
      codes: () => ({ analytics: 'a' }),
      report: () => {},
      problem: (text: string) => void problems.push(text),
    };
    const stop = followPlatform(host, { name: 'platform', read: () => undefined });
    vi.advanceTimersByTime(10_000);
    expect(problems).toEqual([]);
    vi.advanceTimersByTime(600_000);
    expect(problems).toEqual(['platform:not-loaded']);
    stop();
  });

  it('is not said of one that is there and waits for its visitor', () => {
    const problems: string[] = [];
    const host = {
      codes: () => ({ analytics: 'a' }),
      report: () => {},
      problem: (text: string) => void problems.push(text),
    };
    const stop = followPlatform(host, { name: 'platform', read: () => ({ allows: () => undefined }) });
    vi.advanceTimersByTime(600_000);
    expect(problems).toEqual([]);
    stop();
  });
});

describe('several answers that are one', () => {
  it.each<[readonly unknown[], boolean | undefined]>([
    [[true, true], true],
    [[true, false], false],
    [[undefined, false], false],
    [[true, undefined], undefined],
    [[true, 'true'], undefined],
    [[], undefined],
  ])('%j are %j', (answers, one) => {
    expect(strictest(answers)).toBe(one);
  });
});

describe('the end', () => {
  it('leaves no timer and no listener, and tells the platform once', () => {
    let ended = 0;
    let tell = (): void => {};
    const { readings, stop } = follow({
      events: ['changed'],
      listen: (update) => ((tell = update), () => void ended++),
    });
    stop();
    window.dispatchEvent(new Event('changed'));
    window.dispatchEvent(new Event('pageshow'));
    vi.advanceTimersByTime(10_000);
    tell();
    expect([readings.length, ended, vi.getTimerCount()]).toEqual([1, 1, 0]);
  });

  it('takes back every listener as it was added, for a page that starts and stops often', () => {
    const [added, removed] = [vi.spyOn(globalThis, 'addEventListener'), vi.spyOn(globalThis, 'removeEventListener')];
    follow({ events: ['changed'] }).stop();
    expect(added.mock.calls.map(([type]) => type)).toEqual(['pageshow', 'changed']);
    expect(removed.mock.calls).toEqual(added.mock.calls);
  });

  it('needs nothing to be ended', () => {
    expect(() => follow({}).stop()).not.toThrow();
  });
});

function fail(): never {
  throw new TypeError('broken');
}
