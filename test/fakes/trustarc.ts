/**
 * A fake of TrustArc's consent manager, built from recorded facts: an API with buckets from 1, cookies with buckets from 1
 * and from 0 in two families of separators, and messages to the window as text.
 */
import { drop, getCookie, page, putCookie, type FakePlatform, type Place } from './fake-platform.js';

const MODELS = {
  'opt-in': { behavior: 'expressed', behaviorManager: 'eu' },
  'opt-out': { behavior: 'implied', behaviorManager: 'us' },
  'no-banner': { behavior: 'implied', behaviorManager: 'us' },
};
const COOKIES = ['notice_gdpr_prefs', 'notice_preferences', 'cmapi_cookie_privacy', 'notice_behavior', 'TAconsentID'];
const ID = '0c4f7b39-1f4b-4a0e-9a5c-3d5f2b1c7e10';

/** How an installation separates what its cookies list. */
export type Separators = 'commas' | 'pipes';

export interface FakeTrustArc extends FakePlatform {
  /** Another script of the page, or TrustArc, posts to the window. */
  post(data: unknown): void;
}

export function fakeTrustArc(separators: Separators = 'commas'): FakeTrustArc {
  let buckets: readonly number[] | undefined;
  const join = (list: readonly number[]): string => list.join(separators === 'commas' ? ',' : '|');

  function readBuckets(): number[] | undefined {
    const permit = getCookie('cmapi_cookie_privacy');
    return permit ? decodeURIComponent(permit).match(/\d/g)!.map(Number) : undefined;
  }

  function write(list: readonly number[]): void {
    const space = separators === 'commas' ? '%20' : '_';
    putCookie('cmapi_cookie_privacy', `permit${space}${join(list)}`);
    putCookie('notice_gdpr_prefs', `${join(list.map((bucket) => bucket - 1))}:`);
    if (list.every((bucket, index) => bucket === index + 1)) putCookie('notice_preferences', `${list.length - 1}:`);
    else putCookie('notice_preferences');
    putCookie('TAconsentID', ID);
  }

  const post = (data: unknown): void => void dispatchEvent(new MessageEvent('message', { data }));

  return {
    load(place: Place = 'opt-in') {
      const { behavior, behaviorManager } = MODELS[place];
      buckets = readBuckets();
      putCookie('notice_behavior', `${behavior},${behaviorManager}`);
      page['truste'] = {
        cma: {
          callApi: (name: string) =>
            name === 'getGDPRConsentDecision'
              ? { source: buckets ? 'asserted' : 'implied', consentDecision: buckets ?? [0] }
              : { consentDecision: buckets?.length ?? 0 },
        },
        eu: { bindMap: { behavior, behaviorManager, categoryCount: 3, domain: 'shop.example' } },
      };
    },
    loadHalf: () => void (page['truste'] = { cma: {}, eu: {} }),
    unload: () => drop('truste'),
    choose(analytics, marketing) {
      buckets = [1, ...(analytics ? [2] : []), ...(marketing ? [3] : [])];
      write(buckets);
      post(JSON.stringify({ source: 'preference_manager', message: 'submit_preferences', data: '0' }));
    },
    forget() {
      for (const name of COOKIES) putCookie(name);
    },
    post,
  };
}
