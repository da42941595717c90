import { createLedger, UNROUTED, type Ledger } from '../audit/create-ledger.js';
import { createConsent } from '../consent/create-consent.js';
import { createWithdrawals } from '../consent/withdrawals.js';
import { createLane } from '../delivery/create-lane.js';
import type { Lane } from '../delivery/lane.js';
import { createPolicies } from '../intake/event-policy.js';
import { createIntake } from '../intake/intake.js';
import { createReceipts } from '../intake/receipts.js';
import { decidingCategories } from '../manifest/deciding-categories.js';
import type { Manifest } from '../manifest/manifest.js';
import { createProtect } from '../safety/protect.js';
import { withoutPrototypes } from '../safety/without-prototypes.js';
import { createEventStore } from '../storage/create-event-store.js';
import type { RemovedChunk } from '../storage/event-store.js';
import { createVault } from '../storage/vault.js';
import { createUuidV7 } from '../tag/create-uuid-v7.js';
import { RECEIPT_EVENT, type TaggedEvent } from '../tag/tagged-event.js';
import { createSubjectRights } from './access-and-forget.js';
import { toApplicationEnvironment, type Environment } from './environment.js';
import type { Headgate, Status, Tracked } from './headgate.js';
import { createReporter, type Reporter } from './create-reporter.js';
import { createConsentChange } from './on-consent-change.js';
import { openLanes } from './open-lanes.js';
import type { HeadgateOptions } from './options.js';
import { createPageLifecycle } from './page-lifecycle.js';
import { createTabs, type TabMessage } from './tabs.js';

