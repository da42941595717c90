import { expect, it } from 'vitest';
import { fides } from '../../../src/consent/sources/fides.js';
import { page, putCookie } from '../../fakes/fake-platform.js';
import { fakeFides } from '../../fakes/fides.js';
import { both, followFake } from '../../fakes/follow-fake.js';

const fake = fakeFides();
const base64 = fakeFides('base64');
const start = followFake(fides, 'fides', { analytics: 'analytics', marketing: 'marketing' }, fake, base64);

it('takes notices that are filled before anything is saved for no answer', () => {
  fake.load();
  page['Fides'].consent = { essential: true, analytics: true, marketing: true };
  expect(both(start())).toEqual(['undecided', 'undecided']);
});

it.each([
  ['accept', 'explicit'],
  ['save', 'explicit'],
  ['reject', 'explicit'],
  ['dismiss', 'default'],
  ['acknowledge', 'default'],
  ['script', 'default'],
  ['gpc', 'signal'],
])('takes what was saved by `%s` as %s', (method, basis) => {
  fake.load();
  const probe = start();
  fake.save(true, true, method);
  expect(probe.last().evidence).toBe(basis);
  expect(probe.choice()).toBe(basis === 'explicit' ? 'granted' : 'undecided');
});

it.each([
  ['opt_in', 'granted'],
  ['opt_out', 'denied'],
  ['acknowledge', 'undecided'],
  ['not_applicable', 'undecided'],
  [undefined, 'undecided'],
])('reads the value %s as %s', (value, expected) => {
  fake.load();
  fake.choose(true, true);
  page['Fides'].consent = { analytics: value };
  expect(start().choice()).toBe(expected);
});

it('is waited for until it is initialised', () => {
  fake.load();
  fake.choose(true, true);
  page['Fides'].initialized = false;
  const probe = start();
  expect(both(probe)).toEqual(['undecided', 'undecided']);
  fake.load();
  expect(both(probe)).toEqual(['granted', 'granted']);
});

it('lets its cookie close what the API alone says is open, as JSON', () => {
  fake.load();
  fake.choose(true, false);
  page['Fides'].consent = { analytics: true, marketing: true };
  expect(both(start())).toEqual(['granted', 'denied']);
});

it('lets its cookie close what the API alone says is open, in base64', () => {
  base64.load();
  base64.choose(true, false);
  page['Fides'].consent = { analytics: true, marketing: true };
  expect(both(start())).toEqual(['granted', 'denied']);
});

it('goes by the API where its cookie is compressed', () => {
  fake.load();
  fake.choose(true, false);
  putCookie('fides_consent', 'gzip:H4sIAAAAAAAAA6tWKkktLlGyUlAqS8wpTtVRyixWsjKsBQCqZ0mtGQAAAA');
  expect(both(start())).toEqual(['granted', 'denied']);
});

it('says the law of the notices, where the visitor is, and the proof', () => {
  fake.load('opt-out');
  const probe = start();
  expect(probe.last()).toMatchObject({ regime: 'opt-out', region: 'US-CA' });
  fake.choose(true, true);
  expect(probe.last().proof).toEqual({
    id: '3f8b1a52-5f0b-4f4c-8d51-6a7e6c1f2b90',
    time: '2026-11-21T23:20:00.000Z',
    string: ',,',
  });
  page['Fides'].experience.privacy_notices[1].consent_mechanism = 'opt_in';
  expect(start().last().regime).toBe('opt-in');
});

it('leaves a notice undecided that is newer than the choice, whatever value it has by default', () => {
  fake.load();
  fake.save(true, true, 'accept');
  for (const isOn of [true, false]) {
    page['Fides'].consent = { essential: true, analytics: true, research: isOn };
    const probe = start({ analytics: 'analytics', marketing: 'research' });
    expect(both(probe)).toEqual(['granted', 'undecided']);
  }
});
