import type { Told } from '../audit/debugging.js';
import type { Report } from '../audit/diagnostic.js';
import type { Ledger } from '../audit/create-ledger.js';
import type { Consent } from '../consent/create-consent.js';
import type { Withdrawals } from '../consent/withdrawals.js';
import { createLane } from '../delivery/create-lane.js';
import type { Endpoint } from '../delivery/endpoints.js';
import type { Lane } from '../delivery/lane.js';
import type { Policies } from '../intake/event-policy.js';
import type { Intake } from '../intake/intake.js';
import { createPreparation, type Preparation } from '../intake/preparation.js';
import type { Receipts } from '../intake/receipts.js';
import type { Manifest } from '../manifest/manifest.js';
import { toSecretText } from '../manifest/pseudonymise-subject.js';
import type { Protect } from '../safety/protect.js';
import { createEventStore } from '../storage/create-event-store.js';
import { createVault } from '../storage/vault.js';
import { RECEIPT_EVENT, type TaggedEvent } from '../tag/tagged-event.js';
import { createSubjectRights, type SubjectRights } from './access-and-forget.js';
import { createDevice } from './device.js';
import type { ApplicationEnvironment } from './environment.js';
import type { HeadgateOptions } from './options.js';
import type { TabMessage, Tabs } from './tabs.js';

/** What the gate lends to its engine. */
export interface EngineHost {
  readonly manifest: Manifest;
  readonly options: HeadgateOptions<Manifest>;
  readonly environment: ApplicationEnvironment;
  /** The page's own id. */
  readonly page: string;
  /** By lane. */
  readonly endpoints: { readonly [lane: string]: readonly Endpoint[] };
  readonly protect: Protect;
  readonly report: Report;
  readonly tell: (told: Told) => void;
  readonly move: Ledger['move'];
  createId(): string;
  readonly receipts: Receipts;
  readonly tabs: Tabs;
  readonly withdrawals: Withdrawals;
  readonly consent: Consent;
  readonly policies: Policies;
  readonly intake: Intake;
  /** What this page holds in memory. */
  inMemory(): readonly TaggedEvent[];
  /** Whether the instance refuses everything, and leaves the device alone. */
  isRefusing(): boolean;
  /** Whether the page has come back and does not know yet what was withdrawn meanwhile. */
  isBehind(): boolean;
}

/**
 * All that an event needs once it may have an effect: protections, buffer, delivery, and what the visitor may ask of the
 * device. A visitor who never agrees does not load it.
 */
export interface Engine extends SubjectRights, Pick<Preparation, 'add' | 'purge'> {
  /** Looks after what lies on the device. `hasClosed`: consent closed while there was no engine. */
  begin(hasClosed: boolean): void;
  /** What is being protected, or in a lane. */
  events(): readonly TaggedEvent[];
  eachLane(use: (lane: Lane) => void): void;
  /** Counts events of this page that another tab ended. */
  endElsewhere(ended: NonNullable<TabMessage['ended']>): void;
  /** Something is granted: opens the device, in a task of its own. */
  open(): void;
  /** Consent closed: gives up what is void, and deletes it from the device. */
  close(): void;
  /** Asks the device what other tabs have withdrawn. Returns whether it answered. */
  agree(): Promise<boolean>;
  /** One attempt to write and send all that waits. */
  flush(): Promise<void>;
  /** The same after all that was begun, and what is void is deleted. */
  finish(): Promise<void>;
}

/** The file that it comes in. */
export interface EngineModule {
  createEngine(host: EngineHost): Engine;
}

export function createEngine(host: EngineHost): Engine {
  const { manifest, options, environment, endpoints, withdrawals, protect } = host;
  const { after, subtle, readMark } = environment;
  const rules = Object.values(manifest.events);
  const hasNecessary = rules.some(({ storage }) => storage === 'necessary');
  const lanes: { [lane: string]: Lane } = Object.create(null);
  /** The lanes by their names on the device. */
  const stored = new Map<string, string>();
  const eachLane = (use: (lane: Lane) => void): void => Object.values(lanes).forEach(use);
  const shared = { ...host, move, lanes, stored, eachLane };
  const store = createEventStore({ ...shared, onStorageHealth: (isFailure) => device.onStorageHealth(isFailure) });
  const vault = createVault(environment, store);
  const pseudonymise = subtle && ((text: string) => vault.pseudonymise(text, withdrawals.granted().length > 0));
  const protection = { seal: options.seal, pseudonymise };
  const preparation = createPreparation({ ...shared, protection });
  const device = createDevice({ ...shared, store });
  const { wipe, openStorage } = device;
  const rights = createSubjectRights({ ...shared, ...device, store, vault, pseudonymise });
  let isOpening = false;

  for (const name of Object.keys(endpoints)) {
    const { recipient = '', subject } = manifest.collectors[name]!;
    // With the recipient, so that a collector of the same name in another application is another one.
    const storedAs = `${name}\n${recipient}`;
    stored.set(storedAs, name);
    lanes[name] = createLane(name, endpoints[name]!, {
      ...shared,
      ...device,
      store,
      vault,
      storedAs,
      secret: subject && pseudonymise && (async () => secretOf(recipient, name)),
      mayRead: () => !host.isRefusing() && store.isAwake() && (hasNecessary || withdrawals.granted().length > 0),
    });
  }

  function move(...[lane, from, to, reason, events]: Parameters<Ledger['move']>): void {
    host.move(lane, from, to, reason, events);
    // The collector has the receipt: no later page sends it again.
    if (to === 'delivered' && (events as readonly TaggedEvent[]).some(({ event }) => event === RECEIPT_EVENT)) {
      const known = host.receipts.current();
      if (!known) return;
      void store.enterFirst((_store, control, done) => {
        control.receipt = known;
        delete control.pending;
        done();
      });
    }
  }

  /** Without consent the device keeps no key that it could be known by again. */
  async function secretOf(recipient: string, collector: string): Promise<string | undefined> {
    return withdrawals.granted().length > 0 ? pseudonymise!(toSecretText(recipient, collector)) : undefined;
  }

  /** In a task of its own: opening the database would cost the page's start-up. */
  function open(): void {
    if (isOpening) return;
    isOpening = true;
    after(0, () => {
      isOpening = false;
      void protect(openStorage)();
    });
  }

  async function flush(): Promise<void> {
    await Promise.all(Object.values(lanes).map((lane) => lane.flush()));
  }

  return {
    ...rights,
    add: preparation.add,
    purge: preparation.purge,
    eachLane,
    open,
    flush,
    agree: store.agree,
    events: () => [...preparation.events(), ...Object.values(lanes).flatMap((lane) => lane.events())],
    endElsewhere: ([lane, ...ended]) => lanes[lane]?.end(...ended),
    begin(hasClosed) {
      open();
      after(0, () => {
        // What the last page could not finish, or this one until now.
        if (readMark() || hasClosed) void wipe();
        if (hasNecessary) eachLane((lane) => lane.resume());
      });
    },
    close() {
      // The keys die with the consent that they were made under.
      if (withdrawals.granted().length === 0) vault.forget();
      eachLane((lane) => lane.purge('withdrawn'));
      void wipe();
    },
    async finish() {
      store.wake();
      await preparation.prepared();
      await flush();
      await wipe();
    },
  };
}
