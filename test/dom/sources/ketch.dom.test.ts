import { expect, it } from 'vitest';
import { ketch } from '../../../src/consent/sources/ketch.js';
import { page, putCookie } from '../../fakes/fake-platform.js';
import { both, followFake } from '../../fakes/follow-fake.js';
import { fakeKetch } from '../../fakes/ketch.js';

const fake = fakeKetch();
const start = followFake(ketch, 'ketch', { analytics: 'analytics', marketing: 'targeted_advertising' }, fake);

it('takes the event `consent`, which comes with defaults, for no answer', () => {
  fake.load();
  const probe = start();
  expect(both(probe)).toEqual(['undecided', 'undecided']);
  expect(probe.last().evidence).toBe('default');
});

it('speaks to the page’s snippet before the tag is there', () => {
  fake.addSnippet();
  const probe = start();
  fake.load();
  fake.choose(true, false);
  expect(both(probe)).toEqual(['granted', 'denied']);
});

it('takes back what it said to the snippet', () => {
  fake.addSnippet();
  start().stop();
  fake.load();
  expect(fake.listeners()).toBe(0);
});

it('takes back its listeners, of which there is one each', () => {
  fake.load();
  const probe = start();
  expect(fake.listeners()).toBe(4);
  probe.stop();
  expect(fake.listeners()).toBe(0);
});

it('reads a returning visitor by the cookie', () => {
  fake.load();
  fake.choose(true, true);
  fake.unload();
  fake.load();
  const probe = start();
  expect(both(probe)).toEqual(['granted', 'granted']);
  expect(probe.last().evidence).toBe('explicit');
});

it('lets the cookie close what the API alone says is open', () => {
  fake.load();
  fake.choose(true, true);
  const stored = { analytics: { status: 'granted' }, targeted_advertising: { status: 'denied' } };
  putCookie('_ketch_consent_v1_', encodeURIComponent(btoa(JSON.stringify(stored))));
  fake.answer(() => ({ purposes: { analytics: true, targeted_advertising: true } }));
  expect(both(start())).toEqual(['granted', 'denied']);
});

it('keeps its exceptions from the platform that calls it', () => {
  fake.load();
  const probe = start();
  fake.choose(true, true);
  const { ketch: call } = page;
  expect(() =>
    fake.answer(() => {
      throw new Error('gone');
    }),
  ).not.toThrow();
  expect(call).toBe(page['ketch']);
  expect(both(probe)).toEqual(['undecided', 'undecided']);
});

it('says where the visitor is, as the tag does', () => {
  fake.load('opt-out');
  expect(start().last().region).toBe('US-CA');
});

it('says the law by the name of the jurisdiction', () => {
  fake.load('opt-out');
  expect(start().last().regime).toBe('opt-out');
  fake.unload();
  fake.load('opt-in');
  expect(start().last().regime).toBe('opt-in');
});

it('leaves a purpose undecided that is newer than the choice, whatever value it has by default', () => {
  fake.load();
  fake.choose(true, true);
  for (const isOn of [true, false]) {
    fake.answer(() => ({ purposes: { analytics: true, research: isOn } }));
    expect(both(start({ analytics: 'analytics', marketing: 'research' }))).toEqual(['granted', 'undecided']);
  }
});
