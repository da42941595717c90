import { createLedger } from './audit/create-ledger.js';
import type { Diagnostic, Report } from './audit/diagnostic.js';
import { createConsent, type ConsentChange } from './consent/create-consent.js';
import type { ConsentState } from './consent/consent.js';
import { createIntake, findRule, isCurrent, UNROUTED } from './create-intake.js';
import { createOutbox } from './create-outbox.js';
import { askErasure } from './delivery/ask-erasure.js';
import type { Collector } from './delivery/collector.js';
import { browserEnvironment, type Environment } from './environment.js';
import type { Headgate, HeadgateOptions, Status, Tracked } from './headgate.js';
import type { EventDefinition, Manifest } from './manifest/manifest.js';
import { findProtected } from './manifest/protect-fields.js';
import { mustEncrypt } from './manifest/tiers.js';
import { createProtect } from './safety/protect.js';
import { createTagger } from './tag/create-tagger.js';
import { createUuidV7 } from './tag/create-uuid-v7.js';
import { RECEIPT_EVENT, type ReceiptData, type TaggedEvent } from './tag/tagged-event.js';

/**
 * Wires the stages and starts listening: sources → consent, `track` → intake (manifest, gate, hold, tag) → outbox (buffer,
 * lanes) → collectors. A set-up that is wrong gives an instance that refuses every event and says so once.
 */
export function createHeadgate<const M extends Manifest>(
  options: HeadgateOptions<M>,
  environment: Environment = browserEnvironment(),
): Headgate<M> {
  const quietly = createProtect(() => {});
  const report: Report = quietly((diagnostic: Diagnostic) => options.onDiagnostic?.(diagnostic));
  try {
    return wire(options, environment, report);
  } catch {
    report({ code: 'misconfigured' });
    return inert();
  }
}

function wire(options: HeadgateOptions<Manifest>, environment: Environment, report: Report): Headgate {
  const { manifest, sources = [], seal, flushInterval = 2000 } = options;
  const { now } = environment;
  const protect = createProtect(report);
  const createId = createUuidV7(environment);
  const collectors = chooseCollectors(manifest, options.collectors, report);
  const lanes = Object.keys(collectors);
  const ledger = createLedger([UNROUTED, ...lanes], now, options.onAudit && protect(options.onAudit));
  const listeners = new Set<(state: ConsentState) => void>();
  if (options.onConsent) listeners.add(protect(options.onConsent));

  const consent = createConsent({ manifest, sources, region: options.region, report, protect, onChange });
  const tagger = createTagger({ version: manifest.version, now, createId, consent });
  const outbox = createOutbox({
    ...{ environment, collectors, flushInterval, ledger, page: createId(), createId, report, protect },
    limits: options.buffer ?? {},
    isCurrent: (item) => isCurrent(item, consent),
    epochOf: consent.epoch,
    findRule(name, lane) {
      const rule = findRule(manifest, name);
      return rule?.collectors.includes(lane) ? rule : undefined;
    },
    hasKeyed: Object.values(manifest.events).some((rule) => mustEncrypt(rule) || findProtected(rule).length > 0),
    hasNecessary: Object.values(manifest.events).some(({ storage }) => storage === 'necessary'),
    onReceipt: () => receipt && outbox.noteReceipt(receipt),
    onClosed: (categories) => consent.veto(categories),
    onOpened: (categories) => consent.lift(categories),
  });
  const intake = createIntake({
    ...{ manifest, environment, consent, tagger, ledger, report, hold: options.hold ?? {} },
    protection: { seal, pseudonymise: outbox.pseudonymise },
    hasLane: (lane) => Object.hasOwn(collectors, lane),
    release: outbox.add,
  });

  let isStopped = false;
  /** The consent that this page has made the last receipt for. */
  let receipt = '';

  function onChange({ closed, withdrawn, opened }: ConsentChange): void {
    tagger.renew();
    if (closed.length) outbox.close(closed, withdrawn.length > 0);
    if (withdrawn.length) {
      receipt = '';
      sendReceipt('withdrawn');
    }
    intake.review();
    // In a task of its own: opening the database would cost the page's start-up.
    if (opened.length) environment.after(0, () => void protect(open)());
    for (const listener of listeners) listener(consent.state());
  }

  /** A consent gets one receipt: none again on later pages, once a collector has it. */
  async function open(): Promise<void> {
    const before = consent.state().categories;
    const granted = Object.keys(before).filter((category) => before[category] === 'granted');
    if (!granted.length || isStopped) return;
    const known = await outbox.open(granted);
    const { categories, regime, proof } = consent.state();
    const current = JSON.stringify([categories, regime, proof, manifest.version]);
    if (current === known || current === receipt || !Object.values(categories).includes('granted')) return;
    receipt = current;
    sendReceipt('granted');
  }

  function sendReceipt(action: ReceiptData['action']): void {
    const { receipts } = manifest;
    if (!receipts) return;
    const { categories } = consent.state();
    const rule: EventDefinition = {
      ...{ purpose: RECEIPT_EVENT, tier: 'pseudonymous', basis: 'legal_obligation' },
      ...receipts,
    };
    const event = tagger.tag(RECEIPT_EVENT, rule, { action, categories });
    const stamp = { ...event.consent.captured, ...consent.explain(Object.keys(categories)) };
    intake.admit({ event: { ...event, consent: { captured: stamp } }, rule, size: 1000, since: now() });
  }

  const stopListening = environment.onPage({
    hidden: protect(outbox.leave),
    online: protect(outbox.wake),
    shown: protect(outbox.wake),
    activated: protect(start),
  });

  function start(): void {
    environment.after(0, protect(outbox.start));
    consent.start();
    intake.review();
  }

  if (!environment.isPrerendering()) start();

  /** Voids what was admitted so far, deletes it, and asks the collectors to erase what they have. */
  async function forget(subject: { readonly [field: string]: string }): Promise<{ [lane: string]: boolean }> {
    const pseudonyms = await pseudonymiseSubject(manifest, subject, outbox.pseudonymise);
    const ids = (await access()).map(({ id }) => id);
    const { categories } = consent.state();
    consent.renew(Object.keys(categories));
    outbox.close(Object.keys(categories), true);
    intake.clear();
    await outbox.erase();
    await open();
    const asked = Object.entries(collectors).map(
      async ([lane, collector]) => [lane, await askErasure(collector, ids, pseudonyms, environment)] as const,
    );
    return Object.fromEntries(await Promise.all(asked));
  }

  const access = async (): Promise<TaggedEvent[]> => [...structuredClone(intake.held()), ...(await outbox.read())];
  const track = protect(intake.track);

  return {
    track: (name: string, data?: unknown) =>
      isStopped
        ? { outcome: 'refuse', reason: 'stopped' }
        : (track(name, data) ?? { outcome: 'refuse', reason: 'error' }),
    consent: consent.state,
    status(): Status {
      const { [UNROUTED]: unrouted, ...tallies } = ledger.read();
      return { lanes: tallies, unrouted: unrouted! };
    },
    flush: () => intake.prepared().then(outbox.flush),
    access,
    async forget(subject) {
      try {
        return await forget({ ...subject });
      } catch {
        report({ code: 'internal-error' });
        return {};
      }
    },
    onConsent(listener) {
      const heard = protect(listener);
      listeners.add(heard);
      heard(consent.state());
      return () => void listeners.delete(heard);
    },
    stop() {
      isStopped = true;
      stopListening();
      consent.stop();
      outbox.stop();
    },
  };
}

