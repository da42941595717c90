import { browserEnvironment, type Environment } from './environment.js';
import type { Headgate } from './headgate.js';
import type { HeadgateOptions } from './options.js';
import type { Manifest } from '../manifest/manifest.js';
import { assemble } from './assemble.js';
import type { Reporter } from './create-reporter.js';

/**
 * Gives the page its handle. What it stands for is wired in a task of its own, or by the first call, whichever comes first:
 * until then nothing of it runs, so a page's start-up does not wait for it. A set-up that is wrong gives an instance that
 * refuses every event and says so once.
 *
 * @example
 * ```ts
 * import { createHeadgate, json, manual } from 'headgate';
 *
 * const choice = manual();
 * const collectors = { warehouse: json({ url: 'https://events.example/v1/events' }) };
 * const headgate = createHeadgate({ manifest, consent: [choice], collectors, onDiagnostic: console.warn });
 * headgate.track('search_used', { results: 12 }); // { outcome: 'hold', reason: 'undecided' }
 * ```
 */
export function createHeadgate<const M extends Manifest>(
  options: HeadgateOptions<M>,
  environment?: Environment,
  reporter?: Reporter,
): Headgate<M> {
  let wired: Headgate | undefined;
  const headgate = (): Headgate => (wired ??= assemble(options, environment ?? browserEnvironment(), reporter));
  // Few functions are called until then: a page that starts compiles each of them.
  if (environment) environment.after(0, headgate);
  else setTimeout(headgate);
  return {
    manifest: options?.manifest,
    // Without rest parameters, which would cost a burst an array a call.
    track: (name: string, data?: unknown) => headgate().track(name, data as never),
    consent: () => headgate().consent(),
    status: () => headgate().status(),
    flush: () => headgate().flush(),
    access: () => headgate().access(),
    forget: (subject) => headgate().forget(subject),
    onConsent: (listener) => headgate().onConsent(listener),
    watch: (listener) => headgate().watch(listener),
    stop: () => headgate().stop(),
  };
}
