import { afterEach, describe, expect, it } from 'vitest';
import { createConsent, type Consent } from '../../../src/consent/create-consent.js';
import { gpc } from '../../../src/consent/sources/gpc.js';
import { onetrust } from '../../../src/consent/sources/onetrust.js';
import { createProtect } from '../../../src/safety/protect.js';
import { putCookie, tell } from '../../fakes/fake-platform.js';
import { fakeOneTrust } from '../../fakes/onetrust.js';
import { createTestWithdrawals } from '../../support/test-withdrawals.js';

const fake = fakeOneTrust();
const manifest = {
  categories: {
    analytics: { sources: { onetrust: 'C0002' } },
    marketing: { sources: { onetrust: 'C0004', gpc: true } },
    functional: { sources: { onetrust: 'C0002', gpc: false } },
  },
  regimes: { DE: 'opt-in', AT: 'opt-in', 'US-CA': 'opt-out', US: 'opt-out', default: 'opt-in' },
} as const;

let consent: Consent;

/** A page whose visitor has the signal on, and says yes to everything. */
function open(region?: string, options?: Parameters<typeof gpc>[0], others = [onetrust()]): void {
  Object.assign(navigator, { globalPrivacyControl: true });
  const protect = createProtect(() => {});
  consent = createConsent(
    manifest,
    [...others, gpc(options)],
    region,
    () => {},
    protect,
    createTestWithdrawals(Object.keys(manifest.categories)),
  );
  consent.start();
}

const choices = (): unknown => ({ ...consent.state().categories });
const bound = { analytics: 'denied', marketing: 'denied', functional: 'granted' };
const free = { analytics: 'granted', marketing: 'denied', functional: 'granted' };

afterEach(() => {
  consent.stop();
  fake.unload();
  fake.forget();
  Reflect.deleteProperty(navigator, 'globalPrivacyControl');
});

describe('the signal', () => {
  it('closes what it binds where the law is opt-out, whatever the visitor chose', () => {
    fake.load('opt-out');
    fake.choose(true, true);
    open('US');
    expect(choices()).toEqual(bound);
    expect(consent.state().regime).toBe('opt-out');
  });

  it('is not lifted by a banner’s template that says opt-in, where nobody knows the region', () => {
    fake.load();
    fake.choose(true, true);
    const { cookie } = document;
    putCookie('OptanonConsent', /OptanonConsent=([^;]*)/.exec(cookie)![1]!.replace('AT%3B9', ''));
    open();
    expect(consent.state().regime).toBe('opt-in');
    expect(choices()).toEqual(bound);
  });

  it('leaves the choice to the visitor where the platform knows a region that is opt-in', () => {
    fake.load();
    fake.choose(true, true);
    open();
    expect(choices()).toEqual(free);
    expect(consent.explain(['analytics'])).toMatchObject({ evidence: 'explicit', source: 'onetrust' });
    expect(consent.explain(['marketing'])).toMatchObject({ evidence: 'signal', source: 'onetrust+gpc' });
  });

  it('binds as long as nobody knows the law, and until the platform loads', () => {
    open();
    expect(choices()).toEqual({ analytics: 'denied', marketing: 'denied', functional: 'undecided' });
    fake.load();
    fake.choose(true, true);
    tell('OneTrustGroupsUpdated');
    expect(choices()).toEqual(free);
  });

  it('binds where the page knows a region that is opt-out, whatever the platform calls the law', () => {
    fake.load();
    fake.choose(true, true);
    open('US-CA');
    expect(choices()).toEqual(bound);
  });

  it.each([
    ['opt-in', undefined, 'undecided'],
    ['opt-out', 'DE', 'denied'],
  ] as const)('obeys a page that calls the law of all its visitors %s', (regime, region, analytics) => {
    open(region, { regime });
    expect(choices()).toMatchObject({ analytics, marketing: 'denied' });
  });

  it('opens nothing by itself in a region of opt-in', () => {
    open('DE', undefined, []);
    expect(choices()).toEqual({ analytics: 'undecided', marketing: 'denied', functional: 'undecided' });
  });
});
