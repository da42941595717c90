import type { Report } from '../audit/diagnostic.js';
import type { TaggedEvent } from '../tag/tagged-event.js';
import type { Buffer } from './buffer.js';
import type { Vault } from './create-vault.js';

/** What this device holds, each event once: what a page has in memory, and what lies in the buffer. */
export async function collectEvents(
  inMemory: readonly TaggedEvent[],
  buffer: Buffer,
  vault: Vault,
  report: Report,
): Promise<TaggedEvent[]> {
  const events = new Map<string, TaggedEvent>();
  const keep = (some: readonly TaggedEvent[]): void => {
    for (const event of some) events.set(event.id, event);
  };
  keep(inMemory);
  for (const { data } of await buffer.read()) {
    await vault.open(data).then(keep, () => report({ code: 'unreadable-record' }));
  }
  return structuredClone([...events.values()]);
}
