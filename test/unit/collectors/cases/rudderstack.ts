import { rudderstack } from '../../../../src/delivery/collectors/rudderstack.js';
import { sampleEvent } from '../../../support/sample-event.js';
import type { CollectorCase, Reply } from '../../../support/collector-contract.js';

const taken: Reply = { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'OK' };
const first = sampleEvent(0).id;
const refusal = (body: string) => ({
  says: `400 “${body}” for a batch with one of them`,
  reply: (ids: readonly string[]): Reply => (ids.includes(first) ? { status: 400, body } : taken),
  expected: { delivered: [1, 2, 3], rejected: { 0: 'status-400' }, requests: 5 },
});

export const collectorCase: CollectorCase = {
  name: 'rudderstack',
  create: ({ url = 'https://data-plane.example' }) => rudderstack({ url, writeKey: 'KEY', user: 'user' }),
  facts: {
    endpoints: {},
    takes: '4000 KiB by default; 32 KB an event is what its own client warns of',
    preflight: false,
    dedupe: '`messageId`',
    partial: 'none: one bad event refuses the batch, and is found by halves',
    consent: '`context.consentManagement`; `context.headgate`',
    withoutIdentifier: 'its own id as `anonymousId`',
    verified: ['npm:@rudderstack/rudder-sdk-node (bodies)', 'RudderStack’s pages on its HTTP API'],
  },
  ids: (body) => (JSON.parse(body) as { batch: { messageId: string }[] }).batch.map(({ messageId }) => messageId),
  taken: () => taken,
  answers: [
    {
      says: 'ok in JSON, as a host in front may put it',
      reply: { status: 200, body: '"ok"\n' },
      expected: { delivered: 'all' },
    },
    { says: 'a success without a word', reply: { status: 200, body: '' }, expected: {} },
    refusal('request neither has anonymousId nor userId'),
    refusal('event is not a valid rudder event'),
    refusal('invalid json'),
    {
      says: '401 for a write key that it does not know',
      reply: { status: 401, body: 'invalid write key' },
      expected: { blocked: true },
    },
    {
      says: '404 for a source that is disabled',
      reply: { status: 404, body: 'source is disabled' },
      expected: { blocked: true },
    },
    {
      says: '413 for more than one event',
      reply: (ids) => (ids.length > 1 ? { status: 413, body: 'request size exceeds max limit' } : taken),
      expected: { delivered: 'all', requests: 7 },
    },
    { says: '429 in its own words', reply: { status: 429, body: 'max requests limit reached' }, expected: {} },
    { says: '504', reply: { status: 504 }, expected: {} },
  ],
};
