import { cloudEvents } from '../../../../src/delivery/collectors/cloud-events.js';
import type { CollectorCase } from '../../../support/collector-contract.js';

export const collectorCase: CollectorCase = {
  name: 'cloudEvents',
  create: ({ url = 'https://broker.example' }) => cloudEvents({ url: `${url}/in`, source: 'https://shop.example/' }),
  facts: {
    endpoints: {},
    takes: '64 KiB an event by every receiver',
    preflight: true,
    dedupe: '`source` + `id`',
    partial: 'none',
    consent:
      'data classification extension, `expirytime`, and `hgtier`, `hgpurpose`, `hglegalbasis`, `hgcategories`, `hgretentiondays`, `hgconsent`',
    verified: ['npm:cloudevents', "the specification's JSON Schema"],
  },
  ids: (body) => (JSON.parse(body) as { id: string }[]).map(({ id }) => id),
  taken: () => ({ status: 202 }),
  answers: [
    { says: '200 without a body', reply: { status: 200 }, expected: { delivered: 'all' } },
    { says: '201', reply: { status: 201, body: '{}' }, expected: { delivered: 'all' } },
    { says: '204', reply: { status: 204 }, expected: { delivered: 'all' } },
    { says: '410: never again', reply: { status: 410 }, expected: { blocked: true } },
    { says: '415: batches are not understood', reply: { status: 415 }, expected: { blocked: true } },
  ],
};
