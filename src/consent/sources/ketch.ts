import type { ConsentSource } from '../consent.js';
import { followPlatform } from '../follow-platform.js';
import { readCookies } from '../read-cookies.js';
import { readOwn } from '../../safety/own.js';

/** What is used of the page: one function, which the platform's snippet sets before its script and which queues then. */
interface Page {
  ketch?(call: string, ...values: unknown[]): void;
}

interface Consent {
  readonly purposes?: { readonly [purpose: string]: boolean };
}

interface Stored {
  readonly [purpose: string]: { readonly status?: string } | undefined;
}

/**
 * Ketch (https://docs.ketch.com). A code is the code of a purpose. The event `consent` comes with defaults too, so a choice
 * is known by `userConsentUpdated`, or by the cookie that keeps it.
 *
 * @example
 * ```ts
 * import { createHeadgate, ketch } from 'headgate';
 *
 * createHeadgate({ manifest, consent: [ketch()], collectors });
 * ```
 */
export function ketch(): ConsentSource {
  return (host) => {
    let consent: Consent | undefined;
    let isChosen = false;
    let law = '';
    let region: string | undefined;
    return followPlatform(host, {
      name: 'ketch',
      listen(update) {
        const { ketch: call } = window as Page;
        const ask = (): void => {
          try {
            call!('getConsent', (now: Consent) => {
              consent = now;
              update();
            });
          } catch {
            // Called by the platform: it must not hear of it, and what was read before is not known any more.
            consent = {};
            update();
          }
        };
        const listeners = {
          consent: ask,
          userConsentUpdated() {
            isChosen = true;
            ask();
          },
          jurisdiction(now: string) {
            law = now;
            update();
          },
          regionInfo(now: string) {
            region = now;
            update();
          },
        };
        const all = (what: string): void => {
          for (const [event, listener] of Object.entries(listeners)) call!(what, event, listener);
        };
        if (!call) return undefined;
        all('on');
        return () => all('off');
      },
      read() {
        const stored = readStored();
        return (
          consent && {
            allows(code) {
              if (stored.some((one) => readOwn(one, code)?.status === 'denied')) return false;
              // Newer than the visitor's choice.
              return stored.some((one) => !readOwn(one, code)) ? undefined : readOwn(consent!.purposes!, code);
            },
            evidence: isChosen || stored.length ? 'explicit' : 'default',
            regime: /ccpa|cpra|^us/.test(law) ? 'opt-out' : /gdpr|lgpd/.test(law) ? 'opt-in' : undefined,
            region,
          }
        );
      },
    });
  };
}

function readStored(): readonly Stored[] {
  const cookies = readCookies('_ketch_consent_v1_');
  return cookies.flatMap((cookie) => (cookie ? [JSON.parse(atob(cookie)) as Stored] : []));
}
