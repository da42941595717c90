import { segment } from '../../../../src/delivery/collectors/segment.js';
import { sampleEvent } from '../../../support/sample-event.js';
import type { CollectorCase, Reply } from '../../../support/collector-contract.js';

const taken: Reply = { status: 200, body: '{\n  "success": true\n}' };
const third = sampleEvent(2).id;

export const collectorCase: CollectorCase = {
  name: 'segment',
  create: (to) => segment({ writeKey: 'KEY', user: 'user', ...(to as { region?: 'US' }) }),
  facts: {
    endpoints: { US: 'https://api.segment.io/v1/batch', EU: 'https://events.eu1.segmentapis.com/v1/batch' },
    takes: '2500 events, 500 KB; 32 KB an event',
    preflight: false,
    dedupe: '`messageId`',
    partial: 'none: success for all but what is too large or no JSON; the source’s debugger shows what was not taken',
    consent:
      '`context.consent.categoryPreferences` (receipts: `Segment Consent Preference Updated`); `context.headgate`',
    withoutIdentifier: 'its own id as `anonymousId`',
    verified: ['npm:@segment/analytics-node (bodies)', 'Segment’s pages on the HTTP API, regions and consent'],
  },
  ids: (body) => (JSON.parse(body) as { batch: { messageId: string }[] }).batch.map(({ messageId }) => messageId),
  taken: () => taken,
  answers: [
    { says: 'a success that is none', reply: { status: 200, body: '{"success":false}' }, expected: {} },
    {
      says: '400 for a batch with an event that is too large',
      reply: (ids) => (ids.includes(third) ? { status: 400, body: '{"success":false}' } : taken),
      expected: { delivered: [0, 1, 3], rejected: { 2: 'status-400' }, requests: 5 },
    },
    { says: '410', reply: { status: 410 }, expected: { blocked: true } },
    { says: '460', reply: { status: 460 }, expected: {} },
    { says: '504', reply: { status: 504 }, expected: {} },
    {
      says: '429 with its own wait, as a host in front that exposes it',
      reply: { status: 429, headers: { 'retry-after': '11', 'x-ratelimit-reset': '11' } },
      expected: { retryAfter: 11_000 },
    },
  ],
};
