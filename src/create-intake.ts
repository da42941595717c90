import type { EventState, Ledger } from './audit/create-ledger.js';
import type { Report } from './audit/diagnostic.js';
import type { Consent } from './consent/create-consent.js';
import type { Environment } from './environment.js';
import { createHold, type HoldLimits } from './gate/create-hold.js';
import { decide, type Decision } from './gate/decide.js';
import type { Tracked } from './headgate.js';
import { boundCategories } from './manifest/bound-categories.js';
import type { EventDefinition, Manifest } from './manifest/manifest.js';
import { findProtected, protectFields, type FieldProtection } from './manifest/protect-fields.js';
import { TIERS } from './manifest/tiers.js';
import { selectFields } from './manifest/select-fields.js';
import type { Tagger } from './tag/create-tagger.js';
import type { TaggedEvent } from './tag/tagged-event.js';

/** An event on its way to the outbox. */
export interface Candidate {
  readonly event: TaggedEvent;
  readonly rule: EventDefinition;
  readonly size: number;
  readonly since: number;
}

/** An event that the gate let through, under the epoch of that moment. */
export interface Admitted extends Candidate {
  readonly epoch: number;
}

/** From `track` to the outbox: look up, select, decide, hold, tag, protect. */
export interface Intake {
  track(name: string, data: unknown): Tracked;
  /** Lets an event of our own through, such as a receipt. */
  admit(candidate: Candidate): void;
  /** Asks the gate again for everything that is held or being protected: consent changed, or the page was activated. */
  review(): void;
  /** What is held or being protected. */
  held(): readonly TaggedEvent[];
  /** Resolves when what is being protected now is protected. */
  prepared(): Promise<void>;
  /** Forgets what is held. */
  clear(): void;
}

interface Dependencies {
  readonly manifest: Manifest;
  readonly environment: Pick<Environment, 'now' | 'isPrerendering'>;
  readonly consent: Consent;
  readonly tagger: Tagger;
  readonly ledger: Ledger;
  readonly hold: HoldLimits;
  readonly protection: FieldProtection;
  readonly report: Report;
  /** Whether a lane has a collector that the manifest describes. */
  readonly hasLane: (lane: string) => boolean;
  /** Hands an event to the outbox. */
  readonly release: (admitted: Admitted, lane: string) => void;
}

interface Plan {
  readonly lanes: readonly string[];
  /** Collectors that the manifest names and the page has not set up. */
  readonly missing: readonly string[];
  /** Fields whose protection takes time. */
  readonly names: readonly string[];
}

/** The name under which undeclared events are counted: they belong to no lane. */
export const UNROUTED = '';
/** About what the metadata of an event add to its data. */
const METADATA_SIZE = 500;

