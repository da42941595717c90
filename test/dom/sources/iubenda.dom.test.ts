import { expect, it } from 'vitest';
import { iubenda } from '../../../src/consent/sources/iubenda.js';
import { page, putCookie } from '../../fakes/fake-platform.js';
import { both, followFake } from '../../fakes/follow-fake.js';
import { fakeIubenda } from '../../fakes/iubenda.js';

const fake = fakeIubenda();
const start = followFake(iubenda, 'iubenda', { analytics: 4, marketing: 5 }, fake);

it('stands before the page’s own callback, and gives it back', () => {
  const heard: unknown[] = [];
  const own = (consent: unknown): void => void heard.push(consent);
  fake.configure({ onPreferenceExpressed: own });
  const probe = start();
  fake.load();
  fake.choose(true, false);
  expect(both(probe)).toEqual(['granted', 'denied']);
  expect(heard).toHaveLength(1);
  probe.stop();
  expect(page['_iub'].csConfiguration.callback.onPreferenceExpressed).toBe(own);
});

it('leaves a callback that was set after ours', () => {
  fake.configure({});
  const probe = start();
  const later = (): void => {};
  page['_iub'].csConfiguration.callback.onPreferenceExpressed = later;
  probe.stop();
  expect(page['_iub'].csConfiguration.callback.onPreferenceExpressed).toBe(later);
});

it('takes one consent for everything where the banner has no purposes', () => {
  fake.load();
  const probe = start();
  fake.chooseAtOnce(true);
  expect(both(probe)).toEqual(['granted', 'granted']);
  fake.chooseAtOnce(false);
  expect(both(probe)).toEqual(['denied', 'denied']);
});

it('takes values before a preference is expressed for none', () => {
  fake.load();
  page['_iub'].cs.consent = { purposes: { 4: true, 5: true } };
  expect(both(start())).toEqual(['undecided', 'undecided']);
});

it('closes everything for a visitor who told the shop not to sell', () => {
  fake.load('opt-out');
  fake.optOut();
  expect(both(start())).toEqual(['denied', 'denied']);
});

it.each(['_iub_cs-252372', '_iub_cs-s1234567'])('lets the cookie %s close what the API alone says is open', (name) => {
  fake.load();
  fake.choose(true, true);
  putCookie('_iub_cs-252372');
  putCookie(name, encodeURIComponent('{"purposes":{"4":true,"5":false}}'));
  page['_iub'].cs.api.isPreferenceExpressed = () => true;
  expect(both(start())).toEqual(['granted', 'denied']);
  putCookie(name);
});

it('passes its id on, and its time, which it writes without padding', () => {
  fake.load();
  fake.choose(true, true);
  expect(start().last().proof).toEqual({ id: '92f72a', time: '2024-10-01T01:57:25.825Z' });
});

it('leaves a purpose undecided that is newer than the choice', () => {
  fake.load();
  fake.choose(true, true);
  page['_iub'].cs.consent = { ...page['_iub'].cs.consent, consent: true };
  expect(both(start({ analytics: 4, marketing: 7 }))).toEqual(['granted', 'undecided']);
});
