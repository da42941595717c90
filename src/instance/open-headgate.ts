import type { Manifest } from '../manifest/manifest.js';
import { assemble } from './assemble.js';
import type { Reporter } from './create-reporter.js';
import { after as byTimer, type Environment } from './environment.js';
import type { Headgate } from './headgate.js';
import type { HeadgateOptions } from './options.js';

/**
 * Gives the page its handle. What it stands for is wired in a task of its own, or by the first call, whichever comes first:
 * until then nothing of it runs, so a page's start-up does not wait for it.
 */
export function openHeadgate<const M extends Manifest>(
  options: HeadgateOptions<M>,
  createEnvironment: () => Environment,
  reporter?: Reporter,
  after: Environment['after'] = byTimer,
): Headgate<M> {
  let wired: Headgate | undefined;
  const headgate = (): Headgate => (wired ??= assemble(options, createEnvironment(), reporter));
  // Few functions are called until then: a page that starts compiles each of them.
  after(0, headgate);
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
