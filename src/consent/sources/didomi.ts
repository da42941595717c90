import type { ConsentSource } from '../consent.js';
import { followPlatform, type PlatformAnswer } from '../follow-platform.js';
import { readCookies } from '../read-cookies.js';
import { readOwn } from '../../safety/own.js';

/** What is read of the page. Both arrays are there before the SDK, where the page has its usual snippet, and after it. */
interface Page {
  readonly didomiOnReady?: { push(ready: (didomi: Didomi) => void): unknown };
}

interface Didomi {
  on?(event: string, listener: () => void): void;
  shouldUserStatusBeCollected(): boolean;
  getUserConsentStatusForPurpose(id: string): boolean | undefined;
  getCurrentUserStatus(): {
    readonly purposes: { readonly [id: string]: { readonly enabled: boolean } | undefined };
    readonly regulation: string;
    readonly user_id?: string;
    readonly updated?: string;
    readonly consent_string?: string;
  };
}

/**
 * Didomi (https://developers.didomi.io/cmp/web-sdk). A code is the id of a purpose. A purpose that nobody was asked about
 * is `enabled: false`, as one that was refused: only two other functions tell them apart. `consent.changed` does not come
 * for a returning visitor, so it is read when the SDK is ready. The SDK cannot be told to forget a listener; ours does
 * nothing once stopped.
 *
 * @example
 * ```ts
 * import { createHeadgate, didomi } from 'headgate';
 *
 * createHeadgate({ manifest, consent: [didomi()], collectors });
 * ```
 */
export function didomi(): ConsentSource {
  return (host) => {
    let platform: Didomi | undefined;
    return followPlatform(host, {
      name: 'didomi',
      listen(update) {
        const queue = (window as Page).didomiOnReady;
        queue?.push((ready) => {
          platform = ready;
          ready.on?.('consent.changed', update);
          update();
        });
        return queue && (() => {});
      },
      read: () => platform && readDidomi(platform),
    });
  };
}

/** The laws of the United States by which everything is allowed until the visitor objects. */
const OPT_OUT = /^(cc?pr?a|vcdpa|ctdpa|ucpa)$/;

function readDidomi(platform: Didomi): PlatformAnswer {
  const { purposes, regulation, user_id: id, updated, consent_string } = platform.getCurrentUserStatus();
  const regime = OPT_OUT.test(regulation) ? 'opt-out' : regulation === 'none' ? undefined : 'opt-in';
  const isAnswered = regime === 'opt-in' && !platform.shouldUserStatusBeCollected();
  const tokens = readCookies('didomi_token').map((token) => {
    const stored = (token ? JSON.parse(atob(token)) : {}) as { purposes?: { disabled?: string[] } };
    return stored.purposes?.disabled;
  });
  return {
    allows(code) {
      if (isAnswered && platform.getUserConsentStatusForPurpose(code) === undefined) return undefined;
      return tokens.some((disabled) => disabled?.includes(code)) ? false : readOwn(purposes, code)?.enabled;
    },
    evidence: isAnswered ? 'explicit' : regime ? 'default' : 'not-applicable',
    regime,
    proof: isAnswered && id ? { id, time: updated!, string: consent_string! } : undefined,
  };
}
