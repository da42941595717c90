import { json } from '../../../../src/delivery/collectors/json.js';
import type { TaggedEvent } from '../../../../src/tag/tagged-event.js';
import type { CollectorCase, Reply } from '../../../support/collector-contract.js';

const answer = (body: unknown): Reply => ({ status: 200, body: JSON.stringify(body) });

export const collectorCase: CollectorCase = {
  name: 'json',
  create: ({ url = 'https://collector.example' }) => json({ url: `${url}/v1/events` }),
  facts: {
    endpoints: {},
    takes: 'what its operator says; the reference collector 1 MB',
    preflight: false,
    dedupe: '`id`',
    partial: 'by id: `accepted`, `rejected`; an id in neither is sent again',
    consent: 'the tagged event itself: `tier`, `purpose`, `basis`, `categories`, `expires`, `consent`',
    verified: ['the reference collector of `examples/products/collector`'],
  },
  ids: (body) => (JSON.parse(body) as { events: TaggedEvent[] }).events.map(({ id }) => id),
  taken: (ids) => answer({ accepted: ids }),
  answers: [
    {
      says: 'an answer that names some, and says nothing of others',
      reply: (ids) => answer({ accepted: [ids[0], ids[2]] }),
      expected: { delivered: [0, 2] },
    },
    {
      says: 'an answer that rejects one',
      reply: (ids) => answer({ accepted: ids.slice(1), rejected: [{ id: ids[0], reason: 'too odd' }] }),
      expected: { delivered: [1, 2, 3], rejected: { 0: 'too odd' } },
    },
    {
      says: 'a wish to wait with the rest',
      reply: (ids) => answer({ accepted: ids.slice(0, 1), retryAfter: 9000 }),
      expected: { delivered: [0], retryAfter: 9000 },
    },
  ],
  poison: {
    reply: (ids, poison) =>
      answer({ accepted: ids.filter((id) => id !== poison), rejected: [{ id: poison, reason: 'too odd' }] }),
    reason: 'too odd',
    maxRequests: 1,
  },
};
