import type { BridgeOptions, startBridge } from '../bridge/start-bridge.js';
import type { ConsentSource } from '../consent/consent.js';
import type { manual } from '../consent/sources/manual.js';
import { createHeadgate } from '../instance/create-headgate.js';
import type { Collector } from '../delivery/collector.js';
import type { Headgate } from '../instance/headgate.js';
import type { HeadgateOptions } from '../instance/options.js';
import type { Manifest, SourceSettings } from '../manifest/manifest.js';
import type { Seal } from '../manifest/protect-fields.js';
import { createProtect } from '../safety/protect.js';
import { findConfiguration } from './find-configuration.js';

/** The adapters that a script file was built with, by the names that its configuration calls them by. */
export interface ScriptParts {
  readonly sources: { readonly [name: string]: (options: never) => ConsentSource } & { readonly manual: typeof manual };
  readonly collectors: { readonly [type: string]: (options: never) => Collector };
  readonly events: { readonly [name: string]: (target: never, options: never) => () => void };
  readonly bridge?: typeof startBridge;
  readonly createSealer?: (key: NonNullable<NonNullable<Manifest['controller']>['publicKey']>) => Seal;
  readonly withJourneys?: (headgate: Headgate) => Headgate;
}

/** What a script file can be told: in the file itself, by the JSON block of the page, and by `configure`. JSON needs no nonce. */
export interface Configuration extends Partial<Omit<HeadgateOptions<Manifest>, 'consent' | 'collectors'>> {
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
}

/** A call in the form of the stub's queue: the method's name and its arguments. */
type Call = readonly [method: string, ...args: never[]];

/** Starts a script file: assigns `globalThis.headgate` and replays what the stub has queued. */
export function startScript(parts: ScriptParts, built: Configuration): void {
  const page = globalThis as { headgate?: unknown };
  const running = document.currentScript;
  // Only an array is the stub's queue: an element with this id is not, and an instance that is there already stays.
  const queue: Call[] = Array.isArray(page.headgate) ? page.headgate : [];
  if (queue !== page.headgate && typeof (page.headgate as { track?: unknown } | undefined)?.track === 'function')
    return;

  function start(): void {
    const calls = queue.filter(Array.isArray);
    const configured = calls.filter(([method]) => method === 'configure').map(([, options]) => options);
    const configuration = Object.assign({}, built, findConfiguration(running), ...configured) as Configuration;
    const instance = createInstance(parts, configuration);
    page.headgate = instance;
    instance.push(...calls);
  }

  // In the head, the page's own configuration may still be to come.
  if (findConfiguration(running) || document.readyState !== 'loading') start();
  else addEventListener('DOMContentLoaded', start);
}

/** The core's methods, those of the `manual` source, and `push` for calls in the stub's form. */
function createInstance(parts: ScriptParts, configuration: Configuration) {
  const { consent: sources = {}, collectors, events = {}, frames, ...options } = configuration;
  const { manifest } = options;
  const protect = createProtect((diagnostic) => options.onDiagnostic?.(diagnostic));
  const { manual: choiceOptions, ...others } = sources;
  const choice = parts.sources.manual(choiceOptions);
  const key = manifest?.controller?.publicKey;
  // What cannot be read is no configuration: the instance is inert, and the page goes on.
  const read = protect(() => ({
    manifest: manifest!,
    consent: [choice, ...choose(parts.sources, others)],
    collectors: readLanes(parts, collectors),
    ...(key && parts.createSealer && { seal: parts.createSealer(key) }),
  }));
  const core = createHeadgate({ ...options, ...(read() ?? ({} as NonNullable<ReturnType<typeof read>>)) });
  const headgate = manifest && parts.withJourneys ? parts.withJourneys(core) : core;
  if (frames) parts.bridge?.(headgate, (Array.isArray(frames) ? { origins: frames } : frames) as BridgeOptions);

  const { grant, deny, withdraw } = choice;
  const stops = Object.keys(events).map((name) =>
    protect(() => pick(parts.events, name)?.(headgate as never, events[name] as never))(),
  );
  const stop = (): void => {
    for (const end of stops) end?.();
    headgate.stop();
  };
  const instance = { ...headgate, stop, grant, deny, withdraw, push };
  const call = protect(([method, ...args]: Call): unknown => {
    const run: unknown = pick(instance as { readonly [name: string]: unknown }, method);
    return typeof run === 'function' ? run(...args) : undefined;
  });
  function push(...calls: Call[]): void {
    for (const queued of calls) call(queued);
  }
  return instance;
}

/** Makes those adapters that the configuration names and the file has. */
function choose<T>(adapters: { readonly [name: string]: (options: never) => T }, chosen: object): T[] {
  return Object.entries(chosen).flatMap(([name, options]) => pick(adapters, name)?.(options as never) ?? []);
}

function readLanes({ collectors }: ScriptParts, lanes: Configuration['collectors'] = {}) {
  const read = ([lane, { endpoints, ...options }]: [string, NonNullable<Configuration['collectors']>[string]]) => {
    const make = (more?: object) => pick(collectors, options.type)?.({ ...options, ...more } as never);
    const made = Object.entries(endpoints ?? {}).map(([region, more]) => [region, make(more)]);
    return [lane, endpoints ? Object.fromEntries(made) : make()];
  };
  return Object.fromEntries(Object.entries(lanes).map(read)) as { [lane: string]: Collector };
}

function pick<T>(record: { readonly [name: string]: T }, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
