import { createProtect } from '../safety/protect.js';

/** How long a look through the page may take at once, in milliseconds: the rest of a large page has to wait. */
const SLICE = 8;

/**
 * Reports elements of `selector` once each: those of kind `load` when they are in the page, those of kind `visible` after the share
 * `data-headgate-share` of them was in view for `data-headgate-time` milliseconds without a break. Elements that come later
 * count, and those in open shadow roots. Returns what ends it.
 */
export function watchVisible(
  selector: string,
  kindOf: (element: Element) => string,
  report: (element: Element) => void,
): () => void {
  const known = new WeakSet<Node>();
  const views = createViews(report);
  /** Trees that were not looked through yet. */
  const waiting: Iterator<Element>[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  // An input named `matches` takes the place of its form's method: such a form is left out, and the next one looked at.
  const meet = createProtect(() => {})((element: Element): void => {
    if (element.shadowRoot) watch(element.shadowRoot);
    if (known.has(element) || !element.matches(selector) || !element.isConnected) return;
    const kind = kindOf(element);
    if (kind !== 'load' && kind !== 'visible') return;
    known.add(element);
    if (kind === 'load') report(element);
    else views.watch(element);
  });

  function watch(root: Document | ShadowRoot): void {
    if (known.has(root)) return;
    known.add(root);
    observer.observe(root, watched);
    waiting.push(root.querySelectorAll('*').values());
  }

  /** Meets what waits, in slices. */
  function look(): void {
    clearTimeout(timer);
    const until = performance.now() + SLICE;
    for (let tree; (tree = waiting[0]);) {
      const { value, done } = tree.next() as IteratorResult<Element, undefined>;
      if (done) waiting.shift();
      else {
        meet(value);
        if (performance.now() < until) continue;
        timer = setTimeout(look, 0);
        return;
      }
    }
  }

  const watched = { childList: true, subtree: true, attributeFilter: ['data-headgate-on', 'data-headgate-event'] };
  const observer = new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      if (type === 'attributes') waiting.push([target as Element].values());
      for (const node of addedNodes) {
        if (node instanceof Element) waiting.push([node].values(), node.querySelectorAll('*').values());
      }
    }
    look();
  });

  watch(document);
  look();
  return () => {
    clearTimeout(timer);
    observer.disconnect();
    views.stop();
  };
}

/** Elements that wait to be seen, each with the share and the time that it asks for. */
function createViews(report: (element: Element) => void) {
  const timers = new Map<Element, ReturnType<typeof setTimeout>>();
  const viewers = new Map<number, IntersectionObserver>();

  function see(element: Element, viewer: IntersectionObserver): void {
    timers.delete(element);
    viewer.unobserve(element);
    // A page in the background shows nothing: the time begins again, and ends when the page is in front.
    if (document.visibilityState === 'visible') report(element);
    else viewer.observe(element);
  }

  function createViewer(share: number): IntersectionObserver {
    const viewer = new IntersectionObserver(
      (entries) => {
        for (const { target, intersectionRatio, isIntersecting } of entries) {
          clearTimeout(timers.get(target));
          timers.delete(target);
          if (!isIntersecting || intersectionRatio < share) continue;
          timers.set(target, setTimeout(see, readNumber(target, 'data-headgate-time', 1000), target, viewer));
        }
      },
      { threshold: [share] },
    );
    viewers.set(share, viewer);
    return viewer;
  }

  return {
    watch(element: Element): void {
      const share = Math.min(1, Math.max(0.01, readNumber(element, 'data-headgate-share', 0.5)));
      (viewers.get(share) ?? createViewer(share)).observe(element);
    },
    stop(): void {
      for (const viewer of viewers.values()) viewer.disconnect();
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}

function readNumber(element: Element, attribute: string, fallback: number): number {
  const number = Number.parseFloat(element.getAttribute(attribute) ?? '');
  return Number.isNaN(number) ? fallback : number;
}
