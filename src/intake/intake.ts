import { UNROUTED, type EventState, type Ledger } from '../audit/create-ledger.js';
import type { Diagnostic, Report } from '../audit/diagnostic.js';
import type { Consent } from '../consent/create-consent.js';
import type { Item } from '../delivery/item.js';
import type { Lane } from '../delivery/lane.js';
import type { Environment } from '../instance/environment.js';
import type { Tracked } from '../instance/headgate.js';
import type { HeadgateOptions } from '../instance/options.js';
import type { EventDefinition, FieldValue, Manifest } from '../manifest/manifest.js';
import { protectFields, type FieldProtection } from '../manifest/protect-fields.js';
import { selectFields, type Selection } from '../manifest/select-fields.js';
import { ENCRYPTED_RANK } from '../manifest/vocabulary.js';
import { tagEvent, toIso, toStamp } from '../tag/tag-event.js';
import { RECEIPT_EVENT, type ReceiptData, type TaggedEvent } from '../tag/tagged-event.js';
import type { EventPolicy, Policies } from './event-policy.js';
import { createHold } from './hold.js';

/** From `track` to the lanes: look up, select, decide, hold, tag, protect. */
export interface Intake {
  track(name: string, data: unknown): Tracked;
  /** Makes a receipt of the consent of this moment, where the manifest asks for one. */
  toReceipt(action: ReceiptData['action']): TaggedEvent | undefined;
  /** Sends a receipt, one of an earlier page too. */
  sendReceipt(receipt: TaggedEvent | undefined): void;
  /** Asks the gate again for everything that is held or being protected: consent changed, or the page was activated. */
  review(): void;
  /** Gives up everything that is held or being protected. */
  forget(): void;
  /** What is held or being protected. */
  events(): readonly TaggedEvent[];
  /** Resolves when what is being protected now is protected. */
  prepared(): Promise<unknown>;
}

/** What the intake is given. */
export interface IntakeHost {
  readonly manifest: Manifest;
  readonly options: Pick<HeadgateOptions<Manifest>, 'hold'>;
  readonly environment: Pick<Environment, 'now' | 'subtle'>;
  readonly lanes: { readonly [lane: string]: Lane };
  readonly policies: Policies;
  readonly consent: Consent;
  readonly protection: FieldProtection;
  createId(): string;
  readonly move: Ledger['move'];
  readonly report: Report;
}

export function createIntake(host: IntakeHost): Intake {
  const { manifest, environment, lanes, policies, consent, protection, createId, move, report } = host;
  const { now, subtle } = environment;
  const { policyFor } = policies;
  const preparing = new Map<Item, Promise<void>>();
  /** Since when consent is as it is, in epoch milliseconds. */
  let since = now();
  let hasWarned = false;

  const hold = createHold(host.options.hold ?? {}, now, release, (item, state, reason) =>
    moveAll(item, 'held', state, reason),
  );

  function moveAll({ event, policy }: Item, from: EventState | undefined, to: EventState, reason: string): void {
    for (const lane in policy.to) move(lane, from, to, reason, [event]);
  }

  function refuse(
    reason: Tracked['reason'],
    { collectors }: Pick<EventDefinition, 'collectors'>,
    diagnostic?: Diagnostic,
  ): Tracked {
    for (const lane of collectors) move(lane, undefined, 'refused', reason, 1);
    if (diagnostic) report(diagnostic);
    return { outcome: 'refuse', reason };
  }

  function track(event: string, data: unknown): Tracked {
    const policy = typeof event === 'string' && event !== RECEIPT_EVENT ? policyFor(event) : undefined;
    if (!policy) {
      return refuse('undeclared', { collectors: [UNROUTED] }, { code: 'undeclared-event' });
    }
    const { rule, decision } = policy;
    let selection: Selection | undefined;
    try {
      selection = selectFields(rule.fields ?? {}, data);
    } catch {
      // Reading what the page passed can run the page's code.
    }
    if (!selection || selection.invalid !== undefined) {
      const field = selection?.invalid;
      return refuse('invalid', rule, { code: 'invalid-field', event, ...(field !== undefined && { field }) });
    }
    if (selection.hasUndeclared) report({ code: 'undeclared-field', event });
    if (decision.outcome === 'refuse') return refuse(decision.reason, rule);
    const item = toItem(event, policy, selection.data, selection.size);
    for (const lane in policy.missing) move(lane, undefined, 'refused', policy.missing[lane]!, [item.event]);
    if (decision.outcome === 'allow') admit(item, undefined);
    else {
      moveAll(item, undefined, 'held', decision.reason);
      hold.add(item);
      reviewHeld();
    }
    return { outcome: decision.outcome, reason: decision.reason, id: item.event.id };
  }

  function toItem(name: string, policy: EventPolicy, data: TaggedEvent['data'], size: number): Item {
    const time = now();
    const event = tagEvent(createId(), name, policy.rule, manifest.version, policy.consent, data, time);
    return { event, policy, size, since: time };
  }

  function admit(item: Item, from: EventState | undefined): void {
    const { rank, slow } = item.policy;
    moveAll(item, from, 'buffered', 'admitted');
    if (rank >= ENCRYPTED_RANK && !subtle && !hasWarned) {
      hasWarned = true;
      report({ code: 'encryption-unavailable', event: item.event.event });
    }
    if (slow.length > 0) preparing.set(item, prepare(item));
    else pass(item);
  }

  function pass(item: Item): void {
    let last: Lane | undefined;
    // Each lane notes on its own item how the event ends there.
    for (const lane in item.policy.to) {
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
      if (preparing.delete(item)) moveAll(item, 'buffered', 'refused', 'unprotectable');
    }
  }

  function reviewHeld(): void {
    hold.review(({ event }) => {
      const { outcome, reason } = policyFor(event.event)!.decision;
      if (outcome === 'hold') return 'keep';
      return outcome === 'allow' ? 'release' : { refused: reason };
    });
  }

  /** A release names the consent under which it happened. */
  function release(item: Item): void {
    const { event } = item;
    const policy = policyFor(event.event)!;
    const consent = { ...event.consent, released: policy.consent.captured };
    admit({ ...item, policy, event: { ...event, consent } }, 'held');
  }

  /** Gives up what is being protected and is void. */
  function purgePrepared(isVoid: (item: Item) => boolean, reason: string): void {
    for (const item of preparing.keys()) {
      if (!isVoid(item)) continue;
      preparing.delete(item);
      moveAll(item, 'buffered', 'purged', reason);
    }
  }

  return {
    track,
    toReceipt(action) {
      const policy = policyFor(RECEIPT_EVENT);
      if (!policy) return undefined;
      const state = consent.state();
      const { categories, proof } = state;
      const captured = toStamp([], state, state);
      const data: ReceiptData = { action, categories, proof, since: toIso(since) };
      return toItem(RECEIPT_EVENT, { ...policy, consent: { captured } }, data, 0).event;
    },
    sendReceipt(event) {
      const policy = event && policyFor(RECEIPT_EVENT);
      if (policy) admit({ event, policy, size: 0, since: now() }, undefined);
    },
    review() {
      policies.renew();
      since = now();
      purgePrepared(({ event, policy }) => policyFor(event.event)!.generation !== policy.generation, 'withdrawn');
      reviewHeld();
    },
    forget() {
      policies.renew();
      purgePrepared(() => true, 'forgotten');
      hold.forget();
    },
    events: () => [...hold.items(), ...preparing.keys()].map(({ event }) => event),
    prepared: () => Promise.all(preparing.values()),
  };
}
