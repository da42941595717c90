import type { EventPolicy } from '../intake/event-policy.js';
import type { Environment } from '../instance/environment.js';
import type { Room } from './ask-collector.js';
import type { Collector, CollectorAnswer } from './collector.js';
import { findExpiry } from './find-expiry.js';
import type { Item } from './item.js';
import { encode, post } from './post.js';
import { groupByRequest } from './group-by-request.js';

export interface EarlySendHost {
  readonly environment: Pick<Environment, 'now' | 'fetch'>;
  policyFor(event: string): EventPolicy | undefined;
  /** What the page can still send. */
  readonly room: Room;
  /** Ends the requests. */
  readonly signal: AbortSignal;
  onAnswer(items: readonly Item[], answer: CollectorAnswer | undefined): void;
}

/**
 * The parting request of a page that is hidden or left before the engine has loaded: without a device, one attempt, the same
 * gate. What gets no answer is sent again by the engine, should the page go on. What has to be protected first stays.
 */
export function sendEarly(lane: string, items: readonly Item[], host: EarlySendHost): void {
  const { environment, policyFor } = host;
  const due = items.filter(({ event, policy }) => {
    const known = policyFor(event.event);
    const isCurrent = known?.generation === policy.generation && known.decision.outcome === 'allow';
    const collector = known?.to[lane];
    return isCurrent && collector && policy.slow.length === 0 && !findExpiry(event, collector, environment.now());
  });
  for (const part of groupByRequest(due, false)) {
    const collector = policyFor(part[0]!.event.event)!.to[lane]!;
    void ask(collector, part.slice(0, collector.maxEvents), host).catch(() => {});
  }
}

async function ask(collector: Collector, part: readonly Item[], host: EarlySendHost): Promise<void> {
  const { environment, room, signal, onAnswer } = host;
  const events = part.map(({ event }) => event);
  if (!('encode' in collector)) return onAnswer(part, collector.deliver(events));
  const request = collector.encode(events, new Date(environment.now()).toISOString());
  const body = encode(request.body);
  const fits = Math.min(collector.maxBytes, room.left) / body.length;
  if (fits < 1) {
    const first = Math.floor(part.length * fits);
    // What is left of it has to wait.
    return part.length > 1 && first > 0 ? ask(collector, part.slice(0, first), host) : undefined;
  }
  room.left -= body.length;
  const response = await post(environment.fetch, request, body, { keepalive: true, signal });
  const text = await response.text();
  if (response.ok) onAnswer(part, collector.read(text, events, response.status));
}
