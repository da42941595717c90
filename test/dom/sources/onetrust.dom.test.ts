import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { onetrust } from '../../../src/consent/sources/onetrust.js';
import type { CategoryCodes } from '../../../src/manifest/manifest.js';
import { putCookie } from '../../fakes/fake-platform.js';
import { fakeOneTrust } from '../../fakes/onetrust.js';
import { clearCookies, startSource, watchErrors, type SourceProbe } from '../../support/dom-source.js';

/** A fake of OneTrust's page side: what the real script was recorded to leave in the window, one setting a quirk. */
interface Setting {
  readonly groups?: string;
  readonly isClosed?: boolean;
  readonly showNotice?: boolean;
  readonly model?: string;
}

interface OneTrustWindow {
  OneTrust?: unknown;
  OnetrustActiveGroups?: unknown;
}

const page = window as unknown as OneTrustWindow;
const CODES: { readonly [category: string]: CategoryCodes } = {
  analytics: { onetrust: 'C0002' },
  marketing: { onetrust: 'C0004' },
};
const probes: SourceProbe[] = [];

function load({ groups = ',C0001,', isClosed = false, showNotice = true, model = 'opt-in' }: Setting = {}): void {
  page.OnetrustActiveGroups = groups;
  page.OneTrust = {
    OnConsentChanged: () => {},
    IsAlertBoxClosed: () => isClosed,
    GetDomainData: () => ({ ShowAlertNotice: showNotice, Groups: [], ConsentModel: { Name: model } }),
  };
}

function start(codes = CODES): SourceProbe {
  const probe = startSource(onetrust(), codes);
  probes.push(probe);
  return probe;
}

function setCookie(groups: string, more: { readonly [key: string]: string } = {}): void {
  const cookie = new URLSearchParams({
    isGpcEnabled: '0',
    datestamp: 'Wed Feb 01 2023 12:35:32 GMT+0100 (Central European Standard Time)',
    version: '202209.1.0',
    consentId: '7f3cf16d-b3e1-4781-8db1-61482d0a9dff',
    interactionCount: '1',
    landingPath: 'NotLandingPage',
    groups,
    geolocation: 'AT;9',
    AwaitingReconsent: 'false',
    ...more,
  });
  document.cookie = `OptanonConsent=${cookie.toString()}`;
}

const tell = (type: string): boolean => dispatchEvent(new CustomEvent(type, { detail: ['C0001', 'C0002', 'C0004'] }));

beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => {
  for (const probe of probes.splice(0)) probe.stop();
  delete page.OneTrust;
  delete page.OnetrustActiveGroups;
  clearCookies();
  vi.useRealTimers();
});

describe('the active groups', () => {
  it('`,C0001,` before an answer are no denial: undecided', () => {
    load();
    const probe = start();
    expect([probe.choice('analytics'), probe.choice('marketing')]).toEqual(['undecided', 'undecided']);
  });

  it('all of them before an answer in an opt-in model are no grant', () => {
    load({ groups: ',C0001,C0002,C0003,C0004,' });
    expect(start().choice()).toBe('undecided');
  });

  it('are the answer once the alert box is closed', () => {
    load({ groups: ',C0001,C0002,', isClosed: true });
    const probe = start();
    expect([probe.choice('analytics'), probe.choice('marketing')]).toEqual(['granted', 'denied']);
    expect(probe.last()).toMatchObject({ source: 'onetrust', evidence: 'explicit', regime: 'opt-in' });
  });

  it('deny everything where the visitor rejected all', () => {
    load({ groups: ',C0001,', isClosed: true });
    const probe = start();
    expect([probe.choice('analytics'), probe.choice('marketing')]).toEqual(['denied', 'denied']);
  });

  it.each([',c0001,c0002,', ',C0001,c0002', 'C0002'])(
    'are known in lower case and without commas around: %s',
    (groups) => {
      load({ groups, isClosed: true });
      expect(start().choice()).toBe('granted');
    },
  );

  it('are known by the numeric ids of old accounts', () => {
    load({ groups: ',1,2,', isClosed: true });
    expect(start({ analytics: { onetrust: 2 } }).choice()).toBe('granted');
    expect(start({ analytics: { onetrust: '2' } }).choice()).toBe('granted');
  });

  it('are compared whole: `C00021` is not `C0002`', () => {
    load({ groups: ',C00021,XC0002,', isClosed: true });
    expect(start().choice()).toBe('denied');
  });

  it('may hold tokens that nobody mapped', () => {
    load({ groups: ',C0001,V2STACK42,C0002,', isClosed: true });
    expect(start().choice()).toBe('granted');
  });

  it.each([[',,'], [''], [undefined], [null], [5], [{}], [['C0002']]])('are none where they are %j', (groups) => {
    load({ isClosed: true });
    page.OnetrustActiveGroups = groups;
    expect(start({ marketing: { onetrust: 'C0004' } }).choice('marketing')).toBe('denied');
  });
});

