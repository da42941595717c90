import type { Report } from '../audit/diagnostic.js';
import type { TaggedEvent } from '../tag/tagged-event.js';
import type { Buffer } from './event-store.js';
import type { Vault } from './vault.js';

/** What this device holds, each event once: what a page has in memory, and what lies in the buffer. */
export async function collectEvents(
  inMemory: readonly TaggedEvent[],
  buffer: Buffer,
  vault: Vault,
  report: Report,
): Promise<TaggedEvent[]> {
  const events = new Map<string, TaggedEvent>();
  for (const event of inMemory) events.set(event.id, event);
  for (const chunk of await buffer.read()) {
    try {
      // What is not to be had now cannot be gone through either, and is told like what nobody can read.
      for (const event of (await vault.open(chunk.data))!) events.set(event.id, event);
    } catch {
      report({ code: 'unreadable-record' });
    }
  }
  return structuredClone([...events.values()]);
}
