import { createProtect } from '../safety/protect.js';
import { fieldsOf, type TrackTarget } from './event-source.js';
import { readFields } from './read-fields.js';
import { watchVisible } from './watch-visible.js';

const EVENT = 'data-headgate-event';
const SELECTOR = `[${EVENT}]`;

/**
 * Events from markup: `<button data-headgate-event="coupon_applied" data-headgate-field-code="SUMMER">`. What triggers is
 * `data-headgate-on`, by default `submit` for forms, `change` for inputs, and `click` for everything else; also `load` (once it
 * is in the page) and `visible` (once, when the share `data-headgate-share`, by default 0.5, was in view for
 * `data-headgate-time` milliseconds, by default 1000).
 *
 * One listener for each type on the document serves the whole page, whatever is added or changed later. Events that do not leave
 * shadow roots are listened to in each open root from the moment that the visitor enters it; for `load` and `visible` the root
 * must be there when its element comes into the page. Only fields that the manifest
 * declares are read. Returns what ends it.
 *
 * @example
 * ```ts
 * import { startAttributes } from 'headgate';
 *
 * // <button data-track="search_used" data-track-results="12">Search</button>
 * const stop = startAttributes(headgate);
 * ```
 */
export function startAttributes(target: TrackTarget): () => void {
  const protect = createProtect(() => {});
  const listening = new AbortController();
  const entered = new WeakSet<Node>();

  function fire(element: Element, submitter?: HTMLElement | null): void {
    const name = element.getAttribute(EVENT)!;
    target.track(name, readFields(element, fieldsOf(target.manifest, name), submitter) as never);
  }

  const onDomEvent = protect((event: Event): void => {
    for (const node of event.composedPath()) {
      if (node instanceof Element && node.hasAttribute(EVENT) && triggerOf(node) === event.type) {
        fire(node, (event as SubmitEvent).submitter);
        // The innermost element is meant: a marked card around a marked button is another event.
        return;
      }
    }
  });

  const enter = protect((event: Event): void => {
    for (const node of event.composedPath()) {
      if (!(node instanceof ShadowRoot) || entered.has(node)) continue;
      entered.add(node);
      for (const type of ['change', 'submit']) node.addEventListener(type, onDomEvent, listening);
    }
  });

  const options = { capture: true, signal: listening.signal };
  for (const type of ['click', 'change', 'submit']) {
    // Not `document.addEventListener`: markup can put an element in its place.
    EventTarget.prototype.addEventListener.call(document, type, onDomEvent, options);
  }
  for (const type of ['focusin', 'pointerdown']) {
    EventTarget.prototype.addEventListener.call(document, type, enter, options);
  }
  const stopWatching = watchVisible(SELECTOR, triggerOf, protect(fire));
  return () => {
    listening.abort();
    stopWatching();
  };
}

function triggerOf(element: Element): string {
  const on = element.getAttribute('data-headgate-on');
  if (on) return on;
  if (element instanceof HTMLFormElement) return 'submit';
  return element.matches('input:not([type=button],[type=submit],[type=reset],[type=image]),select,textarea')
    ? 'change'
    : 'click';
}
