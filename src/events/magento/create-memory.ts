import type { ConsentState } from '../../consent/consent.js';
import { toJson } from '../../safety/to-json.js';
import type { DeclaredEvents } from '../event-source.js';
import { triggerOf } from '../create-triggers.js';
import { isStorable } from '../is-storable.js';
import type { Snapshot } from './read-sections.js';

const KEY = 'headgate:magento';

/** What this tab's next page will want to know, where it may be kept. */
export interface Memory {
  keep(snapshot: Snapshot): void;
  /** Is told of consent. Returns what an earlier page kept, once it may be read. */
  review(state: ConsentState): Snapshot | undefined;
}

/**
 * Luma deletes a section from the browser before a form that changes it leaves the page, so the next page has nothing to
 * compare with. Counts, SKUs and quantities then lie in sessionStorage: only while consent allows storing one of the events
 * that are told by them, and deleted when it ends.
 */
export function createMemory({ id, events }: DeclaredEvents): Memory {
  // Another application of the origin that listens to the same shop remembers for itself, under a consent of its own.
  const key = id ? `${KEY}:${id}` : KEY;
  const rules = Object.values(events).filter((rule) => triggerOf(rule, 'magento'));
  let isAllowed = false;
  let last: Snapshot | undefined;

  const attempt = <T>(use: (storage: Storage) => T): T | undefined => {
    try {
      return use(sessionStorage);
    } catch {
      return undefined;
    }
  };
  const write = (): void => attempt((storage) => last && storage.setItem(key, toJson(last)));

  return {
    keep(snapshot) {
      last = snapshot;
      if (isAllowed) write();
    },
    review({ categories }) {
      const wasAllowed = isAllowed;
      isAllowed = rules.some((rule) => isStorable(rule, categories));
      if (wasAllowed === isAllowed) return undefined;
      if (!isAllowed) {
        attempt((storage) => storage.removeItem(key));
        return undefined;
      }
      const earlier = attempt((storage) => JSON.parse(storage.getItem(key)!) as Snapshot | null);
      write();
      return earlier ?? undefined;
    },
  };
}
