import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import type { HttpCollector } from '../../src/delivery/collector.js';
import type { Item } from '../../src/delivery/item.js';
import { sendBatch, type Sender } from '../../src/delivery/send-batch.js';
import type { TaggedEvent } from '../../src/tag/tagged-event.js';
import type { Reply } from './collector-contract.js';
import { listen } from './listen.mjs';
import { NOW } from './sample-event.js';

/** A request as a receiver saw it. */
export interface Arrival {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly bytes: number;
}

export interface Receiver {
  readonly url: string;
  /** Everything since the last `clear`. */
  readonly arrivals: readonly Arrival[];
  clear(): void;
  answer(reply: (arrival: Arrival) => Reply): void;
  close(): Promise<void>;
}

/** A real HTTP server that records what arrives and answers as it is told; 204 where nobody told it. */
export async function openReceiver(): Promise<Receiver> {
  const arrivals: Arrival[] = [];
  let reply: (arrival: Arrival) => Reply = () => ({ status: 204 });
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { method = '', url: path = '', headers } = request;
      const arrival = { method, path, headers, body, bytes: Buffer.byteLength(body) };
      arrivals.push(arrival);
      const answer = reply(arrival);
      if (answer === 'reset') response.socket?.resetAndDestroy();
      else response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  const { origin, close } = await listen(server);
  return {
    url: origin,
    arrivals,
    clear: () => void arrivals.splice(0),
    answer: (next) => void (reply = next),
    close,
  };
}

/** What became of a batch, in positions of the batch. */
export interface Outcome {
  readonly delivered: readonly number[];
  readonly rejected: { readonly [position: number]: string };
  readonly kept: readonly number[];
  readonly retryAfter: number | undefined;
  readonly isBlocked: boolean;
}

/** Sends events through the real delivery stage over a real connection; the clock stands still. */
export async function sendTo(collector: HttpCollector, events: readonly TaggedEvent[]): Promise<Outcome> {
  const sender: Sender = {
    collector,
    environment: { now: () => NOW, fetch: (url, init) => fetch(url, init), after: () => () => {} },
    isCurrent: () => true,
    flights: new Set(),
    report: () => {},
    lane: 'any',
  };
  const rule = { purpose: '', tier: 'anonymous', basis: 'consent', retentionDays: 1, collectors: [] } as const;
  const items = events.map((event): Item => ({ event, rule, epoch: 0, size: 0 }));
  const sent = await sendBatch(sender, items, () => true);
  const rejected = Object.fromEntries(sent.rejected.map(({ item, reason }) => [items.indexOf(item), reason]));
  const delivered = sent.delivered.map((item) => items.indexOf(item)).sort((a, b) => a - b);
  return {
    delivered,
    rejected,
    kept: items.flatMap((_, position) => (delivered.includes(position) || position in rejected ? [] : position)),
    // Whoever is blocked does not ask again on this page, whatever the wait.
    retryAfter: sent.isBlocked ? undefined : sent.retryAfter,
    isBlocked: sent.isBlocked ?? false,
  };
}
