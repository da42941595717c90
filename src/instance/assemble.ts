import { createLedger, UNROUTED, type EventState, type Ledger } from '../audit/create-ledger.js';
import type { Diagnostic, Report } from '../audit/diagnostic.js';
import type { ChunkKey, Epochs } from '../storage/chunk.js';
import { collectEvents } from '../storage/collect-events.js';
import { createBuffer } from '../storage/create-event-store.js';
import { createVault } from '../storage/vault.js';
import { createConsent, type OnConsentChange } from '../consent/create-consent.js';
import { createIntake } from '../intake/intake.js';
import { createLane } from '../delivery/create-lane.js';
import { readEndpoints } from '../delivery/endpoints.js';
import type { Lane } from '../delivery/lane.js';
import type { TabMessage } from '../delivery/item.js';
import type { Channel, Environment } from './environment.js';
import type { Headgate, HeadgateOptions, Status, Tracked } from './headgate.js';
import { decidingCategories } from '../manifest/deciding-categories.js';
import type { Manifest } from '../manifest/manifest.js';
import { pseudonymiseSubject } from '../manifest/pseudonymise-subject.js';
import { createProtect } from '../safety/protect.js';
import { toJson } from '../safety/to-json.js';
import { createUuidV7 } from '../tag/create-uuid-v7.js';
import { RECEIPT_EVENT, type TaggedEvent } from '../tag/tagged-event.js';

/** The part of the browser's 64 KiB for requests of a page that is being left: other scripts need some too. */
const LEAVING_BYTES = 60_000;
/** When the keys of the buffer are looked through, for expiry and limits, after the first grant on a page. */
const SWEEP_DELAY = 5_000;
const FORGOTTEN = 'forgotten';
/** What a page gets whose set-up is wrong: everything is refused, nothing breaks. */
const NOTHING: Manifest = { version: '', categories: {}, collectors: {}, events: {} };

/**
 * Wires the stages and starts listening: sources → consent, `track` → intake (manifest, gate, hold, tag) → lanes (buffer,
 * collectors). A set-up that is wrong gives an instance that refuses every event and says so once.
 */
export function wireHeadgate(options: HeadgateOptions<Manifest>, environment: Environment): Headgate {
  const report: Report = createProtect(() => {})((diagnostic: Diagnostic) => options.onDiagnostic?.(diagnostic));
  try {
    return wire(options, environment, report);
  } catch {
    report({ code: 'misconfigured' });
    return wire({ manifest: NOTHING, collectors: {} }, environment, report, 'misconfigured');
  }
}

