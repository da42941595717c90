import { UNROUTED, type EventState, type Ledger } from '../audit/create-ledger.js';
import type { Diagnostic, Report } from '../audit/diagnostic.js';
import type { Consent } from '../consent/create-consent.js';
import type { Item } from '../delivery/item.js';
import type { Environment } from '../instance/environment.js';
import type { Tracked } from '../instance/headgate.js';
import type { HeadgateOptions } from '../instance/options.js';
import type { EventDefinition, Manifest } from '../manifest/manifest.js';
import { selectFields, type Selection } from '../manifest/select-fields.js';
import { tagEvent, toIso, toStamp } from '../tag/tag-event.js';
import { RECEIPT_EVENT, type ReceiptData, type TaggedEvent } from '../tag/tagged-event.js';
import type { EventPolicy, Policies } from './event-policy.js';
import { createHold } from './hold.js';
import { moveItem } from './move-item.js';

/** From `track` to the lanes: look up, select, decide, hold, tag. */
export interface Intake {
  track(name: string, data: unknown): Tracked;
  /** Makes a receipt of the consent of this moment, where the manifest asks for one. */
  toReceipt(action: ReceiptData['action']): TaggedEvent | undefined;
  /** Sends a receipt, one of an earlier page too. */
  sendReceipt(receipt: TaggedEvent | undefined): void;
  /** Asks the gate again for everything that is not in a lane yet: consent changed, or the page was activated. */
  review(): void;
  /** Gives up everything that is not in a lane yet. */
  forget(): void;
  /** What is held. */
  events(): readonly TaggedEvent[];
}

/** What the intake is given. */
export interface IntakeHost {
  readonly manifest: Manifest;
  readonly options: Pick<HeadgateOptions<Manifest>, 'hold'>;
  readonly environment: Pick<Environment, 'now'>;
  readonly policies: Policies;
  readonly consent: Consent;
  createId(): string;
  readonly move: Ledger['move'];
  readonly report: Report;
  /** The gate has let an event through. */
  onAdmitted(item: Item): void;
  /** What was let through, is in no lane yet and is void is to be given up. */
  onReview(isVoid: (item: Item) => boolean, reason: string): void;
}

export function createIntake(host: IntakeHost): Intake {
  const { manifest, environment, policies, consent, createId, move, report, onAdmitted, onReview } = host;
  const { now } = environment;
  const { policyFor } = policies;
  /** Since when consent is as it is, in epoch milliseconds. */
  let since = now();

  const hold = createHold(host.options.hold ?? {}, now, release, (item, state, reason) =>
    moveItem(move, item, 'held', state, reason),
  );

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
      moveItem(move, item, undefined, 'held', decision.reason);
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
    moveItem(move, item, from, 'buffered', 'admitted');
    onAdmitted(item);
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
      onReview(({ event, policy }) => policyFor(event.event)!.generation !== policy.generation, 'withdrawn');
      reviewHeld();
    },
    forget() {
      policies.renew();
      onReview(() => true, 'forgotten');
      hold.forget();
    },
    events: () => hold.items().map(({ event }) => event),
  };
}
