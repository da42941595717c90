import { createLedger, UNROUTED, type AuditEntry } from '../audit/create-ledger.js';
import { createConsent } from '../consent/create-consent.js';
import { createWithdrawals } from '../consent/withdrawals.js';
import { createPolicies } from '../intake/event-policy.js';
import { createIntake } from '../intake/intake.js';
import { createReceipts } from '../intake/receipts.js';
import type { Manifest } from '../manifest/manifest.js';
import { createProtect } from '../safety/protect.js';
import { withoutPrototypes } from '../safety/without-prototypes.js';
import type { Epochs } from '../storage/chunk.js';
import { createUuidV7, MOMENT_LENGTH } from '../tag/create-uuid-v7.js';
import type { TaggedEvent } from '../tag/tagged-event.js';
import { toApplicationEnvironment, type Environment } from './environment.js';
import type { Headgate, Status, Tracked } from './headgate.js';
import { createReporter, type Reporter } from './create-reporter.js';
import { createConsentChange } from './on-consent-change.js';
import { readLanes } from './read-lanes.js';
import type { HeadgateOptions } from './options.js';
import { createPageLifecycle } from './page-lifecycle.js';
import { createStandby } from './standby.js';
import { createTabs, type TabMessage } from './tabs.js';

/** What a page gets whose set-up is wrong: everything is refused, nothing breaks. */
const NOTHING: Manifest = { version: '', categories: {}, collectors: {}, events: {} };

/**
 * Puts the stages together and starts listening: consent sources → withdrawals, `track` → intake (manifest, gate, hold, tag) →
 * standby → engine (protections, storage, collectors). Knows all of them but what the engine puts together. A set-up that is
 * wrong gives an instance that refuses every event and says so once.
 */
export function assemble(
  options: HeadgateOptions<Manifest>,
  environment: Environment,
  reporter: Reporter = createReporter(options),
): Headgate {
  try {
    // What page scripts gave every object is no option: no region, no consent source.
    const own = Object.assign(Object.create(null) as typeof options, options);
    return assembleFor(own, environment, reporter);
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
  const { after, isPrerendering, readMark } = environment;
  const protect = createProtect(report);
  const createId = createUuidV7(environment);
  // Without its moment: it stands in keys on the device, and names the page, not when it was opened.
  const page = createId().slice(MOMENT_LENGTH + 1);
  const rules = Object.values(manifest.events);
  const hasNecessary = rules.some(({ storage }) => storage === 'necessary');
  const audits = new Set<(entry: AuditEntry) => void>(options.onAudit && [protect(options.onAudit)]);
  const ledger = createLedger(environment.now, audits);
  const { move } = ledger;
  const listeners = new Set(options.onConsent && [protect(options.onConsent)]);
  const receipts = createReceipts(manifest.version);
  const endpoints = readLanes(options.collectors, manifest, report);
  Object.keys(endpoints).forEach(ledger.open);
  let refused = refusal;

  const inMemory = (): readonly TaggedEvent[] => [...intake.events(), ...standby.events()];
  /** What all stages share, each by a type as narrow as it needs. */
  const shared = {
    endpoints,
    manifest,
    move,
    options,
    environment,
    page,
    protect,
    receipts,
    report,
    tell,
    createId,
    inMemory,
  };
  const tabs = createTabs({ ...shared, events: inMemory, onTabMessage });
  const tellClosed = (closed: Epochs): void => {
    tabs.join();
    tabs.tell({ closed });
  };
  const withdrawals = createWithdrawals({ ...environment, ...shared, tellClosed });
  const consent = createConsent(manifest, options.consent ?? [], options.region, report, protect, withdrawals);
  const policies = createPolicies({ ...shared, consent, withdrawals });
  /** With what knows of consent. */
  const stages = { ...shared, consent, policies, tabs, withdrawals };
  const standby = createStandby({
    ...stages,
    intake: () => intake,
    isRefusing: () => !!refused,
    isBehind: () => lifecycle.isBehind(),
  });
  const intake = createIntake({ ...stages, onAdmitted: standby.add, onReview: standby.purge });
  withdrawals.onChange(createConsentChange({ ...stages, intake, standby, listeners }));
  const lifecycle = createPageLifecycle({ ...stages, standby, start });

  function onTabMessage({ closed, opened, ended, isForgotten }: TabMessage): void {
    if (closed) withdrawals.applyWithdrawals(closed);
    if (opened) withdrawals.reopen(opened);
    if (ended) standby.engine()?.endElsewhere(ended);
    if (!isForgotten) return;
    intake.forget();
    standby.engine()?.eachLane((lane) => lane.forget('forgotten'));
  }

  function start(): void {
    consent.start();
    intake.review();
    // Where memory may hold something without consent, other tabs have to be able to ask for it and to silence it.
    if (rules.some(({ basis }) => basis !== 'consent')) tabs.join();
    // What the last page could not finish, and what may lie on the device without consent.
    after(0, () => void ((readMark() || hasNecessary) && standby.call()));
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
      await lifecycle.caughtUp();
      await standby.finish();
    },
    access: async () => (await standby.loaded()).access(),
    forget: async (subject = {}) => (await protect((await standby.loaded()).forget)(subject)) ?? {},
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
      standby.stop();
      tabs.leave();
    },
  };
}
