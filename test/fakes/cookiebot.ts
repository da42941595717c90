/**
 * A fake of Cookiebot's script, built from recorded facts: consent values before the visitor responds, an implied consent
 * outside the chosen regions, a cookie that is not JSON, and `OnAccept` on every page of a visitor who accepted anything.
 */
import { drop, getCookie, page, putCookie, tell, type FakePlatform, type Place } from './fake-platform.js';

const STAMP = '6cM/oZqc2vFq3sXkzq1T0Q==';

export function fakeCookiebot(globals: readonly string[] = ['Cookiebot', 'CookieConsent']): FakePlatform {
  function write(stamp: string, statistics: boolean, marketing: boolean, method: string): void {
    const flags = `necessary:true,preferences:${marketing},statistics:${statistics},marketing:${marketing}`;
    const text = `{stamp:%27${stamp}%27,${flags},method:%27${method}%27,ver:2,utc:1745622155764,region:%27nz%27}`;
    putCookie('CookieConsent', text.replaceAll(',', '%2C'));
  }

  function read(place: Place): object {
    const cookie = decodeURIComponent(getCookie('CookieConsent') ?? '');
    const has = (name: string): boolean => cookie.includes(`${name}:true`);
    const isImplied = !cookie && place !== 'opt-in';
    const consent = {
      necessary: true,
      preferences: isImplied || has('preferences'),
      statistics: isImplied || has('statistics'),
      marketing: isImplied || has('marketing'),
      stamp: cookie ? STAMP : '0',
      method: cookie ? /method:'(\w+)'/.exec(cookie)![1] : isImplied ? 'implied' : null,
    };
    return {
      consent,
      hasResponse: cookie !== '' || place === 'no-banner',
      regulations: { gdprApplies: place === 'opt-in', ccpaApplies: place === 'opt-out', lgpdApplies: false },
      consented: consent.statistics || consent.marketing,
      declined: cookie !== '' && !consent.statistics && !consent.marketing,
      consentID: consent.stamp,
      consentUTC: new Date(1745622155764),
      userCountry: place === 'opt-in' ? 'at' : 'us-06',
      isOutOfRegion: place === 'no-banner',
    };
  }

  let place: Place = 'opt-in';
  const publish = (): void => {
    const state = read(place);
    for (const name of globals) page[name] = state;
  };

  return {
    load(where = 'opt-in') {
      place = where;
      if (place === 'no-banner' && !getCookie('CookieConsent')) write('-1', true, true, 'implied');
      publish();
      if (getCookie('CookieConsent')) tell('CookiebotOnConsentReady');
      if (page[globals[0]!].consented) tell('CookiebotOnAccept');
    },
    // The page's script element has made it, and the answer of the server is not there.
    loadHalf: () => void (page[globals[0]!] = {}),
    unload: () => drop(...globals),
    choose(statistics, marketing) {
      write(statistics || marketing ? STAMP : '0', statistics, marketing, 'explicit');
      publish();
      tell('CookiebotOnConsentReady');
      tell(statistics || marketing ? 'CookiebotOnAccept' : 'CookiebotOnDecline');
    },
    forget: () => putCookie('CookieConsent'),
  };
}
