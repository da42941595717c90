import type { Choice } from '../../src/consent/consent.js';
import { json } from '../../src/delivery/collectors/json.js';
import type { TaggedEvent } from '../../src/tag/tagged-event.js';
import { createBanner, eventOf, manifestOf, openPage, type CorePage } from '../support/core-page.js';
import type { ModelBrowser } from '../support/model-browser.js';

/** What the collector says to the events of one request. */
export type Reply = (sent: readonly TaggedEvent[]) => { readonly status: number; readonly body: string };

/** A page of a model browser with one source that says one thing, and one collector, which answers at once. */
export function openModelPage(browser: ModelBrowser, choice: Choice | undefined, reply: Reply): CorePage {
  return openPage(
    {
      manifest: manifestOf({ step: eventOf() }),
      consent: [createBanner(choice ? { analytics: choice } : {})],
      collectors: { warehouse: json({ url: 'https://collector.example' }) },
    },
    {
      browser,
      environment: {
        async fetch(_url, init) {
          const { events } = JSON.parse(new TextDecoder().decode(init.body as Uint8Array)) as { events: TaggedEvent[] };
          const { status, body } = reply(events);
          return new Response(body, { status });
        },
      },
    },
  );
}

/** The sum of a tally's states; and how many were tracked. */
export function addUp({ headgate }: CorePage): readonly [sum: number, tracked: number] {
  const { tracked, reasons: _, ...states } = headgate.status().collectors['warehouse']!;
  return [Object.values(states).reduce((total, count) => total + count, 0), tracked];
}
