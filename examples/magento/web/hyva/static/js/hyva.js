/* The global `hyva` and its private content, as Hyvä's theme has them in every page. */
(() => {
  const CACHE = 'mage-cache-storage';
  const VERSION = 'private_content_version';
  const EXPIRY = 'mage-cache-timeout';
  const lifetime = 3600 * 1000;

  function getCookie(name) {
    const pair = document.cookie.split('; ').find((candidate) => candidate.startsWith(`${name}=`));
    return pair && decodeURIComponent(pair.slice(name.length + 1));
  }

  function setCookie(name, value, seconds) {
    document.cookie = `${name}=${encodeURIComponent(value)}; path=${COOKIE_CONFIG.path}; max-age=${seconds}; samesite=lax`;
  }

  globalThis.hyva = {
    getCookie,
    setCookie,
    getBrowserStorage: () => localStorage,
    getFormKey: () => '',
    /** As the theme's own forms post: with the header that Magento's controllers ask for. */
    post: (route, fields) =>
      fetch(BASE_URL + route, {
        method: 'POST',
        headers: { 'x-requested-with': 'XMLHttpRequest' },
        body: new URLSearchParams(fields),
      }).then((response) => response.json()),
  };

  function dispatch(data) {
    dispatchEvent(new CustomEvent('private-content-loaded', { detail: { data } }));
  }

  async function loadSectionData() {
    const version = getCookie(VERSION);
    // Without a POST there is no session on the server: the defaults are in the page.
    if (!version)
      return dispatch({ cart: [], customer: [], wishlist: [], 'compare-products': [], 'directory-data': [] });
    const isExpired = new Date(localStorage.getItem(EXPIRY) ?? 0) < new Date();
    const isKept = localStorage.getItem(VERSION) === version && getCookie('mage-cache-sessid');
    if (isKept && !isExpired && localStorage.getItem(CACHE)) return dispatch(JSON.parse(localStorage.getItem(CACHE)));
    const response = await fetch(`${BASE_URL}customer/section/load/?sections=`);
    const data = await response.json();
    localStorage.setItem(CACHE, JSON.stringify(data));
    localStorage.setItem(VERSION, version);
    localStorage.setItem(EXPIRY, new Date(Date.now() + lifetime).toISOString());
    setCookie('mage-cache-sessid', 'true', lifetime / 1000);
    dispatch(data);
  }

  addEventListener('load', () => void loadSectionData());
  addEventListener('reload-customer-section-data', () => void loadSectionData());
})();
