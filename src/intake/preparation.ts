import type { Ledger } from '../audit/create-ledger.js';
import type { Report } from '../audit/diagnostic.js';
import type { Item } from '../delivery/item.js';
import type { Lane } from '../delivery/lane.js';
import type { Environment } from '../instance/environment.js';
import type { FieldValue, Manifest } from '../manifest/manifest.js';
import { protectFields, type FieldProtection } from '../manifest/protect-fields.js';
import { ENCRYPTED_RANK } from '../manifest/vocabulary.js';
import type { TaggedEvent } from '../tag/tagged-event.js';
import { moveItem } from './move-item.js';

/** From the gate to the lanes: what has to be protected first is, for each recipient by itself. */
export interface Preparation {
  add(item: Item): void;
  /** Gives up what is being protected and is void. */
  purge(isVoid: (item: Item) => boolean, reason: string): void;
  /** What is being protected. */
  events(): readonly TaggedEvent[];
  /** Resolves when what is being protected now is protected. */
  prepared(): Promise<unknown>;
}

export interface PreparationHost {
  readonly manifest: Pick<Manifest, 'collectors'>;
  readonly environment: Pick<Environment, 'subtle'>;
  readonly lanes: { readonly [lane: string]: Lane };
  readonly protection: FieldProtection;
  readonly move: Ledger['move'];
  readonly report: Report;
}

export function createPreparation(host: PreparationHost): Preparation {
  const { manifest, environment, lanes, protection, move, report } = host;
  const preparing = new Map<Item, Promise<void>>();
  let hasWarned = false;

  function pass(item: Item): void {
    const { policy, endedIn } = item;
    let last: Lane | undefined;
    // Each lane notes on its own item how the event ends there.
    for (const lane in policy.to) {
      if (endedIn?.has(lane)) continue;
      last?.add({ ...item });
      last = lanes[lane];
    }
    last?.add(item);
  }

  /**
   * Protects the fields that take time, for each recipient by itself. Until that is done, the event stays here, and a
   * withdrawal finds it.
   */
  async function prepare(item: Item): Promise<void> {
    const { event, policy } = item;
    const given = { id: event.id, data: event.data as Record<string, FieldValue> };
    try {
      const protectFor = async (lane: string): Promise<Item> => {
        const recipient = manifest.collectors[lane]!.recipient ?? '';
        const data = await protectFields(policy.rule, policy.slow, given, protection, recipient);
        return { ...item, event: { ...event, data } };
      };
      const ready = await Promise.all(
        Object.keys(policy.to).map(async (lane) => [lane, await protectFor(lane)] as const),
      );
      if (preparing.delete(item)) for (const [lane, protectedItem] of ready) lanes[lane]!.add(protectedItem);
    } catch {
      report({ code: 'protection-failed', event: event.event });
      if (preparing.delete(item)) moveItem(move, item, 'buffered', 'refused', 'unprotectable');
    }
  }

  return {
    add(item) {
      const { event, policy } = item;
      if (policy.rank >= ENCRYPTED_RANK && !environment.subtle && !hasWarned) {
        hasWarned = true;
        report({ code: 'encryption-unavailable', event: event.event });
      }
      if (policy.slow.length > 0) preparing.set(item, prepare(item));
      else pass(item);
    },
    purge(isVoid, reason) {
      for (const item of preparing.keys()) {
        if (!isVoid(item)) continue;
        preparing.delete(item);
        moveItem(move, item, 'buffered', 'purged', reason);
      }
    },
    events: () => [...preparing.keys()].map(({ event }) => event),
    prepared: () => Promise.all(preparing.values()),
  };
}
