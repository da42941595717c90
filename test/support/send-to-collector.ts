import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { vi } from 'vitest';
import type { EventStore } from '../../src/storage/event-store.js';
import type { Vault } from '../../src/storage/vault.js';
import type { HttpCollector } from '../../src/delivery/collector.js';
import { createLane } from '../../src/delivery/create-lane.js';
import type { EventPolicy } from '../../src/intake/event-policy.js';
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
      const arrival = { method, path, headers, body, bytes: new TextEncoder().encode(body).length };
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

/** Sends events through a real lane over a real connection; the clock stands still, and the backoff is at its shortest. */
export async function sendTo(collector: HttpCollector, events: readonly TaggedEvent[]): Promise<Outcome> {
  const delivered: number[] = [];
  const rejected: { [position: number]: string } = {};
  const positionOf = (id: string): number => events.findIndex((event) => event.id === id);
  let isBlocked = false;
  let wait: number | undefined;
  const after = (delay: number): (() => void) => {
    wait = delay;
    // The deadline of a request is called off when it is over, and so is every wait that another replaces.
    return () => void (wait = undefined);
  };
  const random = vi.spyOn(Math, 'random').mockReturnValue(0);
  const lane = createLane('any', [['', collector]], {
    environment: { now: () => NOW, fetch: (url, init) => fetch(url, init), after },
    storedAs: 'any',
    options: {},
    store: { isAwake: () => false } as unknown as EventStore,
    withdrawals: { applyWithdrawals() {} },
    vault: {} as Vault,
    policies: { policyFor: () => ({ ...POLICY, to: { any: collector } }) },
    secret: undefined,
    mayRead: () => false,
    isBehind: () => false,
    sweep() {},
    countRemoved() {},
    move(_lane, _from, to, reason, moved) {
      for (const { id } of moved as readonly TaggedEvent[]) {
        if (to === 'delivered') delivered.push(positionOf(id));
        else if (to === 'rejected') rejected[positionOf(id)] = reason;
      }
    },
    tabs: { tell() {} },
    tell() {},
    report: ({ code }) => void (isBlocked ||= code === 'collector-blocked'),
  });
  for (const event of events) lane.add({ event, policy: POLICY, size: 0, since: NOW });
  await lane.flush();
  random.mockRestore();
  const waited = wait;
  lane.stop();
  delivered.sort((a, b) => a - b);
  const kept = events.flatMap((_, position) => (delivered.includes(position) || position in rejected ? [] : position));
  // Whoever is blocked does not ask again on this page, whatever the wait; 100 ms are the least that the backoff waits.
  const retryAfter = waited === 100 ? 0 : waited;
  return { delivered, rejected, kept, retryAfter: isBlocked || !kept.length ? undefined : retryAfter, isBlocked };
}

const POLICY = {
  decision: { outcome: 'allow', reason: 'permitted' },
  generation: 0,
  decidingCategories: [],
  rank: 0,
  isStorable: false,
  rule: {},
} as unknown as EventPolicy;
