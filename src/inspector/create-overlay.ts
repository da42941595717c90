import { element } from './element.js';
import { createTabs } from './create-tabs.js';
import { STYLE } from './style.js';
import type { View } from './view.js';

/** The overlay on a page: a dock of tabs, or the button that it is folded into. */
export interface Overlay {
  /** Shows what changed, as far as it is in sight. */
  render(): void;
  isFolded(): boolean;
  remove(): void;
}

export interface OverlayHost {
  readonly views: readonly View[];
  /** What the view shows now. */
  contentOf(view: View): readonly Node[];
  /** One line of counts. */
  summary(): string;
  /** The text that is copied. */
  report(): string;
  /** Another tab is in sight, or the overlay is. */
  /** Whether it begins as a button. */
  readonly isFolded: boolean;
  onShow(): void;
  onClose(): void;
}

/** The name of the element that holds it. */
export const TAG = 'headgate-inspector';

/** What happens in here is not for the page's own listeners: its shortcuts and its counting of clicks. */
const OURS = ['click', 'keydown', 'keyup', 'keypress', 'input', 'pointerdown', 'mousedown'];

export function createOverlay({ views, contentOf, summary, report, isFolded, onShow, onClose }: OverlayHost): Overlay {
  const host = element(TAG);
  const root = host.attachShadow({ mode: 'open' });
  const tabs = createTabs(views, contentOf, onShow);
  const status = element('p', { class: 'status', role: 'status' });
  const text = element('textarea', { readonly: '', 'aria-label': 'Report', hidden: '' }) as HTMLTextAreaElement;
  const fold = button('Fold', () => setFolded(true));
  const unfold = button('Headgate', () => setFolded(false));
  unfold.className = 'open';
  const dock = element(
    'aside',
    { 'aria-label': 'Headgate inspector' },
    element(
      'header',
      {},
      element('h2', {}, 'Headgate inspector'),
      button('Copy report', () => void copy()),
      fold,
      button('Close', onClose),
      status,
    ),
    text,
    tabs.list,
    tabs.panel,
  );
  let said = '';

  function button(title: string, onClick: () => void): HTMLElement {
    const made = element('button', { type: 'button' }, title);
    made.addEventListener('click', onClick);
    return made;
  }

  function setFolded(isNow: boolean): void {
    dock.hidden = isNow;
    unfold.hidden = !isNow;
    (isNow ? unfold : fold).focus();
    render();
    onShow();
  }

  async function copy(): Promise<void> {
    const copied = report();
    try {
      await navigator.clipboard.writeText(copied);
      text.hidden = true;
      say('The report is on the clipboard.');
    } catch {
      // Without https, or where the page's policy keeps scripts from the clipboard.
      text.value = copied;
      text.hidden = false;
      text.focus();
      text.select();
      say('Copy the report from the field.');
    }
  }

  /** Said once: a reader of the screen hears of each change. */
  function say(line: string): void {
    if (line !== said) status.textContent = line;
    said = line;
  }

  function render(): void {
    if (dock.hidden) {
      unfold.textContent = `Headgate: ${summary()}`;
      return;
    }
    say(summary());
    tabs.render();
  }

  dock.hidden = isFolded;
  unfold.hidden = !isFolded;
  for (const name of OURS) host.addEventListener(name, (event) => event.stopPropagation());
  dock.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') setFolded(true);
  });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  root.append(dock, unfold);
  document.documentElement.append(host);
  showAbove(host);

  return { render, isFolded: () => dock.hidden === true, remove: () => host.remove() };
}

/** Above consent banners, which have the highest number there is. Older browsers have no such layer. */
function showAbove(host: HTMLElement): void {
  if (typeof host.showPopover !== 'function') return;
  host.setAttribute('popover', 'manual');
  host.showPopover();
}
