import { attempt } from '../safety/attempt.js';
import { readCookies } from './read-cookies.js';

/** Magento's cookie of the cookie restriction mode, a map of website ids: whether it allows this website, in every path. */
export function isWebsiteAllowed(websiteId: string | number | undefined): boolean {
  const isAllowed = (text = ''): boolean => (JSON.parse(text) as { [id: string]: unknown })[`${websiteId}`] === 1;
  return attempt(() => readCookies('user_allowed_save_cookie').every((text) => isAllowed(text))) ?? false;
}