export function createIntake(dependencies: Dependencies): Intake {
  const { manifest, environment, consent, tagger, ledger, protection, report, hasLane, release } = dependencies;
  const hold = createHold<Candidate>(dependencies.hold, environment.now);
  const preparing = new Map<Admitted, Promise<void>>();

  const plans = new Map<EventDefinition, Plan>();

  /** What is the same for all events of a rule, found out once. */
  function planOf(rule: EventDefinition): Plan {
    let plan = plans.get(rule);
    if (!plan) {
      const { collectors } = rule;
      plan = {
        lanes: collectors.filter(hasLane),
        missing: collectors.filter((lane) => !hasLane(lane)),
        names: findProtected(rule),
      };
      plans.set(rule, plan);
    }
    return plan;
  }

  function move({ rule, event }: Candidate, from: EventState | undefined, to: EventState, reason: string): void {
    for (const lane of planOf(rule).lanes) ledger.move(lane, from, to, reason, [event]);
  }

  function refuse(name: string, rule: EventDefinition, reason: Tracked['reason']): Tracked {
    for (const lane of rule.collectors) ledger.move(lane, undefined, 'refused', reason, 1);
    if (reason === 'invalid') report({ code: 'invalid-field', event: name });
    return { outcome: 'refuse', reason };
  }

  const ask = (rule: EventDefinition): Decision => decide(rule, consent.state(), environment.isPrerendering());

  function track(name: string, data: unknown): Tracked {
    const rule = findRule(manifest, name);
    if (!rule) {
      ledger.move(UNROUTED, undefined, 'refused', 'undeclared', 1);
      report({ code: 'undeclared-event' });
      return { outcome: 'refuse', reason: 'undeclared' };
    }
    const selection = selectSafely(rule, data);
    if (!selection || selection.invalid !== undefined) return refuse(name, rule, 'invalid');
    if (selection.hasUndeclared) report({ code: 'undeclared-field', event: name });

    const decision = ask(rule);
    if (decision.outcome === 'refuse') return refuse(name, rule, decision.reason);

    const event = tagger.tag(name, rule, selection.data);
    for (const lane of planOf(rule).missing) ledger.move(lane, undefined, 'refused', 'no-collector', [event]);
    const candidate = { event, rule, size: selection.size, since: environment.now() };
    if (decision.outcome === 'allow') admit(candidate, undefined);
    else {
      move(candidate, undefined, 'held', decision.reason);
      expireHeld(() => true);
      for (const gone of hold.keep(candidate)) move(gone, 'held', 'dropped', 'hold-full');
    }
    return { ...decision, id: event.id };
  }

  function expireHeld(stays: (candidate: Candidate) => boolean): void {
    for (const gone of hold.review(stays)) move(gone, 'held', 'expired', 'hold-age');
  }

  function admit(candidate: Candidate, from: EventState | undefined): void {
    const { rule } = candidate;
    const admitted = {
      ...candidate,
      size: candidate.size + METADATA_SIZE,
      epoch: consent.epoch(boundCategories(rule)),
    };
    const { names } = planOf(rule);
    move(candidate, from, 'buffered', 'admitted');
    if (names.length) preparing.set(admitted, prepare(admitted, names));
    else pass(admitted);
  }

  function pass(admitted: Admitted): void {
    for (const lane of planOf(admitted.rule).lanes) release({ ...admitted }, lane);
  }

  /** Protects the fields that take time. Until that is done, the event stays here, and a withdrawal finds it. */
  async function prepare(admitted: Admitted, names: readonly string[]): Promise<void> {
    const { event, rule } = admitted;
    try {
      const data = await protectFields(rule, names, event.data as Record<string, string>, protection);
      if (preparing.delete(admitted)) pass({ ...admitted, event: { ...event, data } });
    } catch {
      report({ code: 'protection-failed', event: event.event });
      if (preparing.delete(admitted)) move(admitted, 'buffered', 'refused', 'unprotectable');
    }
  }

  /** What stays held; the rest goes on or is refused. A release names the consent under which it happened. */
  function reviewHeld(candidate: Candidate): boolean {
    const { outcome, reason } = ask(candidate.rule);
    if (outcome === 'hold') return true;
    if (outcome === 'refuse') move(candidate, 'held', 'refused', reason);
    else {
      const { event, rule } = candidate;
      admit({ ...candidate, event: { ...event, consent: { ...event.consent, released: tagger.stamp(rule) } } }, 'held');
    }
    return false;
  }

  function reviewPreparing(stays: (admitted: Admitted) => boolean, reason: string): void {
    for (const admitted of preparing.keys()) {
      if (stays(admitted)) continue;
      preparing.delete(admitted);
      move(admitted, 'buffered', 'purged', reason);
    }
  }

  return {
    track,
    admit: (candidate) => admit(candidate, undefined),
    review() {
      expireHeld(reviewHeld);
      reviewPreparing((admitted) => isCurrent(admitted, consent), 'withdrawn');
    },
    clear() {
      hold.review((candidate) => {
        move(candidate, 'held', 'purged', 'forgotten');
        return false;
      });
      reviewPreparing(() => false, 'forgotten');
    },
    held: () => [...hold.entries(), ...preparing.keys()].map(({ event }) => event),
    async prepared() {
      await Promise.all(preparing.values());
    },
  };
}

/** An event's definition, own properties only. One of an unknown tier is none: nobody could say how to keep it. */
export function findRule(manifest: Manifest, name: string): EventDefinition | undefined {
  const rule = typeof name === 'string' && Object.hasOwn(manifest.events, name) ? manifest.events[name] : undefined;
  return rule && TIERS.includes(rule.tier) ? rule : undefined;
}

/** Whether an admitted event may still have an effect: the gate allows it now, and no withdrawal came between. */
export function isCurrent(
  { rule, epoch }: { readonly rule: EventDefinition; readonly epoch: number },
  consent: Pick<Consent, 'state' | 'epoch'>,
): boolean {
  return epoch === consent.epoch(boundCategories(rule)) && decide(rule, consent.state()).outcome === 'allow';
}

/** Reading what the page passed can run the page's code, which may throw. */
function selectSafely(rule: EventDefinition, data: unknown): ReturnType<typeof selectFields> | undefined {
  try {
    return selectFields(rule.fields ?? {}, data);
  } catch {
    return undefined;
  }
}
