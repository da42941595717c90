import type { Choice, ConsentSource } from '../consent.js';

export interface MagentoOptions {
  /** The current website's id. Consent given on another website of the shop proves nothing here. */
  readonly websiteId: number | string;
  /** How often the cookie is looked at where the browser has no cookie events, in milliseconds. @defaultValue `1000` */
  readonly interval?: number;
}

const COOKIE = /(?:^|; )user_allowed_save_cookie=([^;]*)/;

/**
 * Magento's cookie restriction mode: one yes for the whole shop, in the cookie `user_allowed_save_cookie`, a map of
 * website ids. It opens the categories that the manifest maps with `"magento": true`, and no other. There is no refusal: a
 * cookie that is absent is no answer, one that vanishes is a withdrawal. With restriction mode off there is no
 * cookie, and nothing opens.
 *
 * Luma announces a grant through jQuery only (`user:allowed:save:cookie`), Hyvä by a native event, nobody announces that
 * the cookie was deleted: so the cookie itself is read, on every hint and on a timer.
 */
export function magento({ websiteId, interval = 1000 }: MagentoOptions): ConsentSource {
  return ({ codes, report }) => {
    const mapped = Object.entries(codes('magento')).filter(([, code]) => code === true);
    const read = (): void => {
      const choice: Choice = isAllowed(document.cookie, websiteId) ? 'granted' : 'undecided';
      report({
        source: 'magento',
        categories: Object.fromEntries(mapped.map(([category]) => [category, choice])),
        basis: 'explicit',
      });
    };
    read();
    const timer = setInterval(read, interval);
    const hints = ['user-allowed-save-cookie', 'pageshow', 'focus', 'click'];
    for (const hint of hints) addEventListener(hint, read);
    return () => {
      clearInterval(timer);
      for (const hint of hints) removeEventListener(hint, read);
    };
  };
}

function isAllowed(cookies: string, websiteId: number | string): boolean {
  try {
    return JSON.parse(decodeURIComponent(COOKIE.exec(cookies)![1]!))[websiteId] === 1;
  } catch {
    return false;
  }
}
