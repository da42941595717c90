import type { Consent } from '../consent/create-consent.js';
import type { Withdrawals } from '../consent/withdrawals.js';
import type { Collector } from '../delivery/collector.js';
import { chooseEndpoint, type Endpoint } from '../delivery/endpoints.js';
import { decide, type Decision } from '../gate/decide.js';
import type { Environment } from '../instance/environment.js';
import { decidingCategories } from '../manifest/deciding-categories.js';
import type { EventDefinition, Manifest } from '../manifest/manifest.js';
import { findProtected } from '../manifest/protect-fields.js';
import { ENCRYPTED_RANK, TIERS } from '../manifest/vocabulary.js';
import { toStamp } from '../tag/tag-event.js';
import { RECEIPT_EVENT, type TaggedEvent } from '../tag/tagged-event.js';

/** What holds for all events of a rule as long as consent stays as it is. */
export interface EventPolicy {
  readonly rule: EventDefinition;
  readonly decision: Decision;
  /** Changes whenever one of its categories closes: what was admitted under another one is void. */
  readonly generation: number;
  /** The consent categories that can close it. */
  readonly decidingCategories: readonly string[];
  /** The tier's place among the tiers, weakest first. */
  readonly rank: number;
  /** Whether it may lie on the device. */
  readonly isStorable: boolean;
  /** Where it goes: its lanes, and the endpoint of each for now. */
  readonly to: { readonly [lane: string]: Collector };
  /** Where it should go and cannot, and why. */
  readonly missing: { readonly [lane: string]: string };
  /** Fields whose protection takes time. */
  readonly slow: readonly string[];
  readonly consent: TaggedEvent['consent'];
}

export interface Policies {
  /** What holds for an event now; `undefined` where the manifest does not declare it. */
  policyFor(event: string): EventPolicy | undefined;
  /** Consent changed, or the page was activated. */
  renew(): void;
}

export interface PoliciesHost {
  readonly manifest: Manifest;
  /** By lane. */
  readonly endpoints: { readonly [lane: string]: readonly Endpoint[] };
  readonly environment: Pick<Environment, 'isPrerendering' | 'subtle'>;
  readonly consent: Consent;
  readonly withdrawals: Withdrawals;
}

/** No members but its own. Unlike those of `Object.create(null)`, V8 goes over them without making a list of them. */
const createTable = <T>(): { [name: string]: T } => Object.setPrototypeOf({}, null) as { [name: string]: T };

/** Works out once what holds for all events of a name. */
export function createPolicies({ manifest, endpoints, environment, consent, withdrawals }: PoliciesHost): Policies {
  const { isPrerendering, subtle } = environment;
  const { events, receipts } = manifest;
  const receipt: EventDefinition | undefined = receipts && {
    purpose: RECEIPT_EVENT,
    tier: 'pseudonymous',
    basis: 'legal_obligation',
    ...receipts,
  };
  const policies = new Map<string, EventPolicy>();

  function create(rule: EventDefinition): EventPolicy {
    const { basis, categories = [], collectors, region, storage, tier } = rule;
    const state = consent.state();
    const deciding = decidingCategories(rule);
    const rank = TIERS.indexOf(tier);
    const to = createTable<Collector>();
    const missing = createTable<string>();
    for (const name of collectors) {
      const known = endpoints[name];
      const endpoint = known && chooseEndpoint(known, region, consent.region());
      if (endpoint) to[name] = endpoint;
      else missing[name] = known ? 'no-endpoint-in-region' : 'no-collector';
    }
    return {
      rule,
      rank,
      decidingCategories: deciding,
      generation: withdrawals.generation(deciding),
      slow: findProtected(rule),
      decision: decide(rule, state, isPrerendering(), consent.region()),
      // By consent, or because that is strictly necessary; encrypted, only by the keys that consent stands behind.
      isStorable:
        rank >= ENCRYPTED_RANK ? !!subtle && basis === 'consent' : basis === 'consent' || storage === 'necessary',
      to,
      missing,
      consent: { captured: toStamp(categories, state, consent.explain(categories)) },
    };
  }

  return {
    policyFor(name) {
      const known = policies.get(name);
      if (known) return known;
      // Own properties only: the names of every object's members are no events.
      const rule = name === RECEIPT_EVENT ? receipt : Object.hasOwn(events, name) ? events[name] : undefined;
      const policy = rule && create(rule);
      // One of an unknown tier is none: nobody could say how to keep it.
      if (!policy || policy.rank < 0) return undefined;
      policies.set(name, policy);
      return policy;
    },
    renew: () => policies.clear(),
  };
}
