/**
 * A fake of a consent platform that speaks Google Consent Mode: it denies by default before any tag loads, and pushes an
 * `update` after a choice, and for returning visitors on every page. The `gtag` function is Google's published snippet.
 */
type Value = 'granted' | 'denied';

const COOKIE = 'consent-mode-choice';
const page = globalThis as unknown as { dataLayer: unknown[] };

function gtag(..._command: unknown[]): void {
  page.dataLayer.push(arguments);
}

const toTypes = (analytics: Value, ads: Value) => ({
  analytics_storage: analytics,
  ad_storage: ads,
  ad_user_data: ads,
  ad_personalization: ads,
});

export const googleConsentModeFake = {
  gtag,
  install(analytics: Value = 'denied', ads: Value = 'denied', more: object = {}): void {
    page.dataLayer ??= [];
    gtag('consent', 'default', { ...toTypes(analytics, ads), wait_for_update: 500, ...more });
    page.dataLayer.push({ event: 'gtm.js', 'gtm.start': 1 });
    const [, ...stored] = /consent-mode-choice=(\w+),(\w+)/.exec(document.cookie) ?? [];
    if (stored.length) gtag('consent', 'update', toTypes(...(stored as [Value, Value])));
  },
  leave: (): void => void Reflect.deleteProperty(globalThis, 'dataLayer'),
  remove(): void {
    googleConsentModeFake.leave();
    document.cookie = `${COOKIE}=; expires=Thu, 01 Jan 1970 00:00:00 GMT`;
  },
  choose(analytics: Value, ads: Value): void {
    document.cookie = `${COOKIE}=${analytics},${ads}`;
    gtag('consent', 'update', toTypes(analytics, ads));
  },
};
