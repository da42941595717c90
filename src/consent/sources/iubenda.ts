import type { ConsentSource } from '../consent.js';
import { followPlatform, strictest, type PlatformAnswer } from '../follow-platform.js';
import { readCookies } from '../read-cookies.js';
import { readOwn } from '../../safety/own.js';

/** What is read of the page. */
interface Page {
  readonly _iub?: {
    readonly csConfiguration?: {
      callback?: { onPreferenceExpressed?: ((...given: unknown[]) => unknown) | undefined };
    };
    readonly cs?: {
      readonly consent?: Consent;
      readonly api?: {
        isPreferenceExpressed(): boolean;
        gdprApplies(): boolean;
        lgpdApplies(): boolean;
        ccpaApplies(): boolean;
        isCcpaOptedOut(): boolean;
        getPreferenceId?(): string;
      };
    };
  };
}

interface Consent {
  readonly consent?: boolean;
  readonly purposes?: { readonly [purpose: string]: boolean };
  readonly timestamp?: string;
}

const DEFAULTS = { necessary: 1, functional: 2, experience: 3, analytics: 4, marketing: 5 };

/**
 * iubenda (https://www.iubenda.com/en/help/1205). A code is the number of a purpose; a banner without purposes has one
 * consent for all. It tells of an answer through a callback in the page's configuration: where there is an object of
 * them, ours stands before the page's own until the source stops. In the United States its opt-out closes everything.
 *
 * @example
 * ```ts
 * import { createHeadgate, iubenda } from 'headgate';
 *
 * createHeadgate({ manifest, consent: [iubenda()], collectors });
 * ```
 */
export function iubenda(): ConsentSource {
  return (host) =>
    followPlatform(host, {
      name: 'iubenda',
      defaults: DEFAULTS,
      listen(update) {
        const callbacks = (window as Page)['_iub']?.csConfiguration?.callback;
        if (!callbacks) return undefined;
        const { onPreferenceExpressed: theirs } = callbacks;
        const ours = (...given: unknown[]): unknown => {
          update();
          return theirs?.apply(callbacks, given);
        };
        callbacks.onPreferenceExpressed = ours;
        return () => {
          if (callbacks.onPreferenceExpressed === ours) callbacks.onPreferenceExpressed = theirs;
        };
      },
      read: readIubenda,
    });
}

function readIubenda(): PlatformAnswer | undefined {
  const { api, consent } = (window as Page)['_iub']?.cs ?? {};
  if (!api) return undefined;
  const isAnswered = api.isPreferenceExpressed();
  const isOptOut = !api.gdprApplies() && !api.lgpdApplies() && api.ccpaApplies();
  const stored = readCookies('_iub_cs-s?\\d+').map((cookie) => cookie && (JSON.parse(cookie) as Consent));
  const id = api.getPreferenceId?.();
  return {
    allows(code) {
      // Where a choice lists purposes, one that is newer is not covered by it.
      const answers = [consent, ...stored].flatMap((one) =>
        one ? [one.purposes ? readOwn(one.purposes, code) : one.consent] : [],
      );
      if ((isOptOut && api.isCcpaOptedOut()) || answers.includes(false)) return false;
      return isAnswered ? strictest(answers) : (answers[0] ?? (isOptOut || undefined));
    },
    regime: isOptOut ? 'opt-out' : api.gdprApplies() || api.lgpdApplies() ? 'opt-in' : undefined,
    ...(isAnswered && {
      evidence: 'explicit',
      proof: id ? { id, time: consent?.timestamp?.replace(/-(?=\d\D)/g, '-0') } : undefined,
    }),
  };
}