describe('a region', () => {
  it('without a banner, in the opt-out model, is granted by default', () => {
    load({ groups: ',C0001,C0002,', showNotice: false, model: 'opt-out' });
    const probe = start();
    expect(probe.choice()).toBe('granted');
    expect(probe.last()).toMatchObject({ evidence: 'default', regime: 'opt-out' });
    expect(probe.last().proof).toBeUndefined();
  });

  it('without a banner, in the opt-in model, stays closed', () => {
    load({ groups: ',C0001,C0002,', showNotice: false });
    expect(start().choice()).not.toBe('granted');
  });

  it.each(['opt-out', 'implied consent', 'Opt-Out'])('with the model %s is open before an answer', (model) => {
    load({ groups: ',C0001,C0002,', model });
    const probe = start();
    expect([probe.choice('analytics'), probe.choice('marketing')]).toEqual(['granted', 'denied']);
    expect(probe.last().evidence).toBe('default');
  });

  it.each(['notice only', 'custom', ''])('with the model %j is closed before an answer', (model) => {
    load({ groups: ',C0001,C0002,', model });
    expect(start().choice()).toBe('undecided');
  });

  it('whose notice can only be closed has the law of the manifest, which a notice does not tighten', () => {
    load({ groups: ',C0001,C0002,', model: 'notice only', isClosed: true });
    setCookie('C0001:1,C0002:1', { geolocation: 'US;TX' });
    expect(start().last()).not.toHaveProperty('regime');
    const probe = startSource(onetrust(), CODES, { default: 'opt-in', US: 'opt-out' });
    probes.push(probe);
    expect([probe.choice('analytics'), probe.last().evidence]).toEqual(['granted', 'default']);
  });

  it('whose model nobody names is closed before an answer', () => {
    load({ groups: ',C0001,C0002,' });
    (page.OneTrust as { GetDomainData: unknown }).GetDomainData = () => ({});
    expect(start().choice()).toBe('undecided');
    (page.OneTrust as { GetDomainData: unknown }).GetDomainData = () => undefined;
    expect(start().choice()).toBe('undecided');
  });
});

describe('the cookie', () => {
  it('with `AwaitingReconsent=true` takes the answer back', () => {
    load({ groups: ',C0001,C0002,', isClosed: true });
    setCookie('C0001:1,C0002:1', { AwaitingReconsent: 'true' });
    expect(start().choice()).toBe('undecided');
  });

  it('that says no where the API says yes is the stricter', () => {
    load({ groups: ',C0001,C0002,C0004,', isClosed: true });
    setCookie('C0001:1,C0002:0,C0004:1');
    const probe = start();
    expect([probe.choice('analytics'), probe.choice('marketing')]).toEqual(['denied', 'granted']);
  });

  it('that says yes where the API says no is not', () => {
    load({ groups: ',C0001,', isClosed: true });
    setCookie('C0001:1,C0002:1');
    expect(start().choice()).toBe('denied');
  });

  it('that says no in lower case counts too', () => {
    load({ groups: ',c0002,', isClosed: true });
    setCookie('c0002:0');
    expect(start().choice()).toBe('denied');
  });

  it('alone proves nothing: without the script there is no answer', () => {
    setCookie('C0001:1,C0002:1');
    document.cookie = 'OptanonAlertBoxClosed=2026-11-20T08:00:00.000Z';
    expect(start().choice()).toBe('undecided');
  });

  it('gives the proof of an answer', () => {
    load({ groups: ',C0001,C0002,', isClosed: true });
    setCookie('C0001:1,C0002:1');
    document.cookie = 'OptanonAlertBoxClosed=2026-11-20T08:00:00.000Z';
    expect(start().last().proof).toEqual({
      id: '7f3cf16d-b3e1-4781-8db1-61482d0a9dff',
      time: '2026-11-20T08:00:00.000Z',
      version: '202209.1.0',
    });
  });

  it('whose date is that of every page gives one choice one time', () => {
    load({ groups: ',C0001,C0002,', isClosed: true });
    document.cookie = 'OptanonAlertBoxClosed=2026-11-20T08:00:00.000Z';
    setCookie('C0001:1,C0002:1');
    const probe = start();
    setCookie('C0001:1,C0002:1', { datestamp: 'Mon Nov 30 2026 10:00:00 GMT+0100 (Central European Standard Time)' });
    vi.advanceTimersByTime(1000);
    expect(new Set(probe.readings.map(({ proof }) => JSON.stringify(proof))).size).toBe(1);
  });

  it('leaves a group that is newer than the choice undecided, whatever the API lists', () => {
    load({ groups: ',C0001,C0002,C0004,', isClosed: true });
    setCookie('C0001:1,C0002:1');
    const probe = start();
    expect([probe.choice('analytics'), probe.choice('marketing')]).toEqual(['granted', 'undecided']);
    load({ groups: ',C0001,C0002,', isClosed: true });
    vi.advanceTimersByTime(1000);
    expect(probe.choice('marketing')).toBe('undecided');
  });

  it('proves nothing before the answer', () => {
    load();
    setCookie('C0001:1,C0002:0');
    expect(start().last().proof).toBeUndefined();
  });

  it.each([
    ['AT;9', 'AT-9'],
    ['US;CA', 'US-CA'],
    ['DE;', 'DE'],
    ['DE', 'DE'],
    ['', undefined],
    [undefined, undefined],
  ])('says where the visitor is, before an answer too: %s is %s', (geolocation, expected) => {
    load();
    setCookie('C0001:1,C0002:0', geolocation === undefined ? {} : { geolocation });
    if (geolocation === undefined) document.cookie = 'OptanonConsent=groups=C0001%3A1';
    expect(start().last().region || undefined).toBe(expected);
  });

  it.each(['before=1; ', 'XOptanonConsent=groups%3DC0002%253A0; '])('is found among others: %s', (others) => {
    load({ groups: ',C0002,', isClosed: true });
    for (const other of others.split('; ').filter(Boolean)) document.cookie = other;
    setCookie('C0002:1');
    document.cookie = 'later=2';
    expect(start().last().proof).toMatchObject({ id: '7f3cf16d-b3e1-4781-8db1-61482d0a9dff' });
  });

  it('without a readable date still proves the rest', () => {
    load({ groups: ',C0002,', isClosed: true });
    setCookie('C0002:1');
    document.cookie = 'OptanonAlertBoxClosed=yesterday';
    const { proof } = start().last();
    expect(proof).toMatchObject({ id: '7f3cf16d-b3e1-4781-8db1-61482d0a9dff' });
    expect(proof).not.toHaveProperty('time');
  });
});

