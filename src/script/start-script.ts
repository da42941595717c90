import type { DebugLoader } from '../audit/debugging.js';
import type { BridgeOptions } from '../bridge/bridge.js';
import type { startBridge } from '../bridge/start-bridge.js';
import type { ConsentSource } from '../consent/consent.js';
import type { manual, ManualOptions, ManualSource } from '../consent/sources/manual.js';
import { createReporter } from '../instance/create-reporter.js';
import type { EngineModule } from '../instance/engine.js';
import { browserEnvironment } from '../instance/environment.js';
import type { Collector } from '../delivery/collector.js';
import type { Headgate, Tracked } from '../instance/headgate.js';
import { openHeadgate } from '../instance/open-headgate.js';
import type { HeadgateOptions } from '../instance/options.js';
import type { Manifest } from '../manifest/manifest.js';
import type { SourceSettings } from '../manifest/source-settings.js';
import type { Seal } from '../manifest/protect-fields.js';
import { own } from '../safety/own.js';
import { createProtect } from '../safety/protect.js';
import { withoutPrototypes } from '../safety/without-prototypes.js';
import { findAdapter } from './find-adapter.js';
import { findConfiguration, findDebug, findNonce } from './find-configuration.js';
import type { EnginePlace } from './find-engine-file.js';
import { readDocument } from './read-document.js';

/** The adapters that a script file was built with, by the names that its configuration calls them by. */
export interface ScriptParts {
  /** Gives what runs only once something may have an effect. Asked again after it rejected. */
  loadEngine(place: EnginePlace): EngineModule | Promise<EngineModule>;
  readonly sources: { readonly [name: string]: (options: never) => ConsentSource } & { readonly manual: typeof manual };
  readonly collectors: { readonly [type: string]: (options: never) => Collector };
  readonly events: { readonly [name: string]: (target: never, options: never) => () => void };
  readonly bridge?: typeof startBridge;
  readonly createSealer?: (key: NonNullable<NonNullable<Manifest['controller']>['publicKey']>) => Seal;
  readonly withJourneys?: (headgate: Headgate) => Headgate;
}

/**
 * What a script file can be told: in the file itself, by the JSON block of the page, and by `configure`. What a file with a
 * manifest says is said: the page only adds to it.
 */
export interface Configuration extends Partial<Omit<HeadgateOptions<Manifest>, 'consent' | 'collectors' | 'debug'>> {
  readonly consent?: SourceSettings;
  /** With `endpoints`, an adapter for each region: `{ "type": "json", "endpoints": { "EU": { "url": … } } }`. */
  readonly collectors?: {
    readonly [lane: string]: {
      readonly type: string;
      readonly endpoints?: { readonly [region: string]: object };
      readonly [option: string]: unknown;
    };
  };
  readonly events?: { readonly [name: string]: object };
  /** Embedded pages that may track through this page: their origins, or with selectors of sandboxed frames. */
  readonly frames?: readonly string[] | BridgeOptions;
  /** The address of `headgate-debug.min.js`, which says in the console what is wrong. */
  readonly debug?: string;
  /** The address of `headgate-engine.min.js`, where it is not beside the first file. */
  readonly engine?: string;
}

/** A call in the form of the stub's queue: the method's name and its arguments. */
type Call = readonly [method: string, ...args: never[]];

/** What can be called while the configuration is not known, and what `track` answers then. */
const QUEUED = ['track', 'grant', 'deny', 'withdraw'];
const WAITING: Tracked = { outcome: 'hold', reason: 'undecided' };

/** The stub's queue, and the script elements that hold this file: each may say where the configuration is. */
type Queue = Call[] & { inclusions?: unknown[] };

/**
 * Starts a script file: assigns `globalThis.headgate` and replays what the stub has queued. A page that has the file twice gets
 * one instance.
 */
export function startScript(parts: ScriptParts, built: Configuration): void {
  const page = globalThis as { headgate?: unknown };
  const running = readDocument('currentScript');
  // Only an array is the stub's queue: an element with this id is not, and an instance that is there already stays.
  const isQueue = Array.isArray(page.headgate);
  if (!isQueue && typeof (page.headgate as { track?: unknown } | undefined)?.track === 'function') return;
  const queue: Queue = isQueue ? (page.headgate as Queue) : [];
  page.headgate = queue;
  if (queue.inclusions) {
    queue.inclusions.push(running);
    return;
  }
  const inclusions: unknown[] = [running];
  queue.inclusions = inclusions;
  // A file for many pages has a manifest that tracks nothing, until a page's block says what is in force there.
  const isFixed = Object.keys(built.manifest?.events ?? {}).length > 0;

  function start(): void {
    const calls = queue.filter(Array.isArray);
    const configured = calls.filter(([method]) => method === 'configure').map(([, options]) => options);
    const { configuration, isFaulty } = findConfiguration(inclusions);
    // A block is data, and may be one that others wrote: it names no code to run.
    const { debug, engine } = built;
    const said = Object.assign(
      {},
      configuration,
      { debug, engine },
      ...configured,
      findDebug(inclusions),
    ) as Configuration;
    const isRefused = isFaulty && !isFixed;
    const { onDiagnostic, debug: explanations, debugWhen } = said;
    const whole = isRefused
      ? { onDiagnostic, debug: explanations, debugWhen }
      : isFixed
        ? Object.assign({}, said, built)
        : Object.assign({}, built, said);
    const instance = createInstance(parts, withoutPrototypes(whole) as Configuration, inclusions, isFaulty);
    page.headgate = instance;
    instance.push(...calls);
  }

  // What is still to come may be the page's own configuration, or a second one.
  const found = findConfiguration(inclusions);
  const isKnown = isFixed ? !!found.configuration : found.isProven;
  if (isKnown || readDocument('readyState') !== 'loading') {
    start();
    return;
  }
  // Scripts right behind this one may call it already.
  const methods = queue as unknown as { [method: string]: unknown };
  for (const method of QUEUED) {
    methods[method] = (...args: never[]) => {
      queue.push([method, ...args]);
      return WAITING;
    };
  }
  // When all markup is read, and before the page's modules and deferred scripts run. Not `document.addEventListener`: markup can
  // put an element in its place.
  EventTarget.prototype.addEventListener.call(document, 'readystatechange', start, { once: true });
}

