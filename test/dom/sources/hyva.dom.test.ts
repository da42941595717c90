import { expect, it } from 'vitest';
import { hyva } from '../../../src/consent/sources/hyva.js';
import { page, putCookie, tell } from '../../fakes/fake-platform.js';
import { both, followFake } from '../../fakes/follow-fake.js';
import { fakeHyva } from '../../fakes/magento.js';

const fake = fakeHyva();
const start = followFake(hyva, 'hyva', { analytics: 'analytics', marketing: 'marketing' }, fake);

it('hears the native event, without jQuery and without RequireJS', () => {
  fake.load();
  const probe = start();
  fake.choose(true, false);
  expect(both(probe)).toEqual(['granted', 'denied']);
});

it('takes a group that is not set for no answer until the visitor has allowed the website', () => {
  fake.load();
  page['cookie_consent_groups'] = { necessary: true, analytics: false };
  const probe = start();
  expect(both(probe)).toEqual(['undecided', 'undecided']);
  fake.allowWebsite();
  tell('user-allowed-save-cookie');
  expect(both(probe)).toEqual(['denied', 'undecided']);
});

it('takes Magento’s one yes for the categories that are mapped to it, on the current website only', () => {
  fake.load();
  fake.allowWebsite();
  expect(both(start({ analytics: true, marketing: false }))).toEqual(['granted', 'undecided']);
  page['CURRENT_WEBSITE_ID'] = '2';
  expect(both(start({ analytics: true, marketing: false }))).toEqual(['undecided', 'undecided']);
});

it('reads the cookie of the browser, not what `hyva.getCookie` would like to have stored', () => {
  fake.load();
  page['hyva'].getCookie = () => '%7B%221%22%3A1%7D';
  expect(start({ analytics: true }).choice()).toBe('undecided');
});

it('opens nothing while restriction mode is off', () => {
  fake.load();
  fake.choose(true, true);
  page['COOKIE_CONFIG'].cookie_restriction_enabled = false;
  expect(both(start())).toEqual(['undecided', 'undecided']);
});

it.each<[string, () => void, string]>([
  ['nothing was said', () => {}, 'default'],
  ['only the necessary group is on', () => (page['cookie_consent_groups'] = { necessary: true }), 'default'],
  ['a group is off', () => (page['cookie_consent_groups'] = { necessary: true, analytics: false }), 'default'],
  ['a consent module turned a group on', () => (page['cookie_consent_groups'] = { analytics: true }), 'explicit'],
  ['the visitor has allowed the website', () => fake.allowWebsite(), 'explicit'],
])('where %s, its evidence is %3$s', (_, act, evidence) => {
  fake.load();
  act();
  expect(start().last()).toMatchObject({ source: 'hyva', evidence });
});

it.each(['%7B%7D', '{', '[object Object]', '%E0%A4%A'])('takes the cookie value %s for no answer', (value) => {
  fake.load();
  putCookie('user_allowed_save_cookie', value);
  expect(start({ analytics: true }).choice()).toBe('undecided');
});
