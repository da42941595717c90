import { expect, it } from 'vitest';
import { cookieyes } from '../../../src/consent/sources/cookieyes.js';
import { fakeCookieYes } from '../../fakes/cookieyes.js';
import { page, putCookie } from '../../fakes/fake-platform.js';
import { both, followFake } from '../../fakes/follow-fake.js';

const fake = fakeCookieYes();
const start = followFake(cookieyes, 'cookieyes', { analytics: 'analytics', marketing: 'advertisement' }, fake);

it('takes `consent:no,action:yes` for an answer', () => {
  fake.load();
  const probe = start();
  fake.choose(false, false);
  expect(document.cookie).toContain('consent:no,action:yes');
  expect(both(probe)).toEqual(['denied', 'denied']);
});

it('takes an empty `action:` for none, though the API says it is complete', () => {
  fake.load('opt-out');
  page['getCkyConsent'] = () => ({
    activeLaw: 'gdpr',
    isUserActionCompleted: true,
    categories: { analytics: true, advertisement: true },
  });
  expect(both(start())).toEqual(['undecided', 'undecided']);
});

it('hears events of document that do not bubble', () => {
  fake.load();
  const probe = start();
  fake.choose(true, true);
  expect(both(probe)).toEqual(['granted', 'granted']);
});

it('calls the function anew, and keeps nothing that it returned', () => {
  fake.load();
  const probe = start();
  fake.choose(true, true);
  fake.choose(true, false);
  expect(both(probe)).toEqual(['granted', 'denied']);
});

it('lets the cookie close what the API alone says is open, also where it is encoded', () => {
  fake.load();
  fake.choose(true, true);
  const cookie = 'consentid:x,consent:yes,action:yes,necessary:yes,analytics:no,advertisement:yes,other:no';
  putCookie('cookieyes-consent', encodeURIComponent(cookie));
  page['getCkyConsent'] = () => ({
    activeLaw: 'gdpr',
    isUserActionCompleted: true,
    categories: { analytics: true, advertisement: true },
  });
  expect(both(start())).toEqual(['denied', 'granted']);
});

it('leaves a category undecided that is newer than the choice, whatever value it has by default', () => {
  fake.load();
  fake.choose(true, true);
  const known = 'consentid:x,consent:yes,action:yes,necessary:yes,analytics:yes';
  putCookie('cookieyes-consent', known);
  for (const isOn of [true, false]) {
    page['getCkyConsent'] = () => ({
      activeLaw: 'gdpr',
      isUserActionCompleted: true,
      categories: { analytics: true, advertisement: isOn },
    });
    expect(both(start())).toEqual(['granted', 'undecided']);
  }
});

it('says no law where its banner names none', () => {
  fake.load();
  page['getCkyConsent'] = () => ({ isUserActionCompleted: false, categories: {} });
  expect(start().last()).not.toHaveProperty('regime');
});

it('says the law, and what holds by default under it', () => {
  fake.load('opt-out');
  const probe = start();
  expect(both(probe)).toEqual(['granted', 'granted']);
  expect(probe.last()).toMatchObject({ regime: 'opt-out', evidence: 'default' });
});

it('knows its own categories by their names, and advertisement as marketing', () => {
  fake.load();
  fake.choose(true, true);
  const probe = start({ analytics: undefined as never, marketing: undefined as never });
  expect(both(probe)).toEqual(['granted', 'granted']);
  expect(probe.last().proof).toEqual({ id: 'd0owYWJjZGVmZ2hpamtsbW5vcHFyc3Q' });
});
