import { createLedger, UNROUTED, type AuditEntry, type Ledger } from '../audit/create-ledger.js';
import { createConsent } from '../consent/create-consent.js';
import { createWithdrawals } from '../consent/withdrawals.js';
import { createLane } from '../delivery/create-lane.js';
import type { Lane } from '../delivery/lane.js';
import { createPolicies } from '../intake/event-policy.js';
import { createIntake } from '../intake/intake.js';
import { createReceipts } from '../intake/receipts.js';
import type { Manifest } from '../manifest/manifest.js';
import { toSecretText } from '../manifest/pseudonymise-subject.js';
import { createProtect } from '../safety/protect.js';
import { withoutPrototypes } from '../safety/without-prototypes.js';
import type { Epochs } from '../storage/chunk.js';
import { createEventStore } from '../storage/create-event-store.js';
import { createVault } from '../storage/vault.js';
import { createUuidV7 } from '../tag/create-uuid-v7.js';
import { RECEIPT_EVENT, type TaggedEvent } from '../tag/tagged-event.js';
import { createSubjectRights } from './access-and-forget.js';
import { createDevice } from './device.js';
import { toApplicationEnvironment, type Environment } from './environment.js';
import type { Headgate, Status, Tracked } from './headgate.js';
import { createReporter, type Reporter } from './create-reporter.js';
import { createConsentChange } from './on-consent-change.js';
import { openLanes } from './open-lanes.js';
import type { HeadgateOptions } from './options.js';
import { createPageLifecycle } from './page-lifecycle.js';
import { createTabs, type TabMessage } from './tabs.js';

/** What a page gets whose set-up is wrong: everything is refused, nothing breaks. */
const NOTHING: Manifest = { version: '', categories: {}, collectors: {}, events: {} };

/**
 * Puts the stages together and starts listening: consent sources → withdrawals, `track` → intake (manifest, gate, hold, tag) →
 * lanes (storage, collectors). The only place that knows all of them. A set-up that is wrong gives an instance that refuses
 * every event and says so once.
 */
export function assemble(
  options: HeadgateOptions<Manifest>,
  environment: Environment,
  reporter: Reporter = createReporter(options),
): Headgate {
  try {
    return assembleFor(options, environment, reporter);
  } catch {
    reporter.report({ code: environment.hasPage === false ? 'no-page' : 'misconfigured' });
    return assembleFor({ manifest: NOTHING, collectors: {} }, environment, reporter, 'misconfigured');
  }
}

