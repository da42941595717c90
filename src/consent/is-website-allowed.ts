import { attempt } from '../safety/attempt.js';
import { readCookies } from './read-cookies.js';
import { readOwn } from '../safety/own.js';

/** Magento's cookie of the cookie restriction mode, a map of website ids: whether it allows this website, in every path. */
export function isWebsiteAllowed(websiteId: string | number | undefined): boolean {
  return readCookies('user_allowed_save_cookie', String).every((text) =>
    attempt(() => {
      const websites: unknown = JSON.parse(decodeURIComponent(text!));
      return readOwn(websites as { [id: string]: unknown }, `${websiteId}`) === 1;
    }),
  );
}
