import { clearConsentRuntimeCache, getOrCreateConsentRuntime } from 'c15t';
import { expect } from 'vitest';
import { pass } from '../../../support/source-page.js';

type Options = Parameters<typeof getOrCreateConsentRuntime>[0];
type Store = ReturnType<typeof getOrCreateConsentRuntime>['consentStore'];

const page = globalThis as unknown as { c15tStore: Store; [namespace: string]: Store };

/** The real package, without a backend. That it reloads the page on a withdrawal is tested in a browser. */
export const c15tPlatform = {
  install(changes: Partial<Options> = {}): void {
    const options: Options = {
      mode: 'offline',
      consentCategories: ['necessary', 'measurement', 'marketing'],
      reloadOnConsentRevoked: false,
    };
    getOrCreateConsentRuntime(Object.assign(options, changes));
  },
  /** Installs it, and waits until it has read what is stored. */
  async load(changes: Partial<Options> = {}): Promise<void> {
    c15tPlatform.install(changes);
    const store = page[changes.namespace ?? 'c15tStore']!;
    await until(() => !store.getState().isLoadingConsentInfo);
  },
  /** The visitor chooses, and the platform has stored the choice. */
  async save(type: 'all' | 'necessary' | 'custom', store = page.c15tStore): Promise<void> {
    let isSaved = false;
    void store
      .getState()
      .saveConsents(type)
      .finally(() => (isSaved = true));
    await until(() => isSaved);
  },
  leave(): void {
    clearConsentRuntimeCache();
    Reflect.deleteProperty(globalThis, 'c15tStore');
  },
  remove(): void {
    c15tPlatform.leave();
    document.cookie = 'c15t=; expires=Thu, 01 Jan 1970 00:00:00 GMT; path=/';
    localStorage.clear();
  },
  store: (): Store => page.c15tStore,
};

/** It waits for timers, which are faked, and for hashes, which another thread makes when it comes to it. */
async function until(isDone: () => boolean): Promise<void> {
  for (let turn = 0; turn < 5000 && !isDone(); turn++) await pass(1);
  expect(isDone()).toBe(true);
}
