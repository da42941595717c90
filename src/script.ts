/** The script-tag build: reads its configuration from the page and assigns `globalThis.headgate` itself. */
import { startBridge } from './bridge/start-bridge.js';
import type { ConsentSource } from './consent/consent.js';
import { globalPrivacyControl } from './consent/sources/global-privacy-control.js';
import { magento } from './consent/sources/magento.js';
import { manual } from './consent/sources/manual.js';
import { oneTrust } from './consent/sources/onetrust.js';
import { createHeadgate } from './create-headgate.js';
import { json } from './delivery/collectors/json.js';
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
  else document.addEventListener('DOMContentLoaded', start);
}

function start(): void {
  const configured = queue
    .filter(([method]) => method === 'configure')
    .map(([, options]) => options as unknown as Configuration);
  page.headgate = createInstance(Object.assign({}, findConfiguration(running), ...configured));
}

/** The core's methods, those of the `manual` source, and `push` for calls in the stub's form. */
function createInstance({ sources = {}, collectors = {}, frames, ...options }: Configuration): object {
  const choice = manual(sources.manual);
  const adapters: ConsentSource[] = [choice];
  if (sources.gpc) adapters.push(globalPrivacyControl());
  if (sources.magento) adapters.push(magento(sources.magento));
  if (sources.onetrust) adapters.push(oneTrust());
  const lanes = Object.keys(collectors).map((lane) => [lane, json(collectors[lane]!)]);
  const headgate = createHeadgate({
    ...options,
    manifest: options.manifest!,
    sources: adapters,
    collectors: Object.fromEntries(lanes),
  });
  if (frames) startBridge(headgate, { origins: frames });

  const { grant, deny, withdraw } = choice;
  const instance: { [method: string]: unknown } = { ...headgate, grant, deny, withdraw };
  instance['push'] = (...calls: Call[]): void => {
    for (const [method, ...args] of calls) {
      const call = Object.hasOwn(instance, method) ? instance[method] : undefined;
      if (typeof call === 'function') call(...args);
    }
  };
  (instance['push'] as (...calls: Call[]) => void)(...queue);
  return instance;
}
