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

it('asks to erase beside its address, by ids and protected values', () => {
  const { url, body } = collector.erase!(['id-1'], { user: 'pseudonym' });
  expect(url).toBe('https://events.example/v1/events/erase');
  expect(JSON.parse(body)).toEqual({ ids: ['id-1'], subject: { user: 'pseudonym' } });
});
