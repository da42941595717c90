import { UNROUTED, type EventState, type Ledger } from '../audit/create-ledger.js';
import type { Diagnostic, Report } from '../audit/diagnostic.js';
import type { Consent } from '../consent/create-consent.js';
import type { Collector } from '../delivery/collector.js';
import { chooseEndpoint } from '../delivery/endpoints.js';
import type { Item, EventPolicy } from '../delivery/item.js';
import type { Lane } from '../delivery/lane.js';
import type { Environment } from '../instance/environment.js';
import { decide } from '../gate/decide.js';
import type { HeadgateOptions, Tracked } from '../instance/headgate.js';
import { decidingCategories } from '../manifest/deciding-categories.js';
import type { EventDefinition, FieldValue, Manifest } from '../manifest/manifest.js';
import { findProtected, protectFields, type FieldProtection } from '../manifest/protect-fields.js';
import { selectFields, type Selection } from '../manifest/select-fields.js';
import { TIERS } from '../manifest/vocabulary.js';
import { tagEvent, toIso, toStamp } from '../tag/tag-event.js';
import { RECEIPT_EVENT, type ReceiptData, type TaggedEvent } from '../tag/tagged-event.js';

/** From `track` to the lanes: look up, select, decide, hold, tag, protect. */
export interface Intake {
  track(name: string, data: unknown): Tracked;
  /** What holds for an event now; `undefined` where the manifest does not declare it. */
  policyFor(name: string): EventPolicy | undefined;
  /** Sends a receipt of the consent of this moment. */
  sendReceipt(action: ReceiptData['action']): void;
  /**
   * Asks the gate again for everything that is held or being protected: consent changed, or the page was activated. Or gives
   * all of it up.
   */
  review(isForgotten?: boolean): void;
  /** What is held or being protected. */
  events(): readonly TaggedEvent[];
  /** Resolves when what is being protected now is protected. */
  prepared(): Promise<unknown>;
}

/** What the intake is given. */
export interface IntakeHost {
  readonly options: Pick<HeadgateOptions<Manifest>, 'manifest' | 'hold'>;
  readonly environment: Pick<Environment, 'now' | 'isPrerendering' | 'subtle'>;
  readonly consent: Consent;
  readonly protection: FieldProtection;
  createId(): string;
  readonly move: Ledger['move'];
  readonly report: Report;
}

/** No members but its own. Unlike those of `Object.create(null)`, V8 goes over them without making a list of them. */
const createTable = <T>(): { [name: string]: T } => Object.setPrototypeOf({}, null) as { [name: string]: T };

