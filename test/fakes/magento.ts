/**
 * Fakes of what a Magento shop leaves in a page, built from recorded facts: the notice of the cookie restriction mode, in
 * Luma (announced by jQuery), in early versions (not announced) and in Hyvä; and Amasty's cookie bar.
 */
import { drop, getCookie, page, putCookie, tell, type FakePlatform } from './fake-platform.js';

const COOKIE = 'user_allowed_save_cookie';

/** What jQuery is to a shop: the real one, where a test has it. */
export interface Trigger {
  (target: unknown): { trigger(type: string): unknown };
}

/** The cookie notice: a yes, and nothing else. A refusal is a cookie that is not there. */
export function fakeMagento(announce: () => void, websiteId = 1): FakePlatform {
  return {
    load() {},
    // The shop's scripts are on their way; the cookie is there.
    loadHalf() {},
    unload() {},
    choose(analytics) {
      putCookie(COOKIE, analytics ? encodeURIComponent(JSON.stringify({ [websiteId]: 1 })) : undefined);
      announce();
    },
    forget: () => putCookie(COOKIE),
  };
}

/** Hyvä with a consent module that sets groups. */
export function fakeHyva(): FakePlatform & { allowWebsite(): void } {
  const KEY = 'fake_consent_module';
  const publish = (): void => {
    page['cookie_consent_groups'] = { necessary: true, ...JSON.parse(localStorage.getItem(KEY) ?? '{}') };
  };
  const allowWebsite = (): void => putCookie(COOKIE, encodeURIComponent('{"1":1}'));
  return {
    allowWebsite,
    load() {
      page['hyva'] = { getCookie };
      page['CURRENT_WEBSITE_ID'] = '1';
      page['COOKIE_CONFIG'] = { expires: null, path: '/', domain: '', cookie_restriction_enabled: true };
      page['cookie_consent_config'] = { necessary: [COOKIE, 'form_key'] };
      publish();
    },
    loadHalf: () => void (page['CURRENT_WEBSITE_ID'] = '1'),
    unload: () => drop('hyva', 'CURRENT_WEBSITE_ID', 'COOKIE_CONFIG', 'cookie_consent_config', 'cookie_consent_groups'),
    choose(analytics, marketing) {
      localStorage.setItem(KEY, JSON.stringify({ analytics, marketing }));
      allowWebsite();
      publish();
      tell('user-allowed-save-cookie');
    },
    forget() {
      putCookie(COOKIE);
      localStorage.removeItem(KEY);
    },
  };
}

/** Amasty's cookie bar: events for every save, a refusal too. */
export function fakeAmasty(jQuery?: Trigger): FakePlatform {
  return {
    load() {
      page['isGdprCookieEnabled'] = true;
      // The policy applies to this visitor: no consent.
      putCookie('amcookie_policy_restriction', 'allowed');
    },
    loadHalf() {},
    unload: () => drop('isGdprCookieEnabled'),
    choose(analytics, marketing) {
      const groups = [1, ...(analytics ? [2] : []), ...(marketing ? [3] : [])];
      putCookie('amcookie_allowed', groups.length === 3 ? '0' : groups.length === 1 ? '-1' : groups.join('%2C'));
      putCookie('amcookie_disallowed', marketing ? '' : '_ga%2C_gid');
      for (const type of ['amcookie_save', 'amcookie_allow']) jQuery?.(document.body).trigger(type);
    },
    forget() {
      for (const name of ['amcookie_allowed', 'amcookie_disallowed', 'amcookie_policy_restriction']) putCookie(name);
    },
  };
}
