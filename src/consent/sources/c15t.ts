import type { ConsentSource } from '../consent.js';
import { followPlatform } from '../follow-platform.js';
import { readCookies } from '../read-cookies.js';
import { readOwn } from '../../safety/own.js';

interface Store {
  getState(): State;
  subscribe(listener: () => void): () => void;
}

interface State {
  readonly consents: { readonly [category: string]: boolean };
  readonly consentInfo: ConsentInfo | null;
  /** Until it has asked its backend, or found that it cannot, a stored choice may still turn out to be outdated. */
  readonly isLoadingConsentInfo: boolean;
  readonly model: 'opt-in' | 'opt-out' | 'iab' | null;
  readonly storageConfig?: { readonly storageKey?: string };
  /** `backend`, `backend-cache-hit`, or where else its first data come from. */
  readonly initDataSource?: string | null;
  readonly locationInfo?: { readonly countryCode: string | null; readonly regionCode: string | null } | null;
}

interface ConsentInfo {
  readonly subjectId?: string;
  readonly materialPolicyFingerprint?: string;
}

export interface C15tOptions {
  /** The name of its global store. @defaultValue `'c15tStore'` */
  readonly namespace?: string;
}

/** Its own categories, by the names that they have elsewhere. */
const DEFAULTS = {
  functional: 'functionality',
  functionality: 'functionality',
  analytics: 'measurement',
  measurement: 'measurement',
  experience: 'experience',
  marketing: 'marketing',
};

/**
 * c15t 2 (https://c15t.com). Its codes are the names of its categories. Its values are defaults until there is a subject who
 * chose; switched off, it grants everything to nobody. Its state changes before its cookie, and a withdrawal reloads the
 * page right after: the stricter of both counts at once, and both are read again in a moment. Its times are no proof:
 * one choice has two of them, the second once its backend has answered. Its country is passed on if its backend said so:
 * without one it invents a country.
 *
 * @example
 * ```ts
 * import { createHeadgate, c15t } from 'headgate';
 *
 * createHeadgate({ manifest, consent: [c15t({ namespace: 'c15tStore' })], collectors });
 * ```
 */
export function c15t({ namespace = 'c15tStore' }: C15tOptions = {}): ConsentSource {
  return (host) => {
    let store: Store | undefined;
    return followPlatform(host, {
      name: 'c15t',
      defaults: DEFAULTS,
      listen(update) {
        store = (window as unknown as { [name: string]: Store | undefined })[namespace];
        return store?.subscribe?.(() => {
          update();
          queueMicrotask(update);
        });
      },
      read() {
        if (!store?.getState) return undefined;
        const { consents, consentInfo, isLoadingConsentInfo, model, storageConfig, initDataSource, locationInfo } =
          store.getState();
        const { subjectId, materialPolicyFingerprint: version } = consentInfo ?? {};
        const isAnswered = typeof subjectId === 'string' && !isLoadingConsentInfo;
        const cookies = readCookies((storageConfig?.storageKey ?? 'c15t').replace(/\W/g, '\\$&'));
        return {
          allows(code) {
            if (cookies[0])
              return readOwn(consents, code) && cookies.every((cookie) => cookie!.includes(`c.${code}:1`));
            return isAnswered ? undefined : readOwn(consents, code);
          },
          ...(initDataSource?.startsWith('backend') && {
            region: [locationInfo?.countryCode, locationInfo?.regionCode].filter(Boolean).join('-'),
          }),
          ...(model && { regime: model === 'opt-out' ? model : 'opt-in' }),
          ...(isAnswered && {
            evidence: 'explicit',
            proof: { id: subjectId, version },
          }),
        };
      },
    });
  };
}
