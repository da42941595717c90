import type { Room } from '../delivery/ask-collector.js';
import type { CollectorAnswer } from '../delivery/collector.js';
import type { Item } from '../delivery/item.js';
import { sendEarly } from '../delivery/send-early.js';
import type { EngineHost } from './engine.js';

export type PartingHost = Pick<
  EngineHost,
  'environment' | 'endpoints' | 'move' | 'policies' | 'withdrawals' | 'isBehind'
>;

/** The parting request of a page whose engine has not come: what waits is sent as far as there is room. */
export function createParting(host: PartingHost, waiting: ReadonlySet<Item>) {
  const { environment, endpoints, move, policies, withdrawals, isBehind } = host;
  let flight = new AbortController();

  function onAnswer(lane: string, items: readonly Item[], answer: CollectorAnswer | undefined): void {
    for (const item of items) {
      const endedIn = (item.endedIn ??= new Set());
      if (!waiting.has(item) || endedIn.has(lane) || !answer?.accepted.includes(item.event.id)) continue;
      endedIn.add(lane);
      move(lane, 'buffered', 'delivered', 'accepted', [item.event]);
    }
  }

  return {
    send(room: Room): void {
      if (isBehind()) return;
      withdrawals.applyWithdrawals();
      for (const lane of Object.keys(endpoints)) {
        const items = [...waiting].filter(({ endedIn }) => !endedIn?.has(lane));
        sendEarly(lane, items, {
          environment,
          room,
          policyFor: policies.policyFor,
          signal: flight.signal,
          onAnswer: (sent, answer) => onAnswer(lane, sent, answer),
        });
      }
    },
    abort(): void {
      flight.abort();
      flight = new AbortController();
    },
  };
}
