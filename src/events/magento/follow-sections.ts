import { createProtect } from '../../safety/protect.js';
import { SECTIONS, type Sections } from './read-sections.js';

/** What of RequireJS, jQuery and Knockout is used. Luma has them, Hyvä has none. */
type Require = (names: readonly string[], use: (...modules: never[]) => void, fail: () => void) => void;
interface CustomerData {
  get(section: string): { (): unknown; subscribe(listener: (value: unknown) => void): { dispose(): void } };
}
interface JQuery {
  (target: Document): { on(type: string, listener: () => void): void; off(type: string, listener: () => void): void };
}

export interface Followed {
  onSections(sections: Sections): void;
  onMiniCart(): void;
}

/**
 * Listens to the private content of either theme and to its mini-cart: Hyvä tells by native events, Luma by Knockout and
 * jQuery behind RequireJS, which are asked for where the page has them and never waited for. Returns what ends it.
 */
export function followSections({ onSections, onMiniCart }: Followed): () => void {
  const protect = createProtect(() => {});
  const listening = new AbortController();
  const ends: (() => void)[] = [];
  const { signal } = listening;
  const detailOf = (event: Event): unknown => (event as CustomEvent<unknown>).detail;

  const onContentLoaded = protect((event: Event): void => {
    const { data } = detailOf(event) as { readonly data?: Sections };
    if (data) onSections(data);
  });
  const onToggleCart = protect((event: Event): void => {
    if ((detailOf(event) as { readonly isOpen?: unknown } | null)?.isOpen === true) onMiniCart();
  });
  addEventListener('private-content-loaded', onContentLoaded, { signal });
  addEventListener('toggle-cart', onToggleCart, { signal });

  const { require } = window as { readonly require?: unknown };
  if (typeof require === 'function') {
    const use = protect((jQuery: JQuery, customerData: CustomerData): void => {
      if (signal.aborted) return;
      const open = protect(onMiniCart);
      jQuery(document).on('dropdowndialogopen', open);
      ends.push(() => jQuery(document).off('dropdowndialogopen', open));
      // Luma tells section by section what came in one answer; a login changes several at once.
      let gathered: Sections | undefined;
      const pass = protect((): void => {
        const sections = gathered!;
        gathered = undefined;
        if (!signal.aborted) onSections(sections);
      });
      for (const name of SECTIONS) {
        const section = customerData.get(name);
        const see = protect((value: unknown): void => {
          if (!gathered) queueMicrotask(pass);
          gathered = { ...gathered, [name]: value };
        });
        see(section());
        const subscription = section.subscribe(see);
        ends.push(() => subscription.dispose());
      }
    });
    // Without them (blocked, or another theme) there is nothing to follow.
    protect(require as Require)(['jquery', 'Magento_Customer/js/customer-data'], use, () => {});
  }
  return () => {
    listening.abort();
    for (const end of ends) end();
  };
}
