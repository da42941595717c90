/** Magento's cookie of the cookie restriction mode, a map of website ids: whether it allows this website. */
export function isWebsiteAllowed(websiteId: string | number | undefined): boolean {
  const cookies = document.cookie;
  try {
    const [, value] = /(?:^|; )user_allowed_save_cookie=([^;]*)/.exec(cookies)!;
    return (JSON.parse(decodeURIComponent(value!)) as { [id: string]: unknown })[`${websiteId}`] === 1;
  } catch {
    return false;
  }
}
