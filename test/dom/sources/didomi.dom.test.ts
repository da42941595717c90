import { expect, it, vi } from 'vitest';
import { didomi } from '../../../src/consent/sources/didomi.js';
import { fakeDidomi } from '../../fakes/didomi.js';
import { page, putCookie } from '../../fakes/fake-platform.js';
import { both, followFake } from '../../fakes/follow-fake.js';

const fake = fakeDidomi();
const codes = { analytics: 'measure_content_performance', marketing: 'select_personalized_ads' };
const start = followFake(didomi, 'didomi', codes, fake);

it('takes `enabled: false` for no answer while the visitor is still to be asked', () => {
  fake.load();
  expect(page['Didomi'].getCurrentUserStatus().purposes[codes.analytics].enabled).toBe(false);
  expect(both(start())).toEqual(['undecided', 'undecided']);
});

it('takes one purpose that nobody was asked about for no answer', () => {
  fake.load();
  fake.choose(true, true);
  page['Didomi'].getUserConsentStatusForPurpose = (id: string) => (id === codes.marketing ? undefined : true);
  expect(both(start())).toEqual(['granted', 'undecided']);
});

it('waits in the queue of the page’s snippet, and hears the SDK as soon as it is ready', () => {
  fake.addSnippet();
  const probe = start();
  fake.load();
  fake.choose(true, false);
  expect(both(probe)).toEqual(['granted', 'denied']);
});

it('reads a returning visitor, of whom no event tells', () => {
  fake.load();
  fake.choose(true, true);
  fake.unload();
  const probe = start();
  fake.load();
  vi.advanceTimersByTime(1000);
  expect(both(probe)).toEqual(['granted', 'granted']);
});

it('registers one listener with an SDK, which does nothing once the source is stopped', () => {
  fake.load();
  const probe = start();
  vi.advanceTimersByTime(5000);
  expect(fake.listeners()).toBe(1);
  probe.stop();
  const { length } = probe.readings;
  fake.choose(true, true);
  expect(probe.readings).toHaveLength(length);
});

it.each([
  ['gdpr', 'opt-in'],
  ['cpra', 'opt-out'],
  ['ccpa', 'opt-out'],
  ['none', undefined],
  ['a law that nobody knows', 'opt-in'],
])('says for the regulation %s: %s', (regulation, regime) => {
  fake.load();
  const { getCurrentUserStatus } = page['Didomi'];
  page['Didomi'].getCurrentUserStatus = () => ({ ...getCurrentUserStatus(), regulation });
  expect(start().last().regime).toBe(regime);
});

it('lets its token close what the API alone says is open', () => {
  fake.load();
  fake.choose(true, true);
  const token = { purposes: { enabled: [codes.analytics], disabled: [codes.marketing] } };
  putCookie('didomi_token', encodeURIComponent(btoa(JSON.stringify(token))));
  page['Didomi'].getUserConsentStatusForPurpose = () => true;
  const { getCurrentUserStatus } = page['Didomi'];
  const purposes = { [codes.analytics]: { enabled: true }, [codes.marketing]: { enabled: true } };
  page['Didomi'].getCurrentUserStatus = () => ({ ...getCurrentUserStatus(), purposes });
  expect(both(start())).toEqual(['granted', 'denied']);
});

it('passes the proof of an answer on', () => {
  fake.load();
  fake.choose(true, true);
  expect(start().last().proof).toEqual({
    id: '18f0a1b2-6c7d-4e8f-9a0b-1c2d3e4f5a6b',
    time: '2026-11-21T23:20:00.000Z',
    string: 'CQuCLYAQuCLYAAKADAENAwFgAIMAAAPAAAYgAMgA',
  });
});