/** The adapters of the collectors that the manifest describes. Nothing flows to one that it does not. */
function chooseCollectors(
  manifest: Manifest,
  adapters: { readonly [lane: string]: Collector | undefined },
  report: Report,
): { [lane: string]: Collector } {
  const chosen: { [lane: string]: Collector } = {};
  for (const [lane, adapter] of Object.entries(adapters)) {
    if (adapter && Object.hasOwn(manifest.collectors, lane)) chosen[lane] = adapter;
    else report({ code: 'misconfigured', lane });
  }
  return chosen;
}

/** Only pseudonyms leave: a pseudonym of 256 bits cannot be guessed, so knowing it is the right to ask. */
async function pseudonymiseSubject(
  manifest: Manifest,
  subject: { readonly [field: string]: string },
  pseudonymise: ((text: string) => Promise<string>) | undefined,
): Promise<{ [field: string]: string }> {
  const rules = Object.values(manifest.events);
  const given = Object.keys(subject).filter((name) => typeof subject[name] === 'string');
  const names = given.filter((name) => rules.some(({ fields }) => fields?.[name]?.protect === 'pseudonymise'));
  if (!pseudonymise) return {};
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await pseudonymise(subject[name]!)])));
}

/** What a page gets whose set-up is wrong: everything is refused, nothing breaks. */
function inert(): Headgate {
  const ledger = createLedger([UNROUTED], Date.now, undefined);
  const tracked: Tracked = { outcome: 'refuse', reason: 'misconfigured' };
  return {
    track() {
      ledger.move(UNROUTED, undefined, 'refused', tracked.reason, 1);
      return tracked;
    },
    consent: () => ({ categories: {}, regime: 'opt-in', basis: 'default', source: '', proof: {} }),
    status: () => ({ lanes: {}, unrouted: ledger.read()[UNROUTED]! }),
    flush: async () => {},
    access: async () => [],
    forget: async () => ({}),
    onConsent: () => () => {},
    stop: () => {},
  };
}
