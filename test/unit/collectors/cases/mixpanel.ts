import { mixpanel } from '../../../../src/delivery/collectors/mixpanel.js';
import type { CollectorCase, Reply } from '../../../support/collector-contract.js';

const answer = (status: number, body: unknown): Reply => ({ status, body: JSON.stringify(body) });
const refused = { 0: 'status-0', 1: 'status-0', 2: 'status-0', 3: 'status-0' };

/** The events in a form body. */
export function readMixpanel(body: string): { event: string; properties: { [name: string]: unknown } }[] {
  return JSON.parse(new URLSearchParams(body).get('data')!) as ReturnType<typeof readMixpanel>;
}

export const collectorCase: CollectorCase = {
  name: 'mixpanel',
  create: (to) => mixpanel({ token: 'TOKEN', user: 'user', ...(to as { region?: 'US' }) }),
  facts: {
    endpoints: {
      US: 'https://api.mixpanel.com/track',
      EU: 'https://api-eu.mixpanel.com/track',
      IN: 'https://api-in.mixpanel.com/track',
    },
    takes:
      '2000 events, 2 MiB (elsewhere 10 MB); 1 MB an event, of which text is cut at 255 characters; of the last 5 days',
    preflight: false,
    dedupe: '`$insert_id`, with `event`, `time` and `distinct_id`',
    partial: 'none: success says that one event or more was valid',
    consent: '`properties.headgate`',
    withoutIdentifier: 'an empty `distinct_id`: counted, and in no analysis by user',
    verified: [
      'npm:mixpanel (bodies)',
      'Mixpanel’s OpenAPI description of ingestion',
      'its pages on tracking and errors',
    ],
  },
  ids: (body) => readMixpanel(body).map(({ properties }) => String(properties['$insert_id'])),
  taken: () => answer(200, { status: 1, error: null }),
  answers: [
    {
      says: 'success without a word of an error',
      reply: answer(200, { status: 1 }),
      expected: { delivered: 'all' },
    },
    {
      says: '0, which means that not one of them is valid',
      reply: answer(200, { status: 0, error: 'some data points in the request failed validation' }),
      expected: { rejected: refused },
    },
    {
      says: '0 because of the token, which is not the fault of the events',
      reply: answer(200, { status: 0, error: 'token, missing or empty' }),
      expected: { blocked: true },
    },
    {
      says: 'another status than 0 and 1',
      reply: answer(200, { status: 'OK' }),
      expected: {},
    },
    {
      says: '401 in its own words',
      reply: answer(401, { error: 'Unauthorized', status: 'error' }),
      expected: { blocked: true },
    },
    {
      says: '403 in its own words',
      reply: answer(403, { error: 'Forbidden', status: 'error' }),
      expected: { blocked: true },
    },
    {
      says: '429 in its own words',
      reply: answer(429, { code: 429, error: 'Project exceeded rate limits.', status: 'Too Many Requests' }),
      expected: {},
    },
    {
      says: '413 for more than one event',
      reply: (ids) =>
        ids.length > 1
          ? answer(413, { code: 413, error: 'request exceeds max limit of 2097152 bytes' })
          : answer(200, { status: 1 }),
      expected: { delivered: 'all', requests: 7 },
    },
    {
      says: '413 for every event',
      reply: answer(413, { code: 413, error: 'request exceeds max limit of 2097152 bytes' }),
      expected: { rejected: { 0: 'status-413', 1: 'status-413', 2: 'status-413', 3: 'status-413' }, requests: 7 },
    },
    { says: '504', reply: { status: 504 }, expected: {} },
  ],
};
