import { expect, it } from 'vitest';
import { webhook } from '../../../src/delivery/collectors/webhook.js';
import { NOW, sampleEvent, sampleEvents } from '../../support/sample-event.js';

const SENT_AT = new Date(NOW).toISOString();
const lines = (events: readonly { id: string }[]): string => events.map(({ id }) => id).join('\n');

it('sends what the encoder writes, as plain text', () => {
  const events = sampleEvents(2);
  expect(webhook({ url: '/in', encode: lines }).encode(events, SENT_AT)).toEqual({
    url: '/in',
    body: `${events[0]!.id}\n${events[1]!.id}`,
  });
});

it('hands the time of sending to the encoder', () => {
  const collector = webhook({ url: '/in', encode: (_, sentAt) => sentAt });
  expect(collector.encode([sampleEvent()], SENT_AT).body).toBe(SENT_AT);
});

it('sends the type and the headers that it is told', () => {
  const collector = webhook({ url: '/in', encode: lines, type: 'application/x-ndjson', headers: { 'x-shop': '1' } });
  expect(collector.encode([], SENT_AT)).toMatchObject({ type: 'application/x-ndjson', headers: { 'x-shop': '1' } });
});

it('takes limits, a reader of answers and an eraser of its own', () => {
  const collector = webhook({
    url: '/in',
    encode: lines,
    maxEvents: 5,
    maxAge: 1000,
    reads: [409],
    read: (body) => ({ accepted: body.split('\n') }),
    erase: (ids) => ({ url: '/erase', body: ids.join() }),
  });
  expect(collector).toMatchObject({ maxEvents: 5, maxBytes: 65_536, maxAge: 1000, reads: [409] });
  expect(collector.read('a\nb', [], 200)).toEqual({ accepted: ['a', 'b'] });
  expect(collector.erase!(['a'], {})).toEqual({ url: '/erase', body: 'a' });
});
