import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as CookieConsent from 'vanilla-cookieconsent';
import { vanillaCookieConsent } from '../../../src/consent/sources/vanilla-cookieconsent.js';
import type { CategoryCodes } from '../../../src/manifest/manifest.js';
import { startSource, type SourceProbe } from '../../support/dom-source.js';
import { vanillaPlatform } from './platforms/vanilla-cookieconsent.js';

const { install, leave } = vanillaPlatform;

let probe: SourceProbe;

function start(code: CategoryCodes[string] = 'stats', ...options: Parameters<typeof vanillaCookieConsent>): void {
  probe = startSource(vanillaCookieConsent(...options), { analytics: { vanillaCookieConsent: code } });
}

/** What another tab does to the cookie. */
function store(change: (stored: Record<string, unknown>) => void): void {
  const stored = { ...CookieConsent.getCookie() } as Record<string, unknown>;
  change(stored);
  document.cookie = `cc_cookie=${encodeURIComponent(JSON.stringify(stored))}; path=/`;
}

const aMoment = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1500);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  probe.stop();
  leave(true);
  localStorage.clear();
  vi.useRealTimers();
});

describe('vanillaCookieConsent', () => {
  it('takes no service for refused because it is listed as rejected before an answer', async () => {
    await install();
    expect(CookieConsent.getUserPreferences().rejectedServices).toMatchObject({ stats: ['ga'] });
    start(['stats', 'stats/ga']);
    expect(probe.last().categories).toEqual({ analytics: 'undecided' });
  });

  it('takes a refusal for one, though it is announced like a consent', async () => {
    await install();
    start();
    const heard = new Promise((resolve) => addEventListener('cc:onConsent', resolve, { once: true }));
    CookieConsent.acceptCategory([]);
    await heard;
    expect(probe.last().categories).toEqual({ analytics: 'denied' });
  });

  it('never says no on the way to a first yes', async () => {
    start();
    await install();
    await aMoment();
    CookieConsent.acceptCategory('all');
    expect(probe.choice()).toBe('granted');
    expect(probe.readings.map(({ categories }) => categories['analytics'])).not.toContain('denied');
  });

  it('closes after a reset, which nothing announces', async () => {
    await install();
    start();
    CookieConsent.acceptCategory('all');
    expect(probe.choice()).toBe('granted');
    CookieConsent.reset(true);
    await aMoment();
    expect(probe.choice()).toBe('undecided');
  });

  it('closes when another tab deletes the cookie', async () => {
    await install();
    start();
    CookieConsent.acceptCategory('all');
    document.cookie = 'cc_cookie=; max-age=-1; path=/';
    await aMoment();
    expect(CookieConsent.acceptedCategory('stats')).toBe(true);
    expect(probe.choice()).toBe('undecided');
  });

  it('is denied when another tab takes the category back', async () => {
    await install();
    start();
    CookieConsent.acceptCategory('all');
    store((stored) => (stored['categories'] = ['necessary']));
    await aMoment();
    expect(CookieConsent.acceptedCategory('stats')).toBe(true);
    expect(probe.choice()).toBe('denied');
  });

  it('does not open for a cookie alone: this tab has not been answered', async () => {
    await install();
    start();
    store((stored) => Object.assign(stored, { categories: ['necessary', 'stats'], services: { stats: ['ga'] } }));
    await aMoment();
    expect(probe.choice()).toBe('undecided');
  });

  it('is undecided for a category that is newer than the choice, and denied for one that was refused', async () => {
    await install();
    CookieConsent.acceptCategory([]);
    leave();
    const categories = { necessary: { enabled: true, readOnly: true }, stats: {}, ads: {}, research: {} };
    await install({ categories });
    start(['research']);
    expect(probe.choice()).toBe('undecided');
    probe.stop();
    start(['ads']);
    expect(probe.choice()).toBe('denied');
  });

  it('is denied for a service that is rejected in an accepted category', async () => {
    await install({ categories: { stats: { services: { ga: {}, warehouse: {} } } } });
    start('stats/warehouse');
    CookieConsent.acceptCategory('all');
    expect(probe.choice()).toBe('granted');
    CookieConsent.acceptService('ga', 'stats');
    expect(CookieConsent.acceptedCategory('stats')).toBe(true);
    expect(probe.choice()).toBe('denied');
  });

  it('reads a choice that is kept in localStorage', async () => {
    await install({ cookie: { useLocalStorage: true, name: 'shop-choice' } });
    start();
    CookieConsent.acceptCategory('all');
    expect(document.cookie).not.toContain('shop-choice');
    expect(probe.choice()).toBe('granted');
    localStorage.removeItem('shop-choice');
    await aMoment();
    expect(probe.choice()).toBe('undecided');
  });

  it('asks again after a new revision of the banner', async () => {
    await install({ revision: 1 });
    CookieConsent.acceptCategory('all');
    leave();
    await install({ revision: 2 });
    start();
    expect(probe.choice()).toBe('undecided');
    CookieConsent.acceptCategory('all');
    expect(probe.choice()).toBe('granted');
    expect(probe.last().proof).toMatchObject({ version: '2' });
  });

  it('stays undecided where the platform hides from an automated browser', async () => {
    Object.defineProperty(navigator, 'webdriver', { value: true, configurable: true });
    await install({ hideFromBots: true });
    start();
    await aMoment();
    expect(probe.choice()).toBe('undecided');
    Reflect.deleteProperty(navigator, 'webdriver');
  });

  it('is granted by default in the opt-out mode, by regime and basis, until the visitor objects', async () => {
    await install({ mode: 'opt-out', categories: { stats: { enabled: true } } });
    start();
    expect(CookieConsent.validConsent()).toBe(false);
    expect(probe.last()).toMatchObject({
      evidence: 'default',
      regime: 'opt-out',
      categories: { analytics: 'granted' },
    });
    CookieConsent.acceptCategory([]);
    expect(probe.last()).toMatchObject({ evidence: 'explicit', categories: { analytics: 'denied' } });
  });

  it('leaves Cookiebot alone, which has the same global', async () => {
    Object.assign(globalThis, { CookieConsent: { hasResponse: true, consent: { statistics: true, stamp: 'x' } } });
    start();
    await aMoment();
    expect(probe.readings).not.toContain(undefined);
    expect(probe.last()).toEqual({
      source: 'vanillaCookieConsent',
      evidence: 'default',
      categories: { analytics: 'undecided' },
      isPending: true,
    });
  });

  it('reads the module of a page that bundles it', async () => {
    await install();
    Reflect.deleteProperty(globalThis, 'CookieConsent');
    start('stats', { api: CookieConsent });
    CookieConsent.acceptCategory('all');
    expect(probe.choice()).toBe('granted');
  });

  it('looks for a category without a code by its own name, and leaves out one that says false', async () => {
    await install({ categories: { analytics: {} } });
    probe = startSource(vanillaCookieConsent(), {
      analytics: {},
      research: { vanillaCookieConsent: false },
      other: {},
    });
    CookieConsent.acceptCategory('all');
    expect(probe.last().categories).toEqual({ analytics: 'granted', other: 'undecided' });
  });

  it('passes on id, time and revision as proof of an answer', async () => {
    await install();
    start();
    expect(probe.last().proof).toBeUndefined();
    CookieConsent.acceptCategory('all');
    expect(probe.last().proof).toEqual({
      id: CookieConsent.getCookie('consentId'),
      time: CookieConsent.getCookie('lastConsentTimestamp'),
      version: '0',
    });
  });
});