describe('the script', () => {
  it('that never loads leaves everything undecided for ever', () => {
    const probe = start();
    vi.advanceTimersByTime(600_000);
    expect(probe.choice()).toBe('undecided');
    expect(probe.readings.every(({ categories }) => categories['analytics'] === 'undecided')).toBe(true);
  });

  it('that loads late is found', () => {
    const probe = start();
    vi.advanceTimersByTime(60_000);
    load({ groups: ',C0002,', isClosed: true });
    vi.advanceTimersByTime(2000);
    expect(probe.choice()).toBe('granted');
  });

  it('that loads late is found at once by its event', () => {
    const probe = start();
    vi.advanceTimersByTime(60_000);
    load({ groups: ',C0002,', isClosed: true });
    tell('OneTrustGroupsUpdated');
    expect(probe.choice()).toBe('granted');
  });

  it('is not there yet where `window.OneTrust` is `{ geolocationResponse }` first', () => {
    page.OneTrust = { geolocationResponse: { countryCode: 'DE' } };
    page.OnetrustActiveGroups = ',C0001,C0002,';
    const probe = start();
    expect(probe.choice()).toBe('undecided');
    load({ groups: ',C0002,', isClosed: true });
    vi.advanceTimersByTime(2000);
    expect(probe.choice()).toBe('granted');
  });

  it.each(['OneTrustGroupsUpdated', 'consent.onetrust', 'pageshow'])(
    'is read again at %s, whatever the event says',
    (type) => {
      load();
      const probe = start();
      tell(type);
      expect(probe.choice()).toBe('undecided');
      load({ groups: ',C0002,', isClosed: true });
      tell(type);
      expect(probe.choice()).toBe('granted');
    },
  );

  it('withdraws by the same event with fewer groups', () => {
    load({ groups: ',C0001,C0002,', isClosed: true });
    const probe = start();
    load({ groups: ',C0001,', isClosed: true });
    tell('OneTrustGroupsUpdated');
    expect(probe.choice()).toBe('denied');
  });

  it('may run for two sources: each hears of a change', () => {
    load();
    const probes = [start(), start()];
    load({ groups: ',C0002,', isClosed: true });
    tell('OneTrustGroupsUpdated');
    expect(probes.map((probe) => probe.choice())).toEqual(['granted', 'granted']);
  });

  it('is not read once the source is stopped', () => {
    const probe = start();
    probe.stop();
    load({ groups: ',C0002,', isClosed: true });
    tell('OneTrustGroupsUpdated');
    vi.advanceTimersByTime(10_000);
    expect(probe.readings).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each<[string, () => void]>([
    ['IsAlertBoxClosed', () => ((page.OneTrust as { IsAlertBoxClosed: unknown }).IsAlertBoxClosed = fail)],
    ['GetDomainData', () => ((page.OneTrust as { GetDomainData: unknown }).GetDomainData = fail)],
  ])('whose %s throws closes what was open, without an error in the page', (_, breakIt) => {
    load({ groups: ',C0002,', isClosed: true });
    const probe = start();
    expect(probe.choice()).toBe('granted');
    breakIt();
    const watch = watchErrors();
    tell('OneTrustGroupsUpdated');
    watch.stop();
    expect(watch.errors).toEqual([]);
    expect(probe.choice()).toBe('undecided');
  });

  it('that throws at first is read again when it works', () => {
    load({ groups: ',C0002,', isClosed: true });
    (page.OneTrust as { GetDomainData: unknown }).GetDomainData = fail;
    const probe = start();
    expect(probe.choice()).toBe('undecided');
    load({ groups: ',C0002,', isClosed: true });
    tell('OneTrustGroupsUpdated');
    expect(probe.choice()).toBe('granted');
  });
});

describe('a category', () => {
  it.each([
    ['performance', 'C0002'],
    ['analytics', 'C0002'],
    ['functional', 'C0003'],
    ['marketing', 'C0004'],
    ['targeting', 'C0004'],
    ['social', 'C0005'],
  ])('named %s is the default group %s where the manifest gives no code', (category, group) => {
    load({ groups: `,${group},`, isClosed: true });
    expect(start({ [category]: {} }).choice(category)).toBe('granted');
    load({ groups: ',C0001,', isClosed: true });
    expect(start({ [category]: {} }).choice(category)).toBe('denied');
  });

  it('without a code and without a default group is none of its business', () => {
    load({ groups: ',C0002,', isClosed: true });
    expect(start({ research: {} }).last().categories).toEqual({});
  });

  it('that the manifest takes out with `false` is none of its business', () => {
    load({ groups: ',C0002,', isClosed: true });
    expect(start({ analytics: { onetrust: false } }).last().categories).toEqual({});
  });

  it('with several codes needs each of them', () => {
    const codes = { analytics: { onetrust: ['C0002', 'C0004'] } };
    load({ groups: ',C0001,C0004,C0003,C0002,', isClosed: true });
    expect(start(codes).choice()).toBe('granted');
    load({ groups: ',C0001,C0002,', isClosed: true });
    expect(start(codes).choice()).toBe('denied');
    load({ groups: ',C0001,C0002,C0004,', isClosed: true });
    setCookie('C0002:0,C0004:0');
    expect(start(codes).choice()).toBe('denied');
  });
});

describe('the fake of the script', () => {
  const fake = fakeOneTrust();
  afterEach(() => {
    fake.unload();
    fake.forget();
  });

  it('keeps one of two callbacks of equal text, where two sources each hear of a change', () => {
    fake.load();
    let heard = 0;
    const { OnConsentChanged } = page.OneTrust as { OnConsentChanged(callback: () => void): void };
    for (let index = 0; index < 2; index++) OnConsentChanged(() => heard++);
    const both = [start(), start()];
    fake.choose(true, false);
    expect(heard).toBe(1);
    expect(both.map((probe) => probe.choice())).toEqual(['granted', 'granted']);
  });

  it('has the page’s configuration in its place first', () => {
    fake.configure();
    const probe = start();
    expect(probe.readings.every(Boolean)).toBe(true);
    fake.load();
    fake.choose(true, true);
    expect(probe.choice()).toBe('granted');
  });

  it('asks everybody anew: the answer does not hold any more', () => {
    fake.load();
    fake.choose(true, true);
    const probe = start();
    fake.askAgain();
    tell('OneTrustGroupsUpdated');
    expect(probe.choice()).toBe('undecided');
  });

  it('closes a notice that has no other button: that is no consent', () => {
    fake.loadNotice();
    const probe = start();
    fake.close();
    expect(probe.choice()).toBe('undecided');
    expect(probe.last().evidence).toBe('default');
  });

  it('sees in the cookie that another tab withdrew, without an event', () => {
    fake.load();
    fake.choose(true, true);
    const probe = start();
    expect(probe.choice()).toBe('granted');
    const { cookie } = document;
    putCookie('OptanonConsent', /OptanonConsent=([^;]*)/.exec(cookie)![1]!.replace('C0002%3A1', 'C0002%3A0'));
    vi.advanceTimersByTime(1000);
    expect(probe.choice()).toBe('denied');
  });

  it('calls the page’s own `OptanonWrapper` only: ours is not put in its place', () => {
    const own = vi.fn();
    Object.assign(page, { OptanonWrapper: own });
    fake.load();
    start();
    fake.choose(true, true);
    expect((page as { OptanonWrapper?: unknown }).OptanonWrapper).toBe(own);
    Reflect.deleteProperty(page, 'OptanonWrapper');
  });
});

function fail(): never {
  throw new TypeError('not ready');
}
