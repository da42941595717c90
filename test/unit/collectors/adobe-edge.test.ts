import { expect, it } from 'vitest';
import { adobeEdge } from '../../../src/delivery/collectors/adobe-edge.js';
import { NOW, sampleEvent } from '../../support/sample-event.js';

const SENT_AT = new Date(NOW).toISOString();

it('writes an event with its identities, and the tagged event as data', () => {
  const event = sampleEvent(3);
  const collector = adobeEdge({ datastreamId: 'a b', identities: { FPID: 'user', CRM: 'step', Gone: 'missing' } });
  const { url, body, type } = collector.encode([event], SENT_AT);
  expect(url).toBe('https://edge.adobedc.net/ee/v1/collect?configId=a%20b');
  expect(type).toBeUndefined();
  expect(JSON.parse(body)).toEqual({
    events: [
      {
        xdm: {
          _id: '019aa5c0-0000-7000-8000-000000000003',
          eventType: 'newsletter_signup',
          timestamp: '2026-11-21T10:00:00.000Z',
          identityMap: { FPID: [{ id: 'user-0001', primary: true }], CRM: [{ id: '3', primary: false }] },
        },
        data: { headgate: event },
      },
    ],
  });
});

it('makes the first identity that an event has the primary one', () => {
  const collector = adobeEdge({ datastreamId: 's', identities: { CRM: 'customer', FPID: 'user' } });
  const { events } = JSON.parse(collector.encode([sampleEvent()], SENT_AT).body);
  expect(events[0].xdm.identityMap).toEqual({ FPID: [{ id: 'user-0001', primary: true }] });
});

it('stays in the region that it is told', () => {
  const collector = adobeEdge({ datastreamId: 's', identities: {}, region: 'irl1', url: 'https://edge.shop.example' });
  expect(collector.encode([], SENT_AT).url).toBe('https://edge.shop.example/ee/irl1/v1/collect?configId=s');
  expect(collector.region).toBeUndefined();
});

it('says of the nearest endpoint that it is in no region, so that nothing that is bound to one goes there', () => {
  expect(adobeEdge({ datastreamId: 's', identities: {} }).region).toBe('');
  expect(adobeEdge({ datastreamId: 's', identities: {}, region: 'irl1' }).region).toBeUndefined();
});
