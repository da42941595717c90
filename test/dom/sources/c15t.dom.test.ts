import { policyPackPresets } from 'c15t';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { c15t } from '../../../src/consent/sources/c15t.js';
import { startSource, type SourceProbe } from '../../support/dom-source.js';
import { c15tPlatform } from './platforms/c15t.js';
import { pass } from '../../support/source-page.js';

const { load, save, remove, store } = c15tPlatform;
const california = {
  offlinePolicy: { policyPacks: [policyPackPresets.californiaOptOut()] },
  overrides: { country: 'US', region: 'CA' },
};

let probe: SourceProbe;

function start(...options: Parameters<typeof c15t>): void {
  probe = startSource(c15t(...options), { analytics: {}, functional: {}, marketing: {} });
}

/** Longer than the source waits between two looks. */
const aMoment = (): Promise<void> => pass(1500);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  probe.stop();
  remove();
  vi.useRealTimers();
});

describe('c15t', () => {
  it('takes no announcement of defaults for a decision', async () => {
    const announced = vi.fn();
    start();
    await load({ callbacks: { onConsentSet: announced }, ...california });
    await aMoment();
    expect(announced).toHaveBeenCalled();
    expect(probe.last()).toMatchObject({ evidence: 'default', regime: 'opt-out' });
  });

  it('hears a first refusal, which changes no value and is not announced', async () => {
    const changed = vi.fn();
    start();
    await load({ callbacks: { onConsentChanged: changed } });
    await aMoment();
    expect(probe.choice()).toBe('undecided');
    await save('necessary');
    expect(changed).not.toHaveBeenCalled();
    expect(probe.last()).toMatchObject({ evidence: 'explicit', categories: { analytics: 'denied' } });
  });

  it('takes nothing from a platform that is switched off and grants everything', async () => {
    start();
    await load({ enabled: false });
    await aMoment();
    expect(store().getState()).toMatchObject({ consents: { measurement: true }, consentInfo: {} });
    expect(probe.choice()).toBe('undecided');
    expect(probe.last().evidence).toBe('default');
  });

  it('is denied what Global Privacy Control closes in California, and granted the rest by default', async () => {
    start();
    await load({ ...california, overrides: { ...california.overrides, gpc: true } });
    await aMoment();
    expect(probe.last()).toMatchObject({
      evidence: 'default',
      regime: 'opt-out',
      categories: { analytics: 'denied', functional: 'granted', marketing: 'denied' },
    });
  });

  it('closes in the same moment as the platform, which reloads the page next', async () => {
    start();
    await load();
    await aMoment();
    await save('all');
    const seen: unknown[] = [];
    const end = store().subscribe(({ consents }) => void (consents.measurement || seen.push(probe.choice())));
    await save('necessary');
    end();
    expect(seen[0]).toBe('denied');
  });

  it('never says no on the way to a first yes', async () => {
    start();
    await load();
    await aMoment();
    await save('all');
    expect(probe.choice()).toBe('granted');
    expect(probe.readings.map(({ categories }) => categories['analytics'])).not.toContain('denied');
  });

  it('is denied when another tab takes the category back, and undecided when it forgets the choice', async () => {
    start();
    await load();
    await aMoment();
    await save('all');
    document.cookie = 'c15t=c.necessary:1,c.marketing:1,i.t:1,i.sid:sub_1; path=/';
    await aMoment();
    expect(store().getState().consents.measurement).toBe(true);
    expect(probe.last().categories).toMatchObject({ analytics: 'denied', marketing: 'granted' });
    document.cookie = 'c15t=; max-age=-1; path=/';
    await aMoment();
    expect(probe.choice()).toBe('undecided');
  });

  it('does not open for a cookie alone: this tab has not been answered', async () => {
    start();
    await load();
    await aMoment();
    document.cookie = 'c15t=c.necessary:1,c.measurement:1,i.t:1,i.sid:sub_1; path=/';
    await aMoment();
    expect(probe.choice()).toBe('undecided');
  });

  it('is undecided while the platform still asks whether a stored choice is outdated', async () => {
    await load();
    await save('all');
    start();
    store().setState({ isLoadingConsentInfo: true });
    expect(probe.choice()).toBe('undecided');
    store().setState({ isLoadingConsentInfo: false });
    expect(probe.choice()).toBe('granted');
  });

  it('is undecided after a reset', async () => {
    start();
    await load();
    await aMoment();
    await save('all');
    store().getState().resetConsents();
    expect(probe.choice()).toBe('undecided');
  });

  it('passes on no country, which the platform invents without its backend', async () => {
    start();
    await load();
    await aMoment();
    expect(store().getState().locationInfo).toMatchObject({ countryCode: 'GB' });
    expect(probe.last()).toMatchObject({ regime: 'opt-in' });
    expect(probe.last().region).toBeUndefined();
  });

  it('passes on the country that its backend found', async () => {
    start();
    await load();
    await aMoment();
    store().setState({ initDataSource: 'backend' });
    expect(probe.last().region).toBe('GB');
    store().setState({ locationInfo: { countryCode: 'US', regionCode: 'CA', jurisdiction: 'NONE' } });
    expect(probe.last().region).toBe('US-CA');
  });

  it('finds the store and the cookie by the names that the page gave them', async () => {
    start({ namespace: 'shopConsent' });
    await load({ namespace: 'shopConsent', storageConfig: { storageKey: 'shop.choice+1' } });
    await aMoment();
    const shop = (globalThis as unknown as { shopConsent: ReturnType<typeof store> }).shopConsent;
    await save('all', shop);
    await aMoment();
    expect(probe.choice()).toBe('granted');
    document.cookie = 'shop.choice+1=c.necessary:1; path=/';
    await aMoment();
    expect(probe.choice()).toBe('denied');
    document.cookie = 'shop.choice+1=; max-age=-1; path=/';
    Reflect.deleteProperty(globalThis, 'shopConsent');
  });

  it('passes on subject and policy as proof of an answer', async () => {
    start();
    await load();
    await aMoment();
    expect(probe.last().proof).toBeUndefined();
    await save('all');
    const { subjectId, materialPolicyFingerprint } = store().getState().consentInfo!;
    expect(probe.last().proof).toEqual({ id: subjectId, version: materialPolicyFingerprint });
  });

  it('has one proof for one choice, on this page and the next, though the platform tells two times', async () => {
    const proofs = new Set<string>();
    const look = (): void => {
      const said = probe.readings.flatMap(({ proof }) => (proof ? JSON.stringify(proof) : []));
      for (const proof of said) proofs.add(proof);
    };
    start();
    await load();
    await aMoment();
    await save('all');
    await aMoment();
    look();
    probe.stop();
    c15tPlatform.leave();
    await load();
    start();
    await aMoment();
    look();
    expect(proofs.size).toBe(1);
  });
});
