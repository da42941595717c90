import type { Environment } from './environment.js';
import type { Headgate } from './headgate.js';

/**
 * Gives the page its handle. What it stands for is started in a task of its own, or by the first call, whichever comes
 * first: until then nothing of it runs, so a page's start-up does not wait for it.
 */
export function startLater(start: () => Headgate, after: Environment['after']): Headgate {
  let started: Headgate | undefined;
  const headgate = (): Headgate => (started ??= start());
  after(0, headgate);
  return {
    // Without rest parameters, which would cost a burst an array a call.
    track: (name: string, data?: unknown) => headgate().track(name, data as never),
    consent: () => headgate().consent(),
    status: () => headgate().status(),
    flush: () => headgate().flush(),
    access: () => headgate().access(),
    forget: (subject) => headgate().forget(subject),
    onConsent: (listener) => headgate().onConsent(listener),
    stop: () => headgate().stop(),
  };
}
