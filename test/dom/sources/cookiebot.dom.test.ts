import { describe, expect, it } from 'vitest';
import { cookiebot } from '../../../src/consent/sources/cookiebot.js';
import { fakeCookiebot } from '../../fakes/cookiebot.js';
import { drop, page, putCookie, tell } from '../../fakes/fake-platform.js';
import { both, followFake } from '../../fakes/follow-fake.js';

const fake = fakeCookiebot();
const old = fakeCookiebot(['CookieConsent']);
const start = followFake(cookiebot, 'cookiebot', { analytics: 'statistics', marketing: 'marketing' }, fake, old);

describe('the global', () => {
  it('is known by its older name', () => {
    old.load();
    const probe = start();
    old.choose(true, true);
    expect(both(probe)).toEqual(['granted', 'granted']);
  });

  it('of another banner with the same name is not this one', () => {
    page['CookieConsent'] = { validConsent: () => true, acceptedCategory: () => true, getUserPreferences: () => ({}) };
    const probe = start();
    expect([both(probe), probe.last()]).toMatchObject([['undecided', 'undecided'], { source: 'cookiebot' }]);
    drop('CookieConsent');
  });
});

describe('consent', () => {
  it('before a response is none, whatever its values', () => {
    fake.load();
    Object.assign(page['Cookiebot'].consent, { statistics: true, marketing: true });
    expect(both(start())).toEqual(['undecided', 'undecided']);
  });

  it('that is implied outside the regions of the banner is no answer', () => {
    fake.load('no-banner');
    const probe = start();
    expect(both(probe)).toEqual(['undecided', 'undecided']);
    expect(probe.last()).toMatchObject({ evidence: 'implied' });
    expect(probe.last().regime).toBeUndefined();
  });

  it('that only the cookie calls implied is no answer either', () => {
    fake.load();
    fake.choose(true, true);
    putCookie('CookieConsent', '{stamp:%27-1%27%2Cstatistics:true%2Cmarketing:true%2Cmethod:%27implied%27}');
    expect(start().last().evidence).toBe('implied');
  });

  it('in part is announced as accepted, and read for what it is', () => {
    fake.load();
    const probe = start();
    fake.choose(true, false);
    expect(both(probe)).toEqual(['granted', 'denied']);
  });

  it('is read again where `CookiebotOnAccept` comes without an answer', () => {
    fake.load();
    const probe = start();
    tell('CookiebotOnAccept');
    expect(both(probe)).toEqual(['undecided', 'undecided']);
  });

  it('is closed by `CookiebotOnDecline`', () => {
    fake.load();
    fake.choose(true, true);
    const probe = start();
    fake.choose(false, false);
    expect(both(probe)).toEqual(['denied', 'denied']);
  });
});

describe('the cookie, which is not JSON,', () => {
  it('closes what the API alone says is open', () => {
    fake.load();
    fake.choose(true, false);
    Object.assign(page['Cookiebot'].consent, { marketing: true });
    expect(both(start())).toEqual(['granted', 'denied']);
  });

  it('opens nothing', () => {
    fake.load();
    putCookie('CookieConsent', '{stamp:%27x%27%2Cstatistics:true%2Cmarketing:true%2Cmethod:%27explicit%27}');
    expect(both(start())).toEqual(['undecided', 'undecided']);
  });
});

it.each([
  ['opt-in', 'AT'],
  ['opt-out', 'US-06'],
] as const)('says where the visitor is, in %s: %s', (place, region) => {
  fake.load(place);
  expect(start().last().region).toBe(region);
});

it('says the law that Cookiebot applies, the strictest of several', () => {
  fake.load();
  page['Cookiebot'].regulations = { gdprApplies: true, ccpaApplies: true, lgpdApplies: false };
  expect(start().last().regime).toBe('opt-in');
  page['Cookiebot'].regulations = { gdprApplies: false, ccpaApplies: true, lgpdApplies: false };
  expect(start().last().regime).toBe('opt-out');
});

it('passes the proof of an answer on, and of nothing else', () => {
  fake.load();
  expect(start().last().proof).toBeUndefined();
  fake.choose(true, true);
  expect(start().last().proof).toEqual({ id: '6cM/oZqc2vFq3sXkzq1T0Q==', time: '2025-04-25T23:02:35.764Z' });
});
