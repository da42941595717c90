import { expect, it, vi } from 'vitest';
import { osano } from '../../../src/consent/sources/osano.js';
import { page } from '../../fakes/fake-platform.js';
import { both, followFake } from '../../fakes/follow-fake.js';
import { fakeOsano } from '../../fakes/osano.js';

const fake = fakeOsano();
const start = followFake(osano, 'osano', { analytics: 'ANALYTICS', marketing: 'MARKETING' }, fake);

it('takes the defaults that it answers with before a choice for none', () => {
  fake.load();
  expect(page['Osano'].cm.getConsent()).toMatchObject({ ANALYTICS: 'DENY' });
  expect(both(start())).toEqual(['undecided', 'undecided']);
});

it('knows a stored choice, which is encrypted, by the listener that is called for it', () => {
  fake.load();
  fake.choose(true, false);
  fake.unload();
  fake.load();
  const probe = start();
  expect(both(probe)).toEqual(['undecided', 'undecided']);
  vi.advanceTimersByTime(16);
  expect(both(probe)).toEqual(['granted', 'denied']);
});

it('ignores a switch that is not saved', () => {
  fake.load();
  const probe = start();
  fake.toggle();
  vi.advanceTimersByTime(5000);
  expect(both(probe)).toEqual(['undecided', 'undecided']);
});

it('reads `OPT_OUT: "ACCEPT"` as an objection to all but the essential', () => {
  fake.load('opt-out');
  const probe = start({ necessary: 'ESSENTIAL', analytics: 'ANALYTICS', marketing: 'MARKETING' });
  expect(both(probe)).toEqual(['granted', 'granted']);
  fake.optOut();
  expect([probe.choice('necessary'), ...both(probe)]).toEqual(['granted', 'denied', 'denied']);
});

it('is waited for while only its queue is there', () => {
  fake.addQueue();
  const probe = start();
  fake.load();
  vi.advanceTimersByTime(1000);
  fake.choose(true, true);
  expect(both(probe)).toEqual(['granted', 'granted']);
});

it('takes its listener back', () => {
  fake.load();
  const probe = start();
  expect(fake.listeners()).toBe(1);
  probe.stop();
  expect(fake.listeners()).toBe(0);
});

it('says the model, where it is, and the id of a choice', () => {
  fake.load('opt-out');
  const probe = start();
  expect(probe.last()).toMatchObject({ regime: 'opt-out', region: 'US-CA', evidence: 'default' });
  expect(probe.last().proof).toBeUndefined();
  fake.choose(true, true);
  expect(probe.last().proof).toEqual({ id: 'c0a8f1de-52b7-4f0e-9d6a-0f4e8a7b6c5d' });
});
