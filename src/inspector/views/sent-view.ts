import { element, paragraph, table, toTime } from '../element.js';
import { explainRequest } from '../explain.js';
import type { Request } from '../journal.js';
import type { View } from '../view.js';

/** Each request, the newest first, with its answer. */
export const sentView: View = {
  title: 'Sent',
  render({ journal }) {
    const requests = [...journal.requests()].reverse();
    if (requests.length === 0) return [paragraph('Nothing was sent since the inspector was opened.')];
    const rows = requests.map((request) => [
      toTime(request.time),
      request.collector,
      explainRequest(request),
      element('span', {}, countNames(request)),
    ]);
    return [table('Requests to collectors', ['time', 'collector', 'answer', 'events'], rows)];
  },
};

/** `product_viewed × 3, search_used`. */
export function countNames({ sent }: Request): string {
  const counts = new Map<string, number>();
  for (const event of sent) counts.set(event, (counts.get(event) ?? 0) + 1);
  return [...counts].map(([event, count]) => (count > 1 ? `${event} × ${count}` : event)).join(', ');
}
