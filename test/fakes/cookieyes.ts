/**
 * A fake of CookieYes' banner script, built from recorded facts: a function that answers anew each time, events on document
 * that do not bubble, and a cookie in which `consent:no` stands beside `action:yes` after a refusal.
 */
import { drop, getCookie, page, putCookie, tell, type FakePlatform, type Place } from './fake-platform.js';

const ID = 'd0owYWJjZGVmZ2hpamtsbW5vcHFyc3Q';
const NAMES = ['necessary', 'functional', 'analytics', 'performance', 'advertisement', 'other'];

export function fakeCookieYes(): FakePlatform {
  let place: Place = 'opt-in';

  function write(allowed: readonly string[], action: '' | 'yes'): void {
    const pairs = NAMES.map((name) => `${name}:${allowed.includes(name) ? 'yes' : 'no'}`);
    const consent = allowed.length > 1 && action ? 'yes' : 'no';
    putCookie('cookieyes-consent', [`consentid:${ID}`, `consent:${consent}`, `action:${action}`, ...pairs].join(','));
  }

  return {
    load(where = 'opt-in') {
      place = where;
      if (!getCookie('cookieyes-consent')) write(place === 'opt-in' ? ['necessary'] : NAMES, '');
      page['getCkyConsent'] = () => {
        const cookie = getCookie('cookieyes-consent')!;
        return {
          activeLaw: place === 'opt-in' ? 'gdpr' : 'ccpa',
          categories: Object.fromEntries(NAMES.map((name) => [name, cookie.includes(`,${name}:yes`)])),
          isUserActionCompleted: cookie.includes('action:yes'),
          consentID: ID,
          languageCode: 'en',
        };
      };
      tell('cookieyes_banner_load', page['getCkyConsent'](), document);
    },
    unload: () => drop('getCkyConsent'),
    choose(analytics, marketing) {
      const accepted = ['necessary', ...(analytics ? ['analytics'] : []), ...(marketing ? ['advertisement'] : [])];
      write(accepted, 'yes');
      const rejected = NAMES.filter((name) => !accepted.includes(name));
      tell('cookieyes_consent_update', { accepted, rejected }, document);
    },
    forget: () => putCookie('cookieyes-consent'),
  };
}