/** The core's methods, those of the `manual` source, and `push` for calls in the stub's form. */
function createInstance(
  parts: ScriptParts,
  configuration: Configuration,
  inclusions: readonly unknown[],
  isFaulty: boolean,
) {
  const { consent, collectors, events = {}, frames, debug, engine, ...options } = configuration;
  const { manifest } = options;
  const reporter = createReporter(
    { ...options, debug: debug ? () => import(debug) as ReturnType<DebugLoader> : undefined },
    { parts, configuration, inclusions },
  );
  const { report } = reporter;
  const protect = createProtect(report);
  const say = (field: string): void => report({ code: 'misconfigured', field });
  if (isFaulty || !manifest) say('configuration');
  const { choice, others } = protect(readSources)(parts, consent, say) ?? {
    choice: parts.sources.manual(),
    others: [neverAnswers],
  };
  const key = manifest?.controller?.publicKey;
  // What cannot be read is no configuration: the instance is inert, and the page goes on.
  const read = protect(() => ({
    manifest: manifest!,
    consent: [choice, ...others],
    collectors: readLanes(parts, collectors, say),
    ...(key && parts.createSealer && { seal: parts.createSealer(key) }),
  }));
  const whole = Object.assign(Object.create(null), options, read()) as HeadgateOptions<Manifest>;
  const loadEngine = () => parts.loadEngine({ inclusions, engine });
  const core = openHeadgate(whole, () => browserEnvironment(loadEngine), reporter);
  const headgate = manifest && parts.withJourneys ? parts.withJourneys(core) : core;
  if (frames && !parts.bridge) say('frames');
  if (frames) {
    const isOptions = typeof frames === 'object' && !Array.isArray(frames);
    parts.bridge?.(headgate, {
      ...((isOptions ? frames : { origins: frames }) as BridgeOptions),
      onDiagnostic: report,
    });
  }

  const { grant, deny, withdraw } = choice;
  const nonce = findNonce(inclusions);
  const stops = Object.keys(events).map((name) =>
    protect(() => {
      const startEvents = findAdapter(parts.events, name, say);
      return startEvents?.(headgate as never, { nonce, onDiagnostic: report, ...events[name] } as never);
    })(),
  );
  const stop = (): void => {
    for (const end of stops) end?.();
    headgate.stop();
  };
  const instance = { ...headgate, stop, grant, deny, withdraw, push };
  const call = protect(([method, ...args]: Call): unknown => {
    const run: unknown = own(instance as { readonly [name: string]: unknown }, method);
    return typeof run === 'function' ? run(...args) : undefined;
  });
  function push(...calls: Call[]): void {
    for (const queued of calls) call(queued);
  }
  return instance;
}

/** Stands for a source that this file does not know: a page that names one more to ask must not be open by one less. */
const neverAnswers: ConsentSource = () => () => {};

function readSources({ sources }: ScriptParts, settings: SourceSettings = {}, say: (name: string) => void) {
  let choice: ManualSource | undefined;
  const others: ConsentSource[] = [];
  for (const [name, options] of Object.entries(settings)) {
    const make = findAdapter(sources, name, say);
    if (make === sources.manual) choice = sources.manual(options as ManualOptions);
    else others.push(make?.(options as never) ?? neverAnswers);
  }
  return { choice: choice ?? sources.manual(), others };
}

function readLanes(
  { collectors }: ScriptParts,
  lanes: Configuration['collectors'] = {},
  say: (name: string) => void,
): { [lane: string]: Collector } {
  const read = ([lane, { endpoints, ...options }]: [string, NonNullable<Configuration['collectors']>[string]]) => {
    const adapter = findAdapter(collectors, options.type, say);
    const make = (more?: object) => adapter?.({ ...options, ...more } as never);
    const made = Object.entries(endpoints ?? {}).map(([region, more]) => [region, make(more)]);
    return [lane, endpoints ? Object.fromEntries(made) : make()];
  };
  return Object.fromEntries(Object.entries(lanes).map(read)) as { [lane: string]: Collector };
}
