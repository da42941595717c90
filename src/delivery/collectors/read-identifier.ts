import { own } from '../../safety/own.js';
import type { TaggedEvent } from '../../tag/tagged-event.js';

/**
 * The value of the declared field that a receiver's identifier is taken from. Nothing is made up where it has none.
 *
 * @example
 * ```ts
 * import { readIdentifier, webhook } from 'headgate';
 *
 * const warehouse = webhook({
 *   url: 'https://events.example/batch',
 *   encode: (events) => JSON.stringify(events.map((event) => ({ name: event.event, user: readIdentifier(event, 'user') }))),
 * });
 * ```
 */
export function readIdentifier({ data }: TaggedEvent, field = ''): string | undefined {
  return String(own(data as { readonly [field: string]: unknown }, field) ?? '') || undefined;
}
