import { element } from './element.js';
import type { View } from './view.js';

/** Tabs and their one panel, by the pattern that screen readers know. */
export interface Tabs {
  readonly list: HTMLElement;
  readonly panel: HTMLElement;
  /** Makes the panel anew; what is unfolded and what has the focus stay so. */
  render(): void;
}

/** @see https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ */
export function createTabs(
  views: readonly View[],
  contentOf: (view: View) => readonly Node[],
  onShow: () => void,
): Tabs {
  const panel = element('div', { role: 'tabpanel', id: 'panel', tabindex: '0' });
  const tabs = views.map(({ title }, index) => {
    const tab = element('button', { type: 'button', role: 'tab', id: `tab-${index}`, 'aria-controls': 'panel' }, title);
    tab.addEventListener('click', () => select(index));
    return tab;
  });
  const list = element('div', { role: 'tablist', 'aria-label': 'Views' }, ...tabs);
  let selected = 0;

  function mark(): void {
    for (const [index, tab] of tabs.entries()) {
      tab.setAttribute('aria-selected', String(index === selected));
      tab.tabIndex = index === selected ? 0 : -1;
    }
    panel.setAttribute('aria-labelledby', `tab-${selected}`);
  }

  function select(index: number): void {
    selected = index;
    mark();
    panel.scrollTop = 0;
    render();
    onShow();
  }

  function render(): void {
    const opened = new Set([...panel.querySelectorAll('details[open]')].map(keyOf));
    const root = panel.getRootNode() as ShadowRoot | HTMLElement;
    const focused = 'activeElement' in root && root.activeElement ? keyOf(root.activeElement) : undefined;
    panel.replaceChildren(...contentOf(views[selected]!));
    for (const made of panel.querySelectorAll<HTMLElement>('[data-key]')) {
      if (made instanceof HTMLDetailsElement && opened.has(keyOf(made))) made.open = true;
      if (focused !== undefined && keyOf(made) === focused) made.focus({ preventScroll: true });
    }
  }

  list.addEventListener('keydown', ({ key }) => {
    const steps: { readonly [key: string]: number } = {
      ArrowRight: 1,
      ArrowLeft: -1,
      Home: -selected,
      End: -selected - 1,
    };
    const step = steps[key];
    if (step === undefined) return;
    select((selected + step + tabs.length) % tabs.length);
    tabs[selected]!.focus();
  });
  mark();
  return { list, panel, render };
}

const keyOf = (made: Element): string | undefined => made.getAttribute('data-key') ?? undefined;
