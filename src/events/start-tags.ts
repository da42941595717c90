import type { Report } from '../audit/diagnostic.js';
import type { ConsentState } from '../consent/consent.js';
import { createProtect } from '../safety/protect.js';

export interface TagsOptions {
  /** @defaultValue `document` */
  readonly root?: ParentNode & Node;
  /** The nonce of the page's policy: an element that has it is the page's own. @defaultValue that of the script that runs now */
  readonly nonce?: string | undefined;
  /** Origins and addresses of scripts that may start without a nonce: `https://vendor.example`, `https://cdn.example/vendor/`. */
  readonly allow?: readonly string[];
  /** Hears of elements that are left as they are: `misconfigured`, with `allow` as `field`. */
  readonly onDiagnostic?: Report | undefined;
}

const SELECTOR = 'script[type="text/plain"][data-headgate-category]';

/**
 * Starts other vendors' scripts by consent: `<script type="text/plain" data-headgate-category="marketing" src="…">` is not
 * loaded by the browser until every category that it names is granted, also where it is added later. It starts nothing that
 * the page's own policy would not: the element has the page's nonce, or its source is on a list, since markup that a
 * visitor can write would otherwise run by the trust that the page has in this script. It stays the same element,
 * with its attributes and its CSP nonce. A script that ran cannot be undone: on withdrawal its element gets the event
 * `headgate:withdrawn`, which bubbles, so that the page can switch the vendor off or reload. Returns what ends it.
 *
 * @example
 * ```ts
 * import { startTags } from 'headgate';
 *
 * // <script type="text/plain" data-category="analytics" data-src="https://tags.example/tag.js"></script>
 * const stop = startTags(headgate, { allow: ['https://tags.example'] });
 * ```
 */
export function startTags(
  { onConsent }: { onConsent(listener: (state: ConsentState) => void): () => void },
  { root = document, nonce = document.currentScript?.nonce, allow = [], onDiagnostic }: TagsOptions = {},
): () => void {
  const protect = createProtect(() => {});
  const started = new Map<Element, readonly string[]>();
  const left = new WeakSet<Element>();
  let categories: ConsentState['categories'] = {};
  const isGranted = (names: readonly string[]): boolean =>
    names.length > 0 && names.every((name) => Object.hasOwn(categories, name) && categories[name] === 'granted');

  /** By its own nonce, which no markup of a visitor can know, or by where it comes from. Text without a nonce comes from nowhere. */
  const isAllowed = (element: HTMLScriptElement): boolean =>
    (!!nonce && element.nonce === nonce) ||
    (Array.isArray(allow) &&
      allow.some((place) => !!place && (element.src === place || element.src.startsWith(place.replace(/\/?$/, '/')))));

  /** Each by itself: markup that a visitor can write, such as an SVG's script, which has no `src`, must not keep the others. */
  const startTag = protect((element: HTMLScriptElement): void => {
    const names = (element.getAttribute('data-headgate-category') ?? '').split(/[\s,]+/).filter(Boolean);
    if (!isGranted(names) || left.has(element)) return;
    if (!('src' in element && isAllowed(element))) {
      left.add(element);
      onDiagnostic?.({ code: 'misconfigured', field: 'allow' });
      return;
    }
    element.type = element.getAttribute('data-headgate-type') ?? 'text/javascript';
    started.set(element, names);
    // A script runs when it is put into the page, not when its type changes there. A copy would run too, but not where
    // Trusted Types ask who wrote its text; the element itself keeps that, and its nonce, which cannot be read.
    const place = element.nextSibling;
    const parent = element.parentNode!;
    element.remove();
    parent.insertBefore(element, place);
  });

  const startGranted = protect((): void => root.querySelectorAll<HTMLScriptElement>(SELECTOR).forEach(startTag));

  const unsubscribe = onConsent((state) => {
    categories = state.categories;
    for (const [script, names] of started) {
      if (isGranted(names)) continue;
      started.delete(script);
      script.dispatchEvent(new CustomEvent('headgate:withdrawn', { bubbles: true, detail: { categories: names } }));
    }
    startGranted();
  });
  const observer = new MutationObserver(startGranted);
  observer.observe(root, { childList: true, subtree: true });
  return () => {
    unsubscribe();
    observer.disconnect();
  };
}
