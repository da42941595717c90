import { posthog } from '../../../../src/delivery/collectors/posthog.js';
import { sampleEvent } from '../../../support/sample-event.js';
import type { CollectorCase, Reply } from '../../../support/collector-contract.js';

const answer = (body: unknown): Reply => ({ status: 200, body: JSON.stringify(body) });
const last = sampleEvent(3).id;
const refusal = (body: string) => ({
  says: `400 “${body}” for a batch with one of them`,
  reply: (ids: readonly string[]): Reply => (ids.includes(last) ? { status: 400, body } : answer({ status: 'Ok' })),
  expected: { delivered: [0, 1, 2], rejected: { 3: 'status-400' }, requests: 5 },
});

export const collectorCase: CollectorCase = {
  name: 'posthog',
  create: (to) => posthog({ apiKey: 'phc_key', user: 'user', ...(to as { region?: 'US' }) }),
  facts: {
    endpoints: { US: 'https://us.i.posthog.com/batch/', EU: 'https://eu.i.posthog.com/batch/' },
    takes: '20 MB; a `distinct_id` and a name of 200 characters',
    preflight: false,
    dedupe: '`uuid`',
    partial: 'none; `quota_limited` with a success means that all were dropped, and they are kept',
    consent: '`properties.headgate`; no profile unless asked for',
    withoutIdentifier: 'its own id as `distinct_id`, without a profile',
    verified: ['npm:posthog-node (bodies)', 'the code of PostHog’s capture service'],
  },
  ids: (body) => (JSON.parse(body) as { batch: { uuid: string }[] }).batch.map(({ uuid }) => uuid),
  taken: () => answer({ status: 'Ok' }),
  answers: [
    {
      says: 'success in the number of the documentation',
      reply: answer({ status: 1 }),
      expected: { delivered: 'all' },
    },
    {
      says: 'success for another product over its quota',
      reply: answer({ status: 'Ok', quota_limited: ['recordings'] }),
      expected: { delivered: 'all' },
    },
    {
      says: 'success for events over their quota',
      reply: answer({ status: 'Ok', quota_limited: ['events'] }),
      expected: { retryAfter: 60_000 },
    },
    { says: 'another status', reply: answer({ status: 0 }), expected: {} },
    refusal('event submitted without a distinct_id'),
    refusal('maximum event size exceeded'),
    {
      says: '401 for an API key that it does not take',
      reply: { status: 401, body: 'API key is not valid: personal_api_key' },
      expected: { blocked: true },
    },
    { says: '429 over the billing limit', reply: { status: 429, body: 'billing limit reached' }, expected: {} },
    {
      says: '503 in its own words',
      reply: { status: 503, body: 'transient error, please retry' },
      expected: {},
    },
    {
      says: '413 for more than one event',
      reply: (ids) => (ids.length > 1 ? { status: 413 } : answer({ status: 'Ok' })),
      expected: { delivered: 'all', requests: 7 },
    },
    { says: '504', reply: { status: 504 }, expected: {} },
  ],
};
