import { adobeEdge } from '../../../../src/delivery/collectors/adobe-edge.js';
import type { CollectorCase, Reply } from '../../../support/collector-contract.js';

const answer = (status: number, body: object): Reply => ({ status, body: JSON.stringify(body) });

export const collectorCase: CollectorCase = {
  name: 'adobeEdge',
  create: ({ url, region }) =>
    adobeEdge({
      datastreamId: 'stream-1',
      identities: { FPID: 'user' },
      ...(url && { url }),
      ...(region && region !== 'nearest' && { region }),
    }),
  facts: {
    endpoints: {
      nearest: 'https://edge.adobedc.net/ee/v1/collect',
      irl1: 'https://edge.adobedc.net/ee/irl1/v1/collect',
    },
    takes: '64 KiB',
    preflight: false,
    dedupe: '`xdm._id`, not documented to be used',
    partial: 'none: 207 tells of services behind the Edge Network',
    consent: '`data.headgate`: the tagged event itself, for data prep to map',
    verified: ["Adobe's endpoint reference", "the source of Adobe's client"],
  },
  ids: (body) => (JSON.parse(body) as { events: { xdm: { ['_id']: string } }[] }).events.map(({ xdm }) => xdm['_id']),
  taken: () => answer(202, { requestId: 'f567a988' }),
  answers: [
    { says: '200 with handles', reply: answer(200, { requestId: 'r', handle: [] }), expected: { delivered: 'all' } },
    { says: '204', reply: { status: 204 }, expected: { delivered: 'all' } },
    {
      says: '207: a service behind it is down',
      reply: answer(207, {
        requestId: 'r',
        handle: [],
        errors: [{ type: 'https://ns.adobe.com/aep/errors/EXEG-0201-503', status: 503 }],
      }),
      expected: { delivered: 'all' },
    },
    {
      says: '422: the whole request is invalid',
      reply: answer(422, { type: 'https://ns.adobe.com/aep/errors/EXEG-0104-422', status: 422 }),
      expected: {
        rejected: { 0: 'status-422', 1: 'status-422', 2: 'status-422', 3: 'status-422' },
        requests: 7,
      },
    },
    { says: '504', reply: { status: 504 }, expected: {} },
  ],
  overrides: {
    '500': { rejected: { 0: 'status-500', 1: 'status-500', 2: 'status-500', 3: 'status-500' } },
  },
};
