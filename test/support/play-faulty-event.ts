import { expect } from 'vitest';
import type { HttpCollector } from '../../src/delivery/collector.js';
import type { TaggedEvent } from '../../src/tag/tagged-event.js';
import type { CollectorCase } from './collector-contract.js';
import { sampleEvents } from './sample-event.js';
import { sendTo, type Outcome, type Receiver } from './send-to-collector.js';

/** Sends a hundred events, one of which the receiver never takes, once for each of these places of the faulty one. */
export async function playFaultyEvent(
  subject: CollectorCase,
  receiver: Receiver,
  places: Iterable<number>,
): Promise<void> {
  const open = (): HttpCollector => subject.create({ url: receiver.url });
  const events = sampleEvents(100);
  const { poison } = subject;
  // What does not fit into one request goes in several anyway.
  receiver.answer(({ body }) => subject.taken(subject.ids(body)));
  await sendTo(open(), events);
  const most = receiver.arrivals.length - 1 + (poison?.maxRequests ?? Math.floor(2 * Math.log2(100) + 2));
  for (const place of places) {
    const { id } = events[place]!;
    receiver.clear();
    receiver.answer(({ body }) => {
      const ids = subject.ids(body);
      if (!ids.includes(id)) return subject.taken(ids);
      return poison?.reply(ids, id) ?? { status: 400, body: 'invalid' };
    });
    const { delivered, rejected, kept } = await sendAll(open(), events);
    expect([delivered.length, Object.values(rejected), kept]).toEqual([99, [poison?.reason ?? 'status-400'], []]);
    if (!poison?.isCountOnly) expect(Object.keys(rejected)).toEqual([String(place)]);
    expect(receiver.arrivals.length).toBeLessThanOrEqual(most);
  }
}

/** Sends what is kept once more, as a lane does after its backoff. */
async function sendAll(collector: HttpCollector, events: readonly TaggedEvent[]): Promise<Outcome> {
  const first = await sendTo(collector, events);
  if (!first.kept.length) return first;
  const again = await sendTo(
    collector,
    first.kept.map((position) => events[position]!),
  );
  const moved = (position: number | string): number => first.kept[Number(position)]!;
  return {
    ...again,
    delivered: [...first.delivered, ...again.delivered.map(moved)],
    rejected: {
      ...first.rejected,
      ...Object.fromEntries(Object.entries(again.rejected).map(([position, reason]) => [moved(position), reason])),
    },
    kept: again.kept.map(moved),
  };
}
