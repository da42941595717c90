import { amplitude } from '../../../../src/delivery/collectors/amplitude.js';
import { sampleEvent } from '../../../support/sample-event.js';
import type { CollectorCase, Reply } from '../../../support/collector-contract.js';

const answer = (status: number, body: object): Reply => ({ status, body: JSON.stringify({ code: status, ...body }) });
const ingested = (ids: readonly string[]): Reply =>
  answer(200, { events_ingested: ids.length, payload_size_bytes: 50, server_upload_time: 1396381378123 });
const second = sampleEvent(1).id;

export const collectorCase: CollectorCase = {
  name: 'amplitude',
  create: (to) => amplitude({ apiKey: 'KEY', user: 'user', ...(to as { region?: 'US' }) }),
  facts: {
    endpoints: {
      US: 'https://api2.amplitude.com/2/httpapi',
      EU: 'https://api.eu.amplitude.com/2/httpapi',
    },
    takes:
      '2000 events, 1 MB (`/batch`: 20 MB); text of 1024 characters; 30 events a second and device (`/batch`: 1000)',
    preflight: false,
    dedupe: '`insert_id`, with the device, for 7 days',
    partial: 'by index: 400 names those at fault, 429 those to wait with',
    consent: '`event_properties.headgate`; the manifest’s version in `plan.version`',
    withoutIdentifier: 'its own id as `device_id`: it counts as a user of its own, and is never joined with another',
    verified: ['npm:@amplitude/analytics-node (bodies and answers)', 'Amplitude’s HTTP V2 and batch documentation'],
  },
  ids: (body) => (JSON.parse(body) as { events: { insert_id: string }[] }).events.map((event) => event.insert_id),
  taken: ingested,
  answers: [
    {
      says: '400 that names an index with an invalid field, and one with a missing one',
      reply: answer(400, {
        error: 'Request missing required field',
        events_with_invalid_fields: { time: [1] },
        events_with_missing_fields: { event_type: [3] },
      }),
      expected: { rejected: { 1: 'events_with_invalid_fields', 3: 'events_with_missing_fields' } },
    },
    {
      says: '400 that names ids of a length that it does not take',
      reply: answer(400, { error: 'Invalid id length', events_with_invalid_id_lengths: { user_id: [0, 2] } }),
      expected: { rejected: { 0: 'events_with_invalid_id_lengths', 2: 'events_with_invalid_id_lengths' } },
    },
    {
      says: '400 for silenced devices, and throttled ones beside them',
      reply: answer(400, {
        error: 'Events silenced for device_id',
        silenced_devices: ['user-0001'],
        silenced_events: [2, 3],
        throttled_events: [1],
      }),
      expected: { rejected: { 2: 'silenced_events', 3: 'silenced_events' } },
    },
    {
      says: '400 that lists all faults, of which there are none but one',
      reply: answer(400, {
        error: 'Invalid field values on some events',
        missing_field: null,
        events_with_invalid_fields: { time: [0] },
        events_with_missing_fields: {},
        events_with_invalid_id_lengths: {},
        silenced_events: [],
      }),
      expected: { rejected: { 0: 'events_with_invalid_fields' } },
    },
    {
      says: '400 for an API key that it does not know',
      reply: answer(400, { error: 'Invalid API key: KEY', missing_field: null }),
      expected: { blocked: true },
    },
    {
      says: '400 for a request without the API key',
      reply: answer(400, { error: 'Request missing required field', missing_field: 'api_key' }),
      expected: { blocked: true },
    },
    {
      says: '400 that names no event',
      reply: (ids) => (ids.includes(second) ? answer(400, { error: 'Invalid JSON request body' }) : ingested(ids)),
      expected: { delivered: [0, 2, 3], rejected: { 1: 'status-400' }, requests: 5 },
    },
    {
      says: '429 for devices that send too fast',
      reply: answer(429, {
        error: 'Too many requests for some devices and users',
        eps_threshold: 30,
        throttled_devices: { 'user-0001': 31 },
        throttled_users: {},
        throttled_events: [0, 1],
      }),
      expected: { retryAfter: 30_000 },
    },
    {
      says: '429 for users over their quota of the day',
      reply: answer(429, {
        error: 'Too many requests for some devices and users',
        eps_threshold: 30,
        exceeded_daily_quota_users: { 'user-0001': 500_001 },
        throttled_events: [0, 1, 2, 3],
      }),
      expected: { retryAfter: 30_000 },
    },
    {
      says: '413 for more than one event',
      reply: (ids) => (ids.length > 1 ? answer(413, { error: 'Payload too large' }) : ingested(ids)),
      expected: { delivered: 'all', requests: 7 },
    },
    { says: '504, after which it may or may not have them', reply: { status: 504 }, expected: {} },
    { says: '200 in the code of another', reply: { status: 200, body: '{"code":400}' }, expected: {} },
  ],
  poison: {
    reply: (ids, poison) =>
      answer(400, {
        error: 'Invalid field values on some events',
        events_with_invalid_fields: { time: [ids.indexOf(poison)] },
      }),
    reason: 'events_with_invalid_fields',
  },
};