/** The lanes may be added later: they ask the intake what holds for an event. */
export function createIntake(
  lanes: { readonly [lane: string]: Lane },
  { options, environment, consent, protection, createId, move, report }: IntakeHost,
): Intake {
  const { manifest, hold: { maxEvents = 200, maxBytes = 65_536, maxAge = 1_800_000 } = {} } = options;
  const { now, isPrerendering, subtle } = environment;
  const { events, receipts, version } = manifest;
  const receipt: EventDefinition | undefined = receipts && {
    ...{ purpose: RECEIPT_EVENT, tier: 'pseudonymous', basis: 'legal_obligation' },
    ...receipts,
  };
  const plans = new Map<string, EventPolicy>();
  const preparing = new Map<Item, Promise<void>>();
  let held: Item[] = [];
  let since = now();
  let hasWarned = false;

  function planOf(name: string): EventPolicy | undefined {
    const known = plans.get(name);
    if (known) return known;
    // Own properties only: the names of every object's members are no events.
    const rule = name === RECEIPT_EVENT ? receipt : Object.hasOwn(events, name) ? events[name] : undefined;
    if (!rule) return undefined;
    const { basis, categories = [], collectors, region, storage, tier } = rule;
    const state = consent.state();
    const bound = decidingCategories(rule);
    const rank = TIERS.indexOf(tier);
    const to = createTable<Collector>();
    const missing = createTable<string>();
    for (const name of collectors) {
      const lane = lanes[name];
      const endpoint = lane && chooseEndpoint(lane.endpoints, region, consent.region());
      if (endpoint) to[name] = endpoint;
      else missing[name] = lane ? 'no-endpoint-in-region' : 'no-collector';
    }
    const plan: EventPolicy = {
      ...{ rule, rank, decidingCategories: bound, epoch: consent.epoch(bound), slow: findProtected(rule) },
      decision: decide(rule, state, isPrerendering(), consent.region()),
      // By consent, or because that is strictly necessary; encrypted, only by the keys that consent stands behind.
      isStorable: rank > 1 ? !!subtle && basis === 'consent' : basis === 'consent' || storage === 'necessary',
      ...{ to, missing },
      consent: { captured: toStamp(categories, state, consent.explain(categories)) },
    };
    // One of an unknown tier is none: nobody could say how to keep it.
    if (rank >= 0) plans.set(name, plan);
    return plans.get(name);
  }

  function moveAll({ event, policy: plan }: Item, from: EventState | undefined, to: EventState, reason: string): void {
    for (const lane in plan.to) move(lane, from, to, reason, [event]);
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
    const plan = typeof event === 'string' && event !== RECEIPT_EVENT ? planOf(event) : undefined;
    if (!plan) {
      return refuse('undeclared', { collectors: [UNROUTED] }, { code: 'undeclared-event' });
    }
    const { rule, decision } = plan;
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
    const item = toItem(event, plan, selection.data, selection.size);
    for (const lane in plan.missing) move(lane, undefined, 'refused', plan.missing[lane]!, [item.event]);
    if (decision.outcome === 'allow') admit(item, undefined);
    else {
      moveAll(item, undefined, 'held', decision.reason);
      held.push(item);
      sift();
    }
    return { outcome: decision.outcome, reason: decision.reason, id: item.event.id };
  }

  function toItem(name: string, plan: EventPolicy, data: TaggedEvent['data'], size: number): Item {
    const time = now();
    const event = tagEvent(createId(), name, plan.rule, version, plan.consent, data, time);
    return { event, policy: plan, size, since: time };
  }

  function admit(item: Item, from: EventState | undefined): void {
    const { rank, slow } = item.policy;
    moveAll(item, from, 'buffered', 'admitted');
    if (rank > 1 && !subtle && !hasWarned) {
      hasWarned = true;
      report({ code: 'encryption-unavailable', event: item.event.event });
    }
    if (slow.length) preparing.set(item, prepare(item));
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
    const { event, policy: plan } = item;
    const given = { id: event.id, data: event.data as Record<string, FieldValue> };
    try {
      const protectFor = async (lane: string): Promise<Item> => {
        const recipient = manifest.collectors[lane]!.recipient ?? '';
        const data = await protectFields(plan.rule, plan.slow, given, protection, recipient);
        return { ...item, event: { ...event, data } };
      };
      const ready = await Promise.all(
        Object.keys(plan.to).map(async (lane) => [lane, await protectFor(lane)] as const),
      );
      if (preparing.delete(item)) for (const [lane, protectedItem] of ready) lanes[lane]!.add(protectedItem);
    } catch {
      report({ code: 'protection-failed', event: event.event });
      if (preparing.delete(item)) moveAll(item, 'buffered', 'refused', 'unprotectable');
    }
  }

  /** Goes through what is held: what is too old expires, what is decided goes on or is refused, what is too much is dropped. */
  function sift(isForgotten = false): void {
    // What a callback of the page tracks meanwhile is kept in the new list, not lost with the old one.
    const before = held;
    held = [];
    for (const item of before) {
      const plan = planOf(item.event.event)!;
      const { outcome, reason } = plan.decision;
      if (isForgotten) moveAll(item, 'held', 'purged', 'forgotten');
      else if (now() - item.since > maxAge) moveAll(item, 'held', 'expired', 'hold-age');
      else if (outcome === 'hold') held.push(item);
      else if (outcome === 'refuse') moveAll(item, 'held', 'refused', reason);
      else {
        // A release names the consent under which it happened.
        const { event } = item;
        const consent = { ...event.consent, released: plan.consent.captured };
        admit({ ...item, policy: plan, event: { ...event, consent } }, 'held');
      }
    }
    let bytes = held.reduce((sum, { size }) => sum + size, 0);
    while (held.length > maxEvents || bytes > maxBytes) {
      const oldest = held.shift()!;
      bytes -= oldest.size;
      moveAll(oldest, 'held', 'dropped', 'hold-full');
    }
  }

  return {
    ...{ track, policyFor: planOf },
    sendReceipt(action) {
      const plan = planOf(RECEIPT_EVENT);
      if (!plan) return;
      const state = consent.state();
      const { categories, proof } = state;
      const captured = toStamp([], state, state);
      const data: ReceiptData = { action, categories, proof, since: toIso(since) };
      admit(toItem(RECEIPT_EVENT, { ...plan, consent: { captured } }, data, 0), undefined);
    },
    review(isForgotten) {
      plans.clear();
      since = now();
      for (const item of preparing.keys()) {
        if (!isForgotten && planOf(item.event.event)!.epoch === item.policy.epoch) continue;
        preparing.delete(item);
        moveAll(item, 'buffered', 'purged', isForgotten ? 'forgotten' : 'withdrawn');
      }
      sift(isForgotten);
    },
    events: () => [...held, ...preparing.keys()].map(({ event }) => event),
    prepared: () => Promise.all(preparing.values()),
  };
}
