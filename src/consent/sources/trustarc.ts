import type { ConsentSource } from '../consent.js';
import { followPlatform, type PlatformAnswer } from '../follow-platform.js';
import { readCookies } from '../read-cookies.js';

/** What is read of the page, once the notice is ready. */
interface Page {
  readonly truste?: {
    readonly cma?: { callApi?(name: string, domain: unknown): { source: string; consentDecision: unknown } };
    readonly eu?: {
      readonly bindMap?: { behavior?: string; behaviorManager?: string; domain?: string };
    };
  };
}

/** What its buckets are where a shop has not made others. */
const DEFAULTS = { necessary: 1, functional: 2, marketing: 3 };

export interface TrustArcOptions {
  /** The domain that TrustArc knows the site by. @defaultValue what its notice says */
  readonly domain?: string;
}

/**
 * TrustArc (https://github.com/trustarc/trustarc-segment-wrapper). A code is a bucket, counted from 1 as the API and
 * `cmapi_cookie_privacy` do. Only a decision that the visitor `asserted` is one. A change is told by a message, as text
 * among the messages of others, so each is a reason to look. Where the API and a cookie disagree, the stricter counts.
 *
 * @example
 * ```ts
 * import { createHeadgate, trustarc } from 'headgate';
 *
 * createHeadgate({ manifest, consent: [trustarc({ domain: 'shop.example' })], collectors });
 * ```
 */
export function trustarc({ domain }: TrustArcOptions = {}): ConsentSource {
  return (host) =>
    followPlatform(host, {
      name: 'trustarc',
      defaults: DEFAULTS,
      events: ['message'],
      read: () => readTrustArc(domain),
    });
}

function readTrustArc(site?: string): PlatformAnswer | undefined {
  const { cma, eu } = (window as Page).truste ?? {};
  if (!cma?.callApi || !eu?.bindMap) return undefined;
  const { behavior, behaviorManager, domain } = eu.bindMap;
  const { source, consentDecision } = cma.callApi('getGDPRConsentDecision', site ?? domain);
  const [prefs, highest, permit, id] = [
    'notice_gdpr_prefs',
    'notice_preferences',
    'cmapi_cookie_privacy',
    'TAconsentID',
  ].map((name) => readCookies(name)) as [List, List, List, List];
  const isAnswered = source === 'asserted' && !prefs.some((value) => value?.includes('implied'));
  const isOptOut = /^(implied|us|na)$/.test((behavior ?? behaviorManager)!);
  return {
    allows(code) {
      // Without an answer, and for a domain that TrustArc serves, the model decides.
      if (!isAnswered) return (isOptOut && source === 'implied') || undefined;
      return (
        [String(consentDecision), ...permit].every((list) => has(list, +code)) &&
        // These two count from 0.
        prefs.every((list) => has(list, +code - 1)) &&
        !highest.some((value) => parseInt(value!) < +code - 1)
      );
    },
    regime: isOptOut ? 'opt-out' : 'opt-in',
    ...(isAnswered && { evidence: 'explicit', proof: id[0] ? { id: id[0] } : undefined }),
  };
}

type List = readonly (string | undefined)[];

/** Whether a list names a bucket, with every separator that was ever used: `permit 1,2`, `permit_1|2_required`. */
function has(list: string | undefined, bucket: number): boolean {
  return !list || list.split(/\D+/).includes(`${bucket}`);
}
