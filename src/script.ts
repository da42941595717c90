/** The script-tag build: reads its configuration from the page and assigns `globalThis.headgate` itself. */
import { startBridge, type BridgeOptions } from './bridge/start-bridge.js';
import type { ConsentSource } from './consent/consent.js';
import { globalPrivacyControl } from './consent/sources/global-privacy-control.js';
import { magento } from './consent/sources/magento.js';
import { manual } from './consent/sources/manual.js';
import { oneTrust } from './consent/sources/onetrust.js';
import { createHeadgate } from './create-headgate.js';
import { json } from './delivery/collectors/json.js';
import type { Manifest } from './manifest/manifest.js';
import { createProtect } from './safety/protect.js';
import { findConfiguration, type Configuration } from './script/find-configuration.js';

/** A call in the form of the stub's queue: the method's name and its arguments. */
type Call = readonly [method: string, ...args: never[]];

const page = globalThis as { headgate?: unknown };
const running = document.currentScript;
// Only an array is the stub's queue: an element with this id is not, and an instance that is there already stays.
const queue: Call[] = Array.isArray(page.headgate) ? page.headgate : [];

if (queue === page.headgate || typeof (page.headgate as { track?: unknown } | undefined)?.track !== 'function') {
  // In the head, the configuration may still be to come.
  if (findConfiguration(running) || document.readyState !== 'loading') start();
  else addEventListener('DOMContentLoaded', start);
}

function start(): void {
  const calls = queue.filter((call) => Array.isArray(call));
  const configured = calls.filter(([method]) => method === 'configure').map(([, options]) => options);
  const configuration: Configuration = Object.assign({}, findConfiguration(running), ...configured);
  const instance = createInstance(configuration);
  page.headgate = instance;
  instance.push(...calls);
}

/** The core's methods, those of the `manual` source, and `push` for calls in the stub's form. */
function createInstance({ sources, collectors, frames, ...options }: Configuration) {
  const protect = createProtect((diagnostic) => options.onDiagnostic?.(diagnostic));
  const choice = manual(sources?.manual);
  // What cannot be read is no configuration: the instance is inert, and the page goes on.
  const read = protect(() => ({ manifest: options.manifest!, ...readAdapters(choice, sources, collectors) }));
  const headgate = createHeadgate({
    ...options,
    ...(read() ?? ({} as ReturnType<typeof readAdapters> & { manifest: Manifest })),
  });
  if (frames) startBridge(headgate, (Array.isArray(frames) ? { origins: frames } : frames) as BridgeOptions);

  const { grant, deny, withdraw } = choice;
  const instance = { ...headgate, grant, deny, withdraw, push };
  const call = protect(([method, ...args]: Call): unknown => {
    const run: unknown = Object.hasOwn(instance, method) ? instance[method as keyof typeof instance] : undefined;
    return typeof run === 'function' ? run(...args) : undefined;
  });
  function push(...calls: Call[]): void {
    for (const queued of calls) call(queued);
  }
  return instance;
}

function readAdapters(
  choice: ConsentSource,
  chosen: Configuration['sources'] = {},
  lanes: Configuration['collectors'] = {},
) {
  const sources: ConsentSource[] = [choice];
  if (chosen.gpc) sources.push(globalPrivacyControl());
  if (chosen.magento) sources.push(magento(chosen.magento));
  if (chosen.onetrust) sources.push(oneTrust());
  return { sources, collectors: Object.fromEntries(Object.keys(lanes).map((lane) => [lane, json(lanes[lane]!)])) };
}
