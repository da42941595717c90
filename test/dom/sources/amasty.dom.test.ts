// @ts-expect-error It comes without types.
import jQuery from 'jquery';
import { expect, it } from 'vitest';
import { amasty } from '../../../src/consent/sources/amasty.js';
import { drop, page, putCookie } from '../../fakes/fake-platform.js';
import { both, followFake } from '../../fakes/follow-fake.js';
import { fakeAmasty } from '../../fakes/magento.js';

const fake = fakeAmasty(jQuery);
const start = followFake(amasty, 'amasty', { analytics: 2, marketing: 3 }, fake);

it.each([
  ['0', ['granted', 'granted']],
  ['-1', ['denied', 'denied']],
  ['1,2', ['granted', 'denied']],
  ['1%2C2', ['granted', 'denied']],
  ['3', ['denied', 'granted']],
  ['12,23', ['denied', 'denied']],
  ['', ['undecided', 'undecided']],
])('reads amcookie_allowed=%s', (value, expected) => {
  fake.load();
  putCookie('amcookie_allowed', value);
  expect(both(start())).toEqual(expected);
});

it('takes `amcookie_policy_restriction=allowed` for no consent: the policy applies', () => {
  fake.load();
  const probe = start();
  expect(both(probe)).toEqual(['undecided', 'undecided']);
  expect(probe.last()).toMatchObject({ regime: 'opt-in', evidence: 'default' });
});

it('takes `amcookie_disallowed`, which lists cookies, for no list of groups', () => {
  fake.load();
  putCookie('amcookie_disallowed', '2,3');
  putCookie('amcookie_allowed', '0');
  expect(both(start())).toEqual(['granted', 'granted']);
});

it('hears the events that jQuery triggers on body, after a refusal too', () => {
  page['jQuery'] = jQuery;
  fake.load();
  const probe = start();
  fake.choose(true, true);
  expect(both(probe)).toEqual(['granted', 'granted']);
  fake.choose(false, false);
  expect(both(probe)).toEqual(['denied', 'denied']);
  probe.stop();
  drop('jQuery');
});

it('is undecided again where the shop asks everybody anew', () => {
  fake.load();
  fake.choose(true, true);
  const probe = start();
  putCookie('amcookie_allowed');
  dispatchEvent(new Event('pageshow'));
  expect(both(probe)).toEqual(['undecided', 'undecided']);
});