function assembleFor(
  options: HeadgateOptions<Manifest>,
  surroundings: Environment,
  { report, tell, watchers, problems }: Reporter,
  refusal?: Tracked['reason'],
): Headgate {
  // What page scripts put on the prototypes of objects is no part of it.
  const manifest = withoutPrototypes(options.manifest);
  const environment = toApplicationEnvironment(surroundings, manifest.id);
  const { after, isPrerendering, subtle, readMark } = environment;
  const protect = createProtect(report);
  const createId = createUuidV7(environment);
  const page = createId();
  const rules = Object.values(manifest.events);
  const necessary = rules.filter(({ storage }) => storage === 'necessary');
  const audits = new Set<(entry: AuditEntry) => void>(options.onAudit && [protect(options.onAudit)]);
  const ledger = createLedger(environment.now, audits);
  const listeners = new Set(options.onConsent && [protect(options.onConsent)]);
  const receipts = createReceipts(manifest.version);
  const lanes: { [lane: string]: Lane } = Object.create(null);
  /** The lanes by their names on the device. */
  const stored = new Map<string, string>();
  const eachLane = (use: (lane: Lane) => void): void => Object.values(lanes).forEach(use);
  let refused = refusal;

  const inMemory = (): readonly TaggedEvent[] => [
    ...intake.events(),
    ...Object.values(lanes).flatMap((lane) => lane.events()),
  ];
  /** What all stages share, each by a type as narrow as it needs. */
  const shared = {
    eachLane,
    move,
    manifest,
    options,
    environment,
    page,
    lanes,
    protect,
    receipts,
    report,
    tell,
    createId,
  };
  const tabs = createTabs({ ...shared, events: inMemory, onTabMessage });
  const tellClosed = (closed: Epochs): void => {
    tabs.join();
    tabs.tell({ closed });
  };
  const withdrawals = createWithdrawals({ ...environment, ...shared, tellClosed });
  const consent = createConsent(manifest, options.consent ?? [], options.region, report, protect, withdrawals);
  const store = createEventStore({ ...shared, withdrawals, onStorageHealth });
  const vault = createVault(environment, store);
  const pseudonymise = subtle && ((text: string) => vault.pseudonymise(text, withdrawals.granted().length > 0));
  /** With what knows of consent and of the device. */
  const stages = { ...shared, consent, store, vault, tabs, withdrawals };
  const policies = createPolicies(stages);
  const protection = { seal: options.seal, pseudonymise };
  const intake = createIntake({ ...stages, policies, protection });
  const device = createDevice({ ...stages, intake, stored, isRefusing: () => !!refused });
  const { openStorage, wipe } = device;
  // In a task of its own: opening the database would cost the page's start-up.
  const openSoon = (): void => void after(0, () => void protect(openStorage)());
  withdrawals.onChange(createConsentChange({ ...stages, intake, wipe, openStorage: openSoon, listeners }));
  const rights = createSubjectRights({ ...stages, ...device, intake, pseudonymise, inMemory });
  const lifecycle = createPageLifecycle({ ...stages, start, flush });
  openLanes(options.collectors, manifest, report, (name, storedAs, endpoints) => {
    ledger.open(name);
    stored.set(storedAs, name);
    const { recipient = '', subject } = manifest.collectors[name]!;
    lanes[name] = createLane(name, endpoints, {
      ...stages,
      ...device,
      storedAs,
      policies,
      secret: subject && pseudonymise && (async () => secretOf(recipient, name)),
      mayRead: () => !refused && store.isAwake() && (necessary.length > 0 || withdrawals.granted().length > 0),
      isBehind: lifecycle.isBehind,
    });
  });

  function move(...[lane, from, to, reason, events]: Parameters<Ledger['move']>): void {
    ledger.move(lane, from, to, reason, events);
    // The collector has the receipt: no later page sends it again.
    if (to === 'delivered' && (events as readonly TaggedEvent[]).some(({ event }) => event === RECEIPT_EVENT)) {
      const known = receipts.current();
      if (!known) return;
      void store.enter((_store, control, done) => {
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

  function onStorageHealth(isFailure: boolean): void {
    device.onStorageHealth(isFailure);
  }

  function onTabMessage({ closed, opened, ended, isForgotten }: TabMessage): void {
    if (closed) withdrawals.applyWithdrawals(closed);
    if (opened) withdrawals.reopen(opened);
    if (ended) lanes[ended[0]]?.end(ended[1], ended[2], ended[3]);
    if (!isForgotten) return;
    intake.forget();
    eachLane((lane) => lane.forget('forgotten'));
  }

  function start(): void {
    consent.start();
    intake.review();
    // Where memory may hold something without consent, other tabs have to be able to ask for it and to silence it.
    if (rules.some(({ basis }) => basis !== 'consent')) tabs.join();
    after(0, () => {
      // What the last page could not finish.
      if (readMark()) void wipe();
      if (necessary.length > 0) eachLane((lane) => lane.resume());
    });
  }

  function track(name: string, data: unknown): Tracked {
    try {
      if (!refused) return intake.track(name, data);
      ledger.move(UNROUTED, undefined, 'refused', refused, 1);
    } catch {
      report({ code: 'internal-error' });
    }
    return { outcome: 'refuse', reason: refused ?? 'error' };
  }

  async function flush(): Promise<void> {
    await Promise.all(Object.values(lanes).map((lane) => lane.flush()));
  }

  // On a server it throws: what is made there refuses everything.
  if (!refused) lifecycle.begin();

  return {
    manifest,
    track(name: string, data?: unknown) {
      const tracked = track(name, data);
      tell({ name, data, tracked });
      return tracked;
    },
    consent: consent.state,
    status(): Status {
      const { [UNROUTED]: unrouted, ...collectors } = ledger.read();
      return { collectors, unrouted: unrouted!, problems: problems() };
    },
    async flush() {
      // A prerendered page has nothing that can be done now.
      if (refused || isPrerendering()) return;
      store.wake();
      await lifecycle.caughtUp();
      await intake.prepared();
      await flush();
      await wipe();
    },
    access: rights.access,
    forget: async (subject = {}) => (await protect(rights.forget)(subject)) ?? {},
    onConsent(listener) {
      const onState = protect(listener);
      listeners.add(onState);
      onState(consent.state());
      return () => void listeners.delete(onState);
    },
    watch(listener) {
      // A fault of the tool is not told to the tool again.
      const onTold = createProtect(() => {})(listener);
      watchers.add(onTold);
      audits.add(onTold);
      return {
        readings: consent.readings,
        stop() {
          watchers.delete(onTold);
          audits.delete(onTold);
        },
      };
    },
    stop() {
      refused ??= 'stopped';
      lifecycle.stop();
      consent.stop();
      eachLane((lane) => lane.stop());
      tabs.leave();
    },
  };
}
