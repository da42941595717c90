import type { Fire } from '../create-triggers.js';
import { isLedHere } from './read-first.js';
import { readSections, type CartItem, type Sections, type Snapshot } from './read-sections.js';

export interface SectionWatch {
  /** What the shop says now: what differs from before was done by the visitor. */
  see(sections: Sections): void;
  /** What was told elsewhere, in another tab: known from now on. */
  learn(sections: Sections): void;
  /** What an earlier page knew: compared with what this one has seen without knowing anything. */
  recall(earlier: Snapshot): void;
}

export interface SectionWatchOptions {
  /** What is known before anything was seen. */
  readonly first: Snapshot;
  /** In the checkout the order empties the cart. What is in it more was put there on the page before, which was left at once. */
  readonly isCheckout: boolean;
  /** The order is placed: the cart is empty, also where the shop has not said so yet when the visitor leaves. */
  readonly isOrdered: boolean;
  onChange(snapshot: Snapshot): void;
}

type Items = NonNullable<Snapshot['items']>;

const CREATE = /\/customer\/account\/create\b/;

/**
 * Tells what a visitor did by what changed in the sections since the last look: the server's word, in both themes. An add to
 * cart that the shop refused changes nothing, so it does not count. What was not known before has not changed.
 */
export function createSectionWatch(
  fire: Fire,
  { first, isCheckout, isOrdered, onChange }: SectionWatchOptions,
): SectionWatch {
  // Who sees one of these has no new account, or tries again.
  const isForm = /\/customer\/account\/(create|login)\b/.test(location.pathname);
  let known: Snapshot = {};
  let unmatched: Snapshot = {};

  function keep({ isRegistering, ...snapshot }: Snapshot): void {
    const isOpen = isRegistering && !snapshot.isLoggedIn;
    known = { ...snapshot, ...(isOrdered && { items: {} }), ...(isOpen && { isRegistering }) };
    onChange(known);
  }
  keep({ ...first, isRegistering: !isForm && isLedHere(CREATE) });

  function tell(before: Snapshot, after: Snapshot): void {
    if (before.isLoggedIn !== undefined && after.isLoggedIn !== undefined && before.isLoggedIn !== after.isLoggedIn) {
      // Logging in or out brings another cart and other lists: nobody added or removed anything.
      if (after.isLoggedIn) fire(isAfterRegistration() || before.isRegistering ? 'account_created' : 'login', {});
      return;
    }
    if (before.items && after.items) {
      // What lies here from before the order is nothing new.
      if (!isOrdered) tellMore('add_to_cart', before.items, after.items);
      if (!isCheckout) tellMore('remove_from_cart', after.items, before.items);
    }
    for (const list of ['wishlist', 'compare'] as const) {
      // What is not known compares as false.
      if (after[list]! > before[list]!) fire(list, {});
    }
  }

  function tellMore(event: string, fewer: Items, more: Items): void {
    for (const [id, item] of Object.entries(more)) {
      const quantity = item.quantity - quantityIn(fewer, id);
      if (quantity > 0) fire(event, { ...item, quantity });
    }
  }

  return {
    see(sections) {
      const seen = readSections(sections);
      const fresh = Object.entries(seen).filter(([part]) => !Object.hasOwn(known, part));
      unmatched = { ...unmatched, ...Object.fromEntries(fresh) };
      tell(known, seen);
      keep({ ...known, ...seen });
    },
    learn: (sections) => keep({ ...known, ...readSections(sections) }),
    recall({ isRegistering, ...earlier }) {
      const before = isForm ? earlier : { ...earlier, isRegistering };
      tell(before, unmatched);
      unmatched = {};
      keep({ ...before, ...known });
    },
  };
}

function quantityIn(items: Items, id: string): CartItem['quantity'] {
  return Object.hasOwn(items, id) ? items[id]!.quantity : 0;
}

/** The form that led here: the referrer of a page behind a POST is the page with the form. */
function isAfterRegistration(): boolean {
  return document.referrer.startsWith(location.origin) && CREATE.test(document.referrer);
}
