import { NOTHING, readSections, type Sections, type Snapshot } from './read-sections.js';

/** Where both themes keep the private content of the last page. */
export const CACHE = 'mage-cache-storage';

/** The page before this one left it there. */
export function readCache(): Sections {
  try {
    return (JSON.parse(localStorage.getItem(CACHE)!) as Sections | null) ?? {};
  } catch {
    return {};
  }
}

/** What is known of the visitor before this page's sections arrive. To be read before the theme replaces it. */
export function readFirst(): Snapshot {
  const cached = readSections(readCache());
  // Magento sets this cookie with its answer to the first POST; who sent none has nothing.
  if (!/(^|; )private_content_version=/.test(document.cookie)) return { ...NOTHING, ...cached };
  // Hyvä asks for sections once that cookie is there, on every page: without any, the first POST led here.
  if (!cached.items && typeof (window as { hyva?: unknown }).hyva === 'object' && isLedHere(/./)) return NOTHING;
  // Luma deletes the sections that a form is about to change, all of them at a login.
  return isLedHere(/\/customer\/account\/(login|create)\b/) ? { isLoggedIn: false, ...cached } : cached;
}

/** Whether a page of this shop led here by its form, or loaded itself again. */
export function isLedHere(from: RegExp): boolean {
  const { referrer } = document;
  const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  if (entry?.type === 'reload') return from.test(location.pathname);
  return !!entry?.redirectCount && referrer.startsWith(`${location.origin}/`) && from.test(referrer);
}
