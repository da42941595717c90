import { describe, expect, it } from 'vitest';
import { trustarc } from '../../../src/consent/sources/trustarc.js';
import { page, putCookie } from '../../fakes/fake-platform.js';
import { both, followFake } from '../../fakes/follow-fake.js';
import { fakeTrustArc } from '../../fakes/trustarc.js';

const fake = fakeTrustArc();
const pipes = fakeTrustArc('pipes');
const start = followFake(trustarc, 'trustarc', { analytics: 2, marketing: 3 }, fake, pipes);

describe('the decision', () => {
  it('that is implied is none, though it has a value', () => {
    fake.load();
    page['truste'].cma.callApi = () => ({ source: 'implied', consentDecision: [1, 2, 3] });
    expect(both(start())).toEqual(['undecided', 'undecided']);
  });

  it('of a domain that is not provisioned is no information, whatever the model', () => {
    fake.load('opt-out');
    page['truste'].cma.callApi = () => ({ source: 'unprovisioned', consentDecision: [1, 2, 3] });
    expect(both(start())).toEqual(['undecided', 'undecided']);
  });

  it('counts its buckets from 1', () => {
    fake.load();
    fake.choose(true, false);
    expect(both(start())).toEqual(['granted', 'denied']);
  });

  it('is asked for with the domain of the notice, or with the one that the page names', () => {
    fake.load();
    const asked: unknown[] = [];
    page['truste'].cma.callApi = (_: string, domain: unknown) => {
      asked.push(domain);
      return { source: 'implied', consentDecision: [0] };
    };
    start();
    trustarc({ domain: 'other.example' })({ codes: () => ({}), report: () => {} })();
    expect(asked).toEqual(['shop.example', 'other.example']);
  });
});

describe('the model', () => {
  it.each([
    ['expressed', 'eu', 'opt-in'],
    ['expressed', 'us', 'opt-in'],
    ['implied', 'us', 'opt-out'],
    ['implied', 'eu', 'opt-out'],
    [undefined, 'us', 'opt-out'],
    [undefined, 'na', 'opt-out'],
    [undefined, 'sa', 'opt-in'],
    [undefined, undefined, 'opt-in'],
  ])('%s, %s is %s', (behavior, behaviorManager, regime) => {
    fake.load();
    Object.assign(page['truste'].eu.bindMap, { behavior, behaviorManager });
    expect(start().last()).toMatchObject({ regime, evidence: 'default' });
  });
});

describe('the cookies', () => {
  it.each([
    ['notice_gdpr_prefs', '0,1,2:', ['granted', 'granted']],
    ['notice_gdpr_prefs', '0|1:', ['granted', 'denied']],
    ['notice_gdpr_prefs', '0:', ['denied', 'denied']],
    ['notice_preferences', '2:', ['granted', 'granted']],
    ['notice_preferences', '1:', ['granted', 'denied']],
    ['notice_preferences', '0:', ['denied', 'denied']],
    ['cmapi_cookie_privacy', 'permit 1,2,3', ['granted', 'granted']],
    ['cmapi_cookie_privacy', 'permit%201%2C2', ['granted', 'denied']],
    ['cmapi_cookie_privacy', 'permit_1|2', ['granted', 'denied']],
    ['cmapi_cookie_privacy', 'permit_1_required', ['denied', 'denied']],
    ['cmapi_cookie_privacy', 'permit 1 required', ['denied', 'denied']],
  ])('with %s=%s close what the API alone says is open', (name, value, expected) => {
    fake.load();
    page['truste'].cma.callApi = () => ({ source: 'asserted', consentDecision: [1, 2, 3] });
    putCookie(name, value);
    expect(both(start())).toEqual(expected);
  });

  it('open nothing that the API says is closed', () => {
    fake.load();
    page['truste'].cma.callApi = () => ({ source: 'asserted', consentDecision: [1] });
    putCookie('cmapi_cookie_privacy', 'permit 1,2,3');
    expect(both(start())).toEqual(['denied', 'denied']);
  });

  it('that call themselves implied are no answer', () => {
    fake.load();
    page['truste'].cma.callApi = () => ({ source: 'asserted', consentDecision: [1, 2, 3] });
    putCookie('notice_gdpr_prefs', '0::implied,us');
    expect(both(start())).toEqual(['undecided', 'undecided']);
  });

  it('with pipes and underscores say the same as with commas and spaces', () => {
    pipes.load();
    pipes.choose(true, false);
    expect(document.cookie).toContain('permit_1|2');
    expect(both(start())).toEqual(['granted', 'denied']);
  });

  it('alone prove nothing', () => {
    fake.load();
    fake.choose(true, true);
    fake.unload();
    expect(both(start())).toEqual(['undecided', 'undecided']);
  });

  it('name the consent', () => {
    fake.load();
    fake.choose(true, true);
    expect(start().last().proof).toEqual({ id: '0c4f7b39-1f4b-4a0e-9a5c-3d5f2b1c7e10' });
  });
});

describe('a message', () => {
  it('as text tells of a change at once', () => {
    fake.load();
    const probe = start();
    fake.choose(true, true);
    expect(both(probe)).toEqual(['granted', 'granted']);
  });

  it.each([['no JSON'], [{ message: 'submit_preferences' }], [null], ['{"message":"submit_preferences"}']])(
    'with %j changes nothing by what it says',
    (data) => {
      fake.load();
      const probe = start();
      fake.post(data);
      expect(both(probe)).toEqual(['undecided', 'undecided']);
    },
  );
});
