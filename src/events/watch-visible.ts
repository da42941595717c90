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
  const known = new WeakSet<Element>();
  const views = createViews(report);

  function meet(element: Element): void {
    const kind = kindOf(element);
    if (known.has(element) || (kind !== 'load' && kind !== 'visible')) return;
    known.add(element);
    if (kind === 'load') report(element);
    else views.watch(element);
  }

  /** An element's own tree, and the open shadow roots in it, which are watched from then on. */
  function scan(root: ParentNode): void {
    for (const element of root.querySelectorAll(selector)) meet(element);
    for (const element of root.querySelectorAll('*')) enter(element);
  }

  function enter({ shadowRoot }: Element): void {
    if (!shadowRoot) return;
    observer.observe(shadowRoot, watched);
    scan(shadowRoot);
  }

  const watched = { childList: true, subtree: true, attributeFilter: ['data-headgate-on', 'data-headgate-event'] };
  const observer = new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      if (type === 'attributes' && (target as Element).matches(selector)) meet(target as Element);
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        if (node.matches(selector)) meet(node);
        enter(node);
        scan(node);
      }
    }
  });

  observer.observe(document, watched);
  scan(document);
  return () => {
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
