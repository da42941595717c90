import { browserEnvironment, type Environment } from './environment.js';
import type { Headgate } from './headgate.js';
import type { HeadgateOptions } from './options.js';
import type { Manifest } from '../manifest/manifest.js';
import { openHeadgate } from './open-headgate.js';
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
  const createEnvironment = (): Environment => environment ?? browserEnvironment(() => import('./engine.js'));
  return openHeadgate(options, createEnvironment, reporter, environment?.after);
}
