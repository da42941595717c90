import type { TaggedEvent } from '../tag/tagged-event.js';
import type { PageCollector } from './collector.js';

/**
 * A collector that hands events to another vendor's tag in the page, one call each. `find` returns what is called, or
 * nothing as long as it is not really there: a stub that only queues, in a page whose blocker keeps the tag away, would
 * swallow everything.
 */
export function createPageCollector<Tag>(
  find: () => Tag | undefined,
  call: (tag: Tag, event: TaggedEvent) => void,
): PageCollector {
  return {
    // A tag does its work in the call: few at once keep the page's tasks short.
    maxEvents: 20,
    maxBytes: 65_536,
    deliver(events) {
      let tag: Tag | undefined;
      try {
        tag = find();
      } catch {
        // Not there in a way that can be called.
      }
      if (!tag) return undefined;
      const accepted: string[] = [];
      const rejected: { id: string; reason: string }[] = [];
      for (const event of events) {
        const { id } = event;
        try {
          // A copy: what tags do to it must not reach the other collectors.
          call(tag, structuredClone(event));
          accepted.push(id);
        } catch {
          // It may have counted the event before it threw: once more would be twice.
          rejected.push({ id, reason: 'tag-threw' });
        }
      }
      return { accepted, rejected };
    },
  };
}
