import type { Report } from '../audit/diagnostic.js';
import type { Withdrawals } from '../consent/withdrawals.js';
import type { Lane } from '../delivery/lane.js';
import type { Policies } from '../intake/event-policy.js';
import type { Intake } from '../intake/intake.js';
import type { Manifest } from '../manifest/manifest.js';
import { pseudonymiseSubject } from '../manifest/pseudonymise-subject.js';
import type { EventStore } from '../storage/event-store.js';
import type { Vault } from '../storage/vault.js';
import type { TaggedEvent } from '../tag/tagged-event.js';
import type { Tabs } from './tabs.js';

const FORGOTTEN = 'forgotten';

export interface SubjectRightsHost {
  readonly manifest: Manifest;
  readonly withdrawals: Withdrawals;
  readonly intake: Intake;
  readonly policies: Pick<Policies, 'policyFor'>;
  readonly lanes: { readonly [lane: string]: Lane };
  readonly store: EventStore;
  readonly vault: Vault;
  readonly tabs: Tabs;
  readonly pseudonymise: ((text: string) => Promise<string>) | undefined;
  /** What this page holds in memory. */
  inMemory(): readonly TaggedEvent[];
  /** Deletes everything from the device, for this reason. */
  wipe(reason: string): Promise<void>;
  openStorage(): Promise<void>;
  readonly report: Report;
}

/** What the visitor may ask of this device (GDPR Art. 15 and 17). */
export interface SubjectRights {
  /** What this device holds, each event once: what the open pages have in memory, and what lies on the device. */
  access(): Promise<TaggedEvent[]>;
  /** Voids what was admitted so far, deletes it in every tab, and asks the collectors to erase what they have. */
  forget(subject: { readonly [field: string]: string }): Promise<{ [collector: string]: boolean }>;
}

export function createSubjectRights(host: SubjectRightsHost): SubjectRights {
  const { manifest, withdrawals, intake, policies, lanes, store, vault, tabs, pseudonymise } = host;
  const { inMemory, wipe, openStorage, report } = host;

  async function access(): Promise<TaggedEvent[]> {
    const events = new Map<string, TaggedEvent>();
    for (const event of [...inMemory(), ...(await tabs.askForEvents())]) events.set(event.id, event);
    for (const [key, data] of await store.read()) {
      try {
        // What is not to be had now cannot be gone through either, and is told like what nobody can read.
        for (const event of (await vault.open(data, key))!) events.set(event.id, event);
      } catch {
        report({ code: 'unreadable-record' });
      }
    }
    return structuredClone([...events.values()]);
  }

  /**
   * Of events, those that a collector may have got: it is told of no other. What is held has reached nobody, here or in another
   * tab, and its id is a word about it like any other.
   */
  function findSent(collector: string, events: readonly TaggedEvent[], held: ReadonlySet<string>): string[] {
    const names = Object.keys(manifest.events).filter((name) => manifest.events[name]!.collectors.includes(collector));
    const open = new Set(names.filter((name) => policies.policyFor(name)?.decision.outcome === 'allow'));
    return events.filter(({ id, event }) => open.has(event) && !held.has(id)).map(({ id }) => id);
  }

  async function forget(subject: { readonly [field: string]: string }): Promise<{ [collector: string]: boolean }> {
    const pseudonyms = new Map<string, { readonly [field: string]: string }>();
    const secrets = new Map<string, string | undefined>();
    for (const [collector, lane] of Object.entries(lanes)) {
      // Without consent there is no key that any collector has seen a pseudonym of.
      const isKnown = pseudonymise && withdrawals.granted().length > 0;
      pseudonyms.set(collector, isKnown ? await pseudonymiseSubject(manifest, collector, subject, pseudonymise) : {});
      secrets.set(collector, await lane.secret?.());
    }
    const held = new Set(intake.events().map(({ id }) => id));
    const events = await access();
    withdrawals.renew(Object.keys(manifest.categories));
    tabs.tell({ isForgotten: true });
    intake.forget();
    vault.forget();
    for (const lane of Object.values(lanes)) lane.forget(FORGOTTEN);
    if (withdrawals.granted().length > 0) withdrawals.mark();
    await wipe(FORGOTTEN);
    await openStorage();
    const asked = Object.entries(lanes).map(async ([name, lane]) => {
      const ids = findSent(name, events, held);
      return [name, await lane.erase(ids, pseudonyms.get(name)!, secrets.get(name))] as const;
    });
    return Object.fromEntries(await Promise.all(asked));
  }

  return { access, forget };
}