/** When the keys of the store are looked through, for expiry and limits, after the first grant on a page, in milliseconds. */
const SWEEP_DELAY = 5_000;
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
  { report, onTracked, problems }: Reporter,
  refusal?: Tracked['reason'],
): Headgate {
  const { onAudit, onConsent } = options;
  // What page scripts put on the prototypes of objects is no part of it.
  const manifest = withoutPrototypes(options.manifest);
  const environment = toApplicationEnvironment(surroundings, manifest.id);
  const { now, after, isPrerendering, subtle, readMark, writeMark } = environment;
  const protect = createProtect(report);
  const createId = createUuidV7(environment);
  const page = createId();
  const rules = Object.values(manifest.events);
  const necessary = rules.filter(({ storage }) => storage === 'necessary');
  const ledger = createLedger(now, onAudit && protect(onAudit));
  const listeners = new Set(onConsent && [protect(onConsent)]);
  const receipts = createReceipts(manifest.version);
  const lanes: { [lane: string]: Lane } = Object.create(null);
  /** The lanes by their names on the device. */
  const stored = new Map<string, string>();
  const eachLane = (use: (lane: Lane) => void): void => Object.values(lanes).forEach(use);
  let isSwept = false;
  let refused = refusal;

  const inMemory = (): readonly TaggedEvent[] => [
    ...intake.events(),
    ...Object.values(lanes).flatMap((lane) => lane.events()),
  ];
  const tabs = createTabs({ environment, protect, createId, events: inMemory, onTabMessage });
  const withdrawals = createWithdrawals({
    categories: Object.keys(manifest.categories),
    createId,
    readMark,
    writeMark,
    tellClosed: (closed) => {
      tabs.join();
      tabs.tell({ closed });
    },
    contestable: new Set(rules.filter(({ basis }) => basis === 'legitimate_interests').flatMap(decidingCategories)),
    objectable: new Set(necessary.flatMap(decidingCategories)),
  });
  const consent = createConsent(manifest, options.consent ?? [], options.region, report, protect, withdrawals);
  const store = createEventStore({ environment, withdrawals, page, createId, limits: options.buffer, onStorageHealth });
  const vault = createVault(environment, store);
  const pseudonymise = subtle && ((text: string) => vault.pseudonymise(text, withdrawals.granted().length > 0));
  const policies = createPolicies({ manifest, lanes, environment, consent, withdrawals });
  const intake = createIntake({
    options: { ...options, manifest },
    environment,
    lanes,
    policies,
    consent,
    protection: { seal: options.seal, pseudonymise },
    createId,
    move,
    report,
  });
  withdrawals.onChange(
    createConsentChange({
      consent,
      withdrawals,
      intake,
      vault,
      receipts,
      eachLane,
      wipe,
      // In a task of its own: opening the database would cost the page's start-up.
      openStorage: () => void after(0, () => void protect(openStorage)()),
      listeners,
    }),
  );
  const rights = createSubjectRights({
    manifest,
    withdrawals,
    intake,
    lanes,
    store,
    vault,
    tabs,
    pseudonymise,
    inMemory,
    countRemoved,
    openStorage,
    report,
  });
  const lifecycle = createPageLifecycle({ environment, protect, withdrawals, store, tabs, eachLane, start, flush });
  openLanes(options.collectors, manifest, report, (name, storedAs, endpoints) => {
    ledger.open(name);
    stored.set(storedAs, name);
    lanes[name] = createLane(name, endpoints, {
      environment,
      storedAs,
      options,
      store,
      vault,
      withdrawals,
      policies,
      mayRead: () => !refused && store.isAwake() && (necessary.length > 0 || withdrawals.granted().length > 0),
      isBehind: () => lifecycle.isBehind(),
      countRemoved,
      move,
      tabs,
      report,
    });
  });

  function move(...[lane, from, to, reason, events]: Parameters<Ledger['move']>): void {
    ledger.move(lane, from, to, reason, events);
    // The collector has the receipt: no later page makes it again.
    if (to === 'delivered' && (events as readonly TaggedEvent[]).some(({ event }) => event === RECEIPT_EVENT)) {
      const known = receipts.current();
      if (known) void store.enter((_store, control, done) => done(void (control.receipt = known)));
    }
  }

  /** Counts events of chunks that were removed unread. */
  function countRemoved(removed: readonly RemovedChunk[]): void {
    for (const [[storedAs, , id, , count, , , by], state, reason] of removed) {
      const lane = stored.get(storedAs);
      // That of another application, which counts it itself.
      if (lane === undefined) continue;
      if (by === page) lanes[lane]?.end([id], state, reason);
      else {
        move(lane, undefined, state, reason, count);
        tabs.tell({ ended: [lane, [id], state, reason] });
      }
    }
  }

  function wipe(): void {
    void store.wipe().then(({ removed }) => countRemoved(removed));
  }

  function onTabMessage({ closed, opened, ended, isForgotten }: TabMessage): void {
    if (closed) withdrawals.applyWithdrawals(closed);
    if (opened) withdrawals.reopen(opened);
    if (ended) lanes[ended[0]]?.end(ended[1], ended[2], ended[3]);
    if (!isForgotten) return;
    intake.forget();
    eachLane((lane) => lane.forget('forgotten'));
  }

  /** Storage failed, or may work again. */
  function onStorageHealth(isFailure: boolean): void {
    if (refused) return;
    if (isFailure) report({ code: 'storage-failed' });
    else wipe();
    eachLane((lane) => lane.resume());
  }

  /** A consent gets one receipt: none again on later pages, once a collector has it. */
  async function openStorage(): Promise<void> {
    if (withdrawals.granted().length === 0 || refused) return;
    tabs.join();
    const known = await store.enter<string | undefined>((_store, control, done) => done(control.receipt));
    tabs.tell({ opened: withdrawals.granted() });
    // A backlog can wait until the page has started.
    eachLane((lane) => lane.resume());
    if (!isSwept)
      after(SWEEP_DELAY, () => void (refused ?? store.sweep().then(({ removed }) => countRemoved(removed))));
    isSwept = true;
    if (withdrawals.granted().length > 0 && receipts.isNewGrant(consent.state(), known)) intake.sendReceipt('granted');
  }

  function start(): void {
    consent.start();
    intake.review();
    // Where memory may hold something without consent, other tabs have to be able to ask for it and to silence it.
    if (rules.some(({ basis }) => basis !== 'consent')) tabs.join();
    after(0, () => {
      // What the last page could not finish.
      if (readMark()) wipe();
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
      onTracked({ name, data, tracked });
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
      const { removed } = await store.wipe();
      countRemoved(removed);
    },
    access: rights.access,
    forget: async (subject = {}) => (await protect(rights.forget)(subject)) ?? {},
    onConsent(listener) {
      const onState = protect(listener);
      listeners.add(onState);
      onState(consent.state());
      return () => void listeners.delete(onState);
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
