import { webhook } from '../../../../src/delivery/collectors/webhook.js';
import type { TaggedEvent } from '../../../../src/tag/tagged-event.js';
import type { CollectorCase } from '../../../support/collector-contract.js';

export const collectorCase: CollectorCase = {
  name: 'webhook',
  create: ({ url = 'https://hooks.example' }) =>
    webhook({ url: `${url}/in`, encode: (events, sentAt) => JSON.stringify({ sentAt, events }) }),
  facts: {
    endpoints: {},
    takes: 'yours',
    preflight: false,
    dedupe: 'yours',
    partial: 'yours; by default a 2xx takes the batch',
    consent: 'where your encoder puts it',
    verified: ['a loopback server'],
  },
  ids: (body) => (JSON.parse(body) as { events: TaggedEvent[] }).events.map(({ id }) => id),
  taken: () => ({ status: 204 }),
  answers: [
    { says: '200 without a body', reply: { status: 200 }, expected: { delivered: 'all' } },
    { says: '200 with a word', reply: { status: 200, body: 'ok' }, expected: { delivered: 'all' } },
    {
      says: '200 with JSON whose error is null',
      reply: { status: 200, body: '{"status":1,"error":null}' },
      expected: { delivered: 'all' },
    },
    { says: '202 with a list of errors', reply: { status: 202, body: '{"errors":["no"]}' }, expected: {} },
    {
      says: '202 with no errors in a list',
      reply: { status: 202, body: '{"errors":[]}' },
      expected: { delivered: 'all' },
    },
    { says: '410', reply: { status: 410 }, expected: { blocked: true } },
    { says: '415', reply: { status: 415 }, expected: { blocked: true } },
  ],
};