function wire(
  options: HeadgateOptions<Manifest>,
  environment: Environment,
  report: Report,
  refusal?: Tracked['reason'],
): Headgate {
  const { manifest, onAudit, onConsent } = options;
  const { now, isPrerendering, subtle } = environment;
  const protect = createProtect(report);
  const createId = createUuidV7(environment);
  const page = createId();
  const rules = Object.values(manifest.events);
  const necessary = rules.filter(({ storage }) => storage === 'necessary');
  /** What rests on legitimate interests and is necessary is stored until one of these is denied. */
  const objectable = new Set(necessary.flatMap(decidingCategories));
  const ledger = createLedger(now, onAudit && protect(onAudit));
  const listeners = new Set(onConsent && [protect(onConsent)]);
  const lanes: { [lane: string]: Lane } = Object.create(null);
  const eachLane = (use: (lane: Lane) => void): void => Object.values(lanes).forEach(use);
  let channel: Channel | undefined;
  let isStarted = false;
  let isSwept = false;
  /** The page was left, and has not been shown since. */
  let isAway: boolean | undefined;
  let refused = refusal;
  /** The consent that this page has made the last receipt for. */
  let receipt = '';

  const consent = createConsent(manifest, options.consent ?? [], options.region, report, protect, onChange);
  let place = consent.region();
  /** The categories that are granted, and those in which something may be stored until it is objected to. */
  const granted = (isUsable = false): string[] => {
    const { categories } = consent.state();
    return Object.keys(categories).filter(
      (category) =>
        categories[category] === 'granted' ||
        (isUsable && objectable.has(category) && categories[category] !== 'denied'),
    );
  };
  const tell = (message: TabMessage): void => channel?.postMessage(message);

  const move: Ledger['move'] = (lane, from, to, reason, events) => {
    ledger.move(lane, from, to, reason, events);
    // The collector has the receipt: no later page makes it again.
    if (to === 'delivered' && (events as readonly TaggedEvent[]).some(({ event }) => event === RECEIPT_EVENT)) {
      const known = receipt;
      if (known) void buffer.enter((_, control) => void (control.receipt = known));
    }
  };

  /** Counts events of a chunk that this page ended unread. */
  function account([lane, , id, , count, , , by]: ChunkKey, state: EventState, reason: string): void {
    if (by === page) return lanes[lane]!.end([id], state, reason);
    move(lane, undefined, state, reason, count);
    tell({ ended: [lane, [id], state, reason] });
  }

  function onMoved(closed: readonly string[], opened: readonly string[]): void {
    consent.veto(closed);
    if (opened[0]) consent.veto(opened, true);
  }

  const buffer = createBuffer({
    ...{ environment, page, createId, limits: options.buffer, usable: () => granted(true) },
    ...{ onVoid, onMoved, onRemoved: account, onTurn },
  });
  const vault = createVault(environment, buffer);
  const pseudonymise = subtle && ((text: string) => vault.pseudonymise(text, !!granted()[0]));
  const protection = { seal: options.seal, pseudonymise };
  const intake = createIntake(lanes, { options, environment, consent, protection, createId, move, report });
  const mayRead = (): boolean => !refused && buffer.isAwake() && (!!necessary[0] || !!granted()[0]);
  const { policyFor: policyFor } = intake;
  const host = { environment, options, buffer, vault, policyFor, mayRead, account, move, tell, report };
  for (const [name, collector] of Object.entries(options.collectors)) {
    // Nothing flows to a collector that the manifest does not describe.
    const description = Object.hasOwn(manifest.collectors, name) && manifest.collectors[name];
    const endpoints = readEndpoints(collector, description || {});
    if (typeof endpoints === 'string') {
      report({ code: 'misconfigured', collector: name, field: endpoints });
      continue;
    }
    ledger.open(name);
    lanes[name] = createLane(name, endpoints, host);
  }

  function hear({ closed, opened, ended }: TabMessage): void {
    if (closed) buffer.heed(closed);
    if (opened) consent.veto(opened, true);
    if (ended) lanes[ended[0]]?.end(ended[1], ended[2], ended[3]);
  }

  /** Called only where consent stands, or stood: the channel is an effect too. */
  function join(): void {
    channel ??= environment.openChannel(protect(hear) as (message: unknown) => void);
  }

  function unjoin(): void {
    channel?.close();
    channel = undefined;
  }

  function onVoid(closed: Epochs): void {
    join();
    tell({ closed });
  }

  /** Storage failed, or may work again. */
  function onTurn(isFailure: boolean): void {
    if (refused) return;
    if (isFailure) report({ code: 'storage-failed' });
    eachLane((lane) => lane.resume());
  }

  function onChange(...[closed, withdrawn, opened, isHeard]: Parameters<OnConsentChange>): void {
    buffer.open(opened);
    intake.review();
    if (closed[0]) close(closed, !!withdrawn[0], 'withdrawn', isHeard);
    if (withdrawn[0]) {
      receipt = '';
      intake.sendReceipt('withdrawn');
    }
    // In a task of its own: opening the database would cost the page's start-up.
    if (opened[0]) environment.after(0, () => void protect(open)());
    // What an earlier page left may have waited for it.
    if (place !== (place = consent.region())) eachLane((lane) => lane.resume());
    for (const listener of listeners) listener(consent.state());
  }

  function close(categories: readonly string[], isWithdrawal: boolean, reason: string, isHeard?: boolean): void {
    buffer.close(categories, isWithdrawal, isHeard);
    if (!granted()[0] || reason === FORGOTTEN) vault.forget();
    eachLane((lane) => lane.purge(reason, reason === FORGOTTEN));
  }

  /** A consent gets one receipt: none again on later pages, once a collector has it. */
  async function open(): Promise<void> {
    if (!granted()[0] || refused) return;
    join();
    const known = await buffer.enter<string | undefined>((_, control, done) => done(control.receipt));
    tell({ opened: granted() });
    // A backlog can wait until the page has started.
    eachLane((lane) => lane.resume());
    if (!isSwept) environment.after(SWEEP_DELAY, () => void (refused ?? buffer.sweep()));
    isSwept = true;
    const { categories, regime, proof } = consent.state();
    const current = toJson([categories, regime, proof, manifest.version]);
    if (current === known || current === receipt || !granted()[0]) return;
    receipt = current;
    intake.sendReceipt('granted');
  }

  function start(): void {
    isStarted = true;
    consent.start();
    intake.review();
    environment.after(0, () => {
      // What the last page could not finish.
      if (environment.readMark()) buffer.close([], false);
      if (necessary[0]) eachLane((lane) => lane.resume());
    });
  }

  const flush = (): Promise<unknown> => Promise.all(Object.values(lanes).map((lane) => lane.flush()));

  const stopListening = protect(environment.onPage)(
    protect((isHidden: boolean, isLeft?: boolean): unknown => {
      if (isPrerendering()) return undefined;
      if (!isStarted) start();
      isAway = isHidden && (isLeft || isAway);
      if (!isHidden && granted()[0]) join();
      if (!isHidden) return flush();
      const room = { left: LEAVING_BYTES };
      if (!isLeft) {
        // In a task of its own: then it is known whether the page is left. Such a one must not touch its device any more.
        return environment.after(0, () => isAway || eachLane((lane) => lane.hide(room)));
      }
      eachLane((lane) => lane.leave(room));
      // A message would throw the page out of the back/forward cache.
      return unjoin();
    }),
  );
  // On a server it throws: what is made there refuses everything.
  if (!refused && !isPrerendering()) start();

  /** Voids what was admitted so far, deletes it, and asks the collectors to erase what they have. */
  async function forget(subject: { readonly [field: string]: string }): Promise<{ [lane: string]: boolean }> {
    const pseudonymsFor = async (lane: string): Promise<{ [field: string]: string }> =>
      pseudonymise ? pseudonymiseSubject(manifest, lane, subject, pseudonymise) : {};
    // Before the keys are deleted that they were made with.
    const named = Object.keys(lanes).map(async (lane) => [lane, await pseudonymsFor(lane)] as const);
    const pseudonyms = Object.fromEntries(await Promise.all(named));
    const ids = (await access()).map(({ id }) => id);
    const categories = Object.keys(manifest.categories);
    consent.renew(categories);
    intake.review(true);
    close(categories, !!granted()[0], FORGOTTEN);
    await buffer.settle(FORGOTTEN);
    await open();
    const asked = Object.entries(lanes).map(async ([name, lane]) => [name, await lane.erase(ids, pseudonyms[name]!)]);
    return Object.fromEntries(await Promise.all(asked));
  }

  const access = (): Promise<TaggedEvent[]> => {
    const inMemory = Object.values(lanes).map((lane) => lane.events());
    return collectEvents([intake.events(), ...inMemory].flat(), buffer, vault, report);
  };

  const forgetSafely = protect(forget);

  return {
    manifest,
    track(name: string, data?: unknown) {
      if (refused) {
        ledger.move(UNROUTED, undefined, 'refused', refused, 1);
        return { outcome: 'refuse', reason: refused };
      }
      try {
        return intake.track(name, data);
      } catch {
        report({ code: 'internal-error' });
        return { outcome: 'refuse', reason: 'error' };
      }
    },
    consent: consent.state,
    status(): Status {
      const { [UNROUTED]: unrouted, ...tallies } = ledger.read();
      return { collectors: tallies, unrouted: unrouted! };
    },
    async flush() {
      // A prerendered page has nothing that can be done now.
      if (refused || isPrerendering()) return;
      buffer.wake();
      await intake.prepared();
      await flush();
      await buffer.settle();
    },
    access,
    forget: async (subject = {}) => (await forgetSafely(subject)) ?? {},
    onConsent(listener) {
      const heard = protect(listener);
      listeners.add(heard);
      heard(consent.state());
      return () => void listeners.delete(heard);
    },
    stop() {
      refused ??= 'stopped';
      stopListening?.();
      consent.stop();
      eachLane((lane) => lane.stop());
      unjoin();
    },
  };
}
