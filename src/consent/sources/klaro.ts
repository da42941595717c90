import type { ConsentSource } from '../consent.js';
import { followPlatform, strictest } from '../follow-platform.js';
import { readCookies } from '../read-cookies.js';
import { readOwn } from '../../safety/own.js';

/** What is used of the platform: an export of `klaro`, which its global has too. */
export interface KlaroApi {
  getManager(): KlaroManager;
}

export interface KlaroManager {
  readonly confirmed: boolean;
  readonly savedConsents: Consents;
  readonly states: Consents;
  /** One of cookies has the name of its cookie. */
  readonly store: { get(): string | null; readonly cookieName?: string };
  readonly config: { readonly services: readonly Service[] };
  watch(watcher: Watcher): void;
  unwatch(watcher: Watcher): void;
}

interface Consents {
  readonly [service: string]: boolean;
}

interface Service {
  readonly name: string;
  readonly purposes?: readonly string[];
}

interface Watcher {
  update(): void;
}

export interface KlaroOptions {
  /** Klaro's exports, for a page that bundles it. @defaultValue `window.klaro` */
  readonly api?: KlaroApi;
}

/**
 * Klaro 0.7 (https://klaro.org). Its codes are names of services or of purposes; of a purpose all services must be on, and a
 * category without a code is looked for by its own name. `getConsent()` answers with defaults before the visitor does, and
 * with switches that are not saved yet. So what was saved counts, once confirmed, and what lies in Klaro's store beside it:
 * the stricter. A service that runs until it is refused (`optOut`) is granted by default. No proof, no regime.
 *
 * @example
 * ```ts
 * import { createHeadgate, klaro } from 'headgate';
 *
 * createHeadgate({ manifest, consent: [klaro()], collectors });
 * ```
 */
export function klaro({ api }: KlaroOptions = {}): ConsentSource {
  return (host) => {
    let manager: KlaroManager | undefined;
    return followPlatform(host, {
      name: 'klaro',
      defaults: Object.fromEntries(Object.keys(host.codes('klaro')).map((category) => [category, category])),
      listen(update) {
        manager = findManager(api);
        const watcher = { update };
        manager?.watch(watcher);
        return manager && (() => manager!.unwatch(watcher));
      },
      read() {
        if (!manager) return undefined;
        const { confirmed, savedConsents, states, store, config } = manager;
        const cookies = store.cookieName ? readCookies(store.cookieName.replace(/\W/g, '\\$&')) : [];
        const stored = [decodeURIComponent(store.get() ?? '0'), ...cookies].map(
          (text = '0') => JSON.parse(text) as Consents | 0,
        );
        const isOn = ({ name }: Service): boolean | undefined => {
          if (stored[0])
            return strictest([...stored.map((one) => one && readOwn(one, name)), readOwn(savedConsents, name)]);
          return (!confirmed && readOwn(states, name)) || undefined;
        };
        return {
          allows(code) {
            const on = config.services
              .filter(({ name, purposes }) => name === code || purposes?.includes(code))
              .map(isOn);
            return on.includes(false) ? false : on[0] && on.every(Boolean);
          },
          evidence: confirmed ? 'explicit' : 'default',
        };
      },
    });
  };
}

/** Asking Klaro for its manager makes it, and that acts on the document at once: not before all of it is there. */
function findManager(api = (window as unknown as { klaro?: KlaroApi }).klaro): KlaroManager | undefined {
  try {
    return document.readyState === 'loading' ? undefined : api!.getManager();
  } catch {
    return undefined;
  }
}
