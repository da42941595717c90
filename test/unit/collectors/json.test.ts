import { expect, it } from 'vitest';
import { json } from '../../../src/delivery/collectors/json.js';
import { granted, sampleEvent } from '../../support/sample-event.js';

const SENT_AT = '2026-11-21T12:00:00.000Z';
const collector = json({ url: 'https://events.example/v1/events' });

it('writes the time of sending and the tagged events as they are, as plain text', () => {
  const { url, body, type, headers } = collector.encode([sampleEvent(7)], SENT_AT);
  expect([url, type, headers]).toEqual(['https://events.example/v1/events', undefined, undefined]);
  expect(JSON.parse(body)).toEqual({
    sentAt: SENT_AT,
    events: [
      {
        id: '019aa5c0-0000-7000-8000-000000000007',
        event: 'newsletter_signup',
        time: '2026-11-21T10:00:00.000Z',
        tier: 'pseudonymous',
        purpose: 'newsletter',
        basis: 'consent',
        categories: ['analytics', 'marketing'],
        retentionDays: 30,
        expires: '2026-12-21T10:00:00.000Z',
        manifest: '2026-11-01',
        consent: {
          captured: { ...granted, state: 'undecided', evidence: 'default' },
          released: granted,
        },
        data: { user: 'user-0001', form: 'footer', step: 7, confirmed: true },
      },
    ],
  });
});

it('writes what its receiver takes as rows, with what they share said once', () => {
  const rows = json({ url: 'https://events.example/v1/events', accepts: ['rows'] });
  const later = sampleEvent(8, {
    id: '01a1fd8c-6edc-7000-8000-000000000008',
    time: '2026-11-21T10:00:01.500Z',
    expires: '2026-12-21T10:00:01.500Z',
  });
  const odd = sampleEvent(9, { event: 'newsletter_left', expires: '2026-12-22T10:00:00.000Z', data: {} });
  const { body, mayCompress } = rows.encode([sampleEvent(7), later, odd], SENT_AT, 'subject');
  const shared = {
    event: 'newsletter_signup',
    tier: 'pseudonymous',
    purpose: 'newsletter',
    basis: 'consent',
    categories: ['analytics', 'marketing'],
    retentionDays: 30,
    manifest: '2026-11-01',
    consent: {
      captured: { ...granted, state: 'undecided', evidence: 'default' },
      released: granted,
    },
  };
  expect(mayCompress).toBe(false);
  expect(JSON.parse(body)).toEqual({
    sentAt: SENT_AT,
    from: Date.parse('2026-11-21T10:00:00.000Z'),
    shared: [
      { ...shared, fields: ['user', 'form', 'step', 'confirmed'] },
      { ...shared, event: 'newsletter_left', expires: '2026-12-22T10:00:00.000Z', fields: [] },
    ],
    rows: [
      [0, '019aa5c0-0000-7000-8000-000000000007', 0, 'user-0001', 'footer', 7, true],
      [0, '-7000-8000-000000000008', 1500, 'user-0001', 'footer', 8, true],
      [1, '019aa5c0-0000-7000-8000-000000000009', 0],
    ],
    subject: 'subject',
  });
});

it('writes an event without a time in full, as its receiver will judge it', () => {
  const rows = json({ url: 'https://events.example/v1/events', accepts: ['rows'] });
  const events = [sampleEvent(7, { time: 'soon' })];
  expect(JSON.parse(rows.encode(events, SENT_AT).body)).toEqual({ sentAt: SENT_AT, events });
});

it('asks to erase beside its address, by ids and protected values', () => {
  const { url, body } = collector.erase!(['id-1'], { user: 'pseudonym' });
  expect(url).toBe('https://events.example/v1/events/erase');
  expect(JSON.parse(body)).toEqual({ ids: ['id-1'], subject: { user: 'pseudonym' } });
});
