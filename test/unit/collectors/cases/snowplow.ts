import { snowplow } from '../../../../src/delivery/collectors/snowplow.js';
import type { CollectorCase, Reply } from '../../../support/collector-contract.js';

const taken: Reply = { status: 200, headers: { 'content-type': 'text/plain; charset=UTF-8' }, body: 'ok' };

export const collectorCase: CollectorCase = {
  name: 'snowplow',
  create: ({ url = 'https://collector.example' }) =>
    snowplow({
      url,
      appId: 'shop',
      vendor: 'com.example',
      user: 'user',
      tags: 'iglu:com.example/tags/jsonschema/1-0-0',
    }),
  facts: {
    endpoints: {},
    takes: '1 MiB an event, dropped above 2 MiB; its trackers send 40 000 bytes at most',
    preflight: true,
    dedupe: '`eid`',
    partial: 'none: ok to everything; what a schema refuses lies among the failed events',
    consent:
      '`gdpr` entity (basis, manifest, purpose); an entity of your own schema for the rest; receipts as `consent_preferences`',
    withoutIdentifier: 'nothing',
    verified: ['npm:@snowplow/node-tracker (bodies)', 'the schemas of Iglu Central'],
  },
  ids: (body) => (JSON.parse(body) as { data: { eid: string }[] }).data.map(({ eid }) => eid),
  taken: () => taken,
  answers: [
    { says: 'a success without a word', reply: { status: 200 }, expected: {} },
    { says: '410', reply: { status: 410 }, expected: { blocked: true } },
    {
      says: '413 for more than one event',
      reply: (ids) => (ids.length > 1 ? { status: 413 } : taken),
      expected: { delivered: 'all', requests: 7 },
    },
    {
      says: '422 for every event',
      reply: { status: 422 },
      expected: { rejected: { 0: 'status-422', 1: 'status-422', 2: 'status-422', 3: 'status-422' }, requests: 7 },
    },
    { says: '504', reply: { status: 504 }, expected: {} },
  ],
};
