import { matomo } from '../../../../src/delivery/collectors/matomo.js';
import type { CollectorCase, Reply } from '../../../support/collector-contract.js';

const answer = (tracked: number, invalid = 0): Reply => ({
  status: 200,
  body: JSON.stringify({ status: 'success', tracked, invalid }),
});

export const collectorCase: CollectorCase = {
  name: 'matomo',
  // Matomo has no place for an id of its own accord: a custom dimension shows which event is which.
  create: ({ url = 'https://matomo.example' }) =>
    matomo({ url: `${url}/matomo.php`, siteId: 1, parameters: { dimension1: 'id', dimension2: 'data.form' } }),
  facts: {
    endpoints: {},
    takes: '24 hours',
    preflight: false,
    partial: 'by count: `tracked`, `invalid`, never sent again',
    consent: 'custom dimensions, each filled from a path such as `tier` or `consent.captured.evidence`',
    verified: ['the tracking API reference', "Matomo's bulk tracking code"],
  },
  ids: (body) =>
    (JSON.parse(body) as { requests: string[] }).requests.map((query) => new URLSearchParams(query).get('dimension1')!),
  taken: (ids) => answer(ids.length),
  answers: [
    {
      says: 'two invalid',
      reply: (ids) => answer(ids.length - 2, 2),
      expected: { delivered: [0, 1], rejected: { 2: 'invalid', 3: 'invalid' } },
    },
    {
      says: 'one neither tracked nor invalid, after a lock in the database',
      reply: (ids) => answer(ids.length - 1),
      expected: { delivered: [0, 1, 2], rejected: { 3: 'invalid' } },
    },
    {
      says: 'an error with a success of HTTP',
      reply: { status: 200, body: '{"status":"error","tracked":0,"invalid":0}' },
      expected: {},
    },
    { says: 'success without counts', reply: { status: 200, body: '{"status":"success"}' }, expected: {} },
    { says: 'a count below nothing', reply: answer(-1), expected: {} },
    {
      says: '500 after which the database was rolled back',
      reply: { status: 500, body: '{"status":"error","tracked":2,"invalid":0}' },
      expected: {},
    },
  ],
  poison: {
    reply: (ids) => answer(ids.length - 1, 1),
    reason: 'invalid',
    maxRequests: 1,
    isCountOnly: true,
  },
};
