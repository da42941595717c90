import { backoff } from '../delivery/backoff.js';
import type { EngineHost, EngineModule } from './engine.js';

/** Loads the engine, once at a time, and again by the backoff where it cannot be had. */
export function createLoader(
  { environment, report }: Pick<EngineHost, 'environment' | 'report'>,
  onLoaded: (module: EngineModule) => void,
) {
  const { after, loadEngine } = environment;
  let loading: Promise<void> | undefined;
  let failures = 0;
  let isStopped = false;

  function load(): void {
    if (loading) return;
    try {
      const given = loadEngine();
      if ('then' in given)
        loading = given
          .then(onLoaded)
          .catch(retryLater)
          .finally(() => (loading = undefined));
      else onLoaded(given);
    } catch {
      retryLater();
    }
  }

  function retryLater(): void {
    report({ code: 'engine-missing' });
    after(backoff(++failures, 0, Math.random()), () => isStopped || load());
  }

  return { load, loading: () => loading, stop: () => void (isStopped = true) };
}
