import { clearConsentRuntimeCache, getOrCreateConsentRuntime } from 'c15t';

type Options = Parameters<typeof getOrCreateConsentRuntime>[0];
type Store = ReturnType<typeof getOrCreateConsentRuntime>['consentStore'];

const page = globalThis as unknown as { c15tStore: Store };

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
