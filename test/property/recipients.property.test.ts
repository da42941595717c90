import fc from 'fast-check';
import { expect, it } from 'vitest';
import { json } from '../../src/delivery/collectors/json.js';
import type { CollectorDefinition, EventDefinition, Manifest } from '../../src/manifest/manifest.js';
import type { TaggedEvent } from '../../src/tag/tagged-event.js';
import { createBanner, openPage, type CorePage } from '../support/core-page.js';
import { ModelBrowser } from '../support/model-browser.js';
import { OURS } from '../support/recipient.js';

/**
 * No shadow flows (GDPR Art. 28, 30): whatever a manifest and a page's set-up say, an event reaches the collectors that the
 * manifest names for it, describes, and the page has set up. All of these, and no other, on this page and on later ones.
 */

/** Names that every object has, too: none of them is a collector by birth. */
const LANES = ['warehouse', 'partner', 'ads', 'constructor', 'toString', 'hasOwnProperty'] as const;
const EVENTS = ['step', 'note', 'order', 'valueOf'] as const;

interface Setting {
  readonly manifest: Manifest;
  /** The collectors that the page sets up, whatever the manifest says. */
  readonly adapters: readonly string[];
  readonly calls: readonly string[];
}

/** What arrived on one page, by collector. */
interface Visit {
  readonly page: CorePage;
  readonly arrived: readonly { readonly lane: string; readonly event: TaggedEvent }[];
}

const lanes = fc.uniqueArray(fc.constantFrom(...LANES), { maxLength: 4 });

const rule: fc.Arbitrary<EventDefinition> = fc.record({
  purpose: fc.constant('adoption'),
  tier: fc.constantFrom('anonymous' as const, 'pseudonymous' as const, 'personal' as const),
  basis: fc.constantFrom('consent' as const, 'contract' as const, 'legitimate_interests' as const),
  categories: fc.constant(['analytics']),
  retentionDays: fc.constant(30),
  collectors: lanes,
});

/** What a manifest says of a collector: mostly enough. */
const description: fc.Arbitrary<CollectorDefinition> = fc.oneof(
  { arbitrary: fc.constant(OURS), weight: 4 },
  fc.record(
    { recipient: fc.constant('Acme GmbH'), role: fc.constant('controller'), country: fc.constant('DE') },
    { requiredKeys: [] },
  ),
);

/** The first thing that a manifest does not say of a collector, of what it has to. */
const findMissing = ({ collectors }: Manifest, lane: string): string | undefined => {
  const said: CollectorDefinition = Object.hasOwn(collectors, lane) ? collectors[lane]! : {};
  return (['recipient', 'role', 'country'] as const).find((key) => !said[key]);
};

const setting: fc.Arbitrary<Setting> = fc.record({
  manifest: fc.record({
    version: fc.constantFrom('1', '2'),
    categories: fc.constant({ analytics: {}, marketing: {} }),
    collectors: lanes.chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, description])))),
    events: fc
      .uniqueArray(fc.tuple(fc.constantFrom(...EVENTS), rule), {
        selector: ([name]) => name,
        minLength: 1,
        maxLength: 3,
      })
      .map((entries) => Object.fromEntries(entries)),
    receipts: fc.record({ collectors: lanes, retentionDays: fc.constant(30) }),
  }),
  adapters: lanes,
  calls: fc.array(fc.constantFrom(...EVENTS), { maxLength: 8 }),
});

/** Two pages, of which the later may say other things of events, of collectors, or of what is set up. */
const twoPages: fc.Arbitrary<readonly [Setting, Setting]> = fc
  .tuple(setting, setting, fc.record({ events: fc.boolean(), collectors: fc.boolean(), adapters: fc.boolean() }))
  .map(([before, other, isKept]) => [
    before,
    {
      manifest: {
        ...other.manifest,
        events: (isKept.events ? before : other).manifest.events,
        collectors: (isKept.collectors ? before : other).manifest.collectors,
      },
      adapters: (isKept.adapters ? before : other).adapters,
      calls: other.calls,
    },
  ]);

/** A page of the shop: the visitor grants, events are tracked, and everything is sent. */
async function visit({ manifest, adapters, calls }: Setting, browser: ModelBrowser, isDown = false): Promise<Visit> {
  const arrived: { lane: string; event: TaggedEvent }[] = [];
  const page = openPage(
    {
      manifest,
      consent: [createBanner({ analytics: 'granted' })],
      collectors: Object.fromEntries(adapters.map((lane) => [lane, json({ url: `/${lane}` })])),
    },
    {
      browser,
      environment: {
        async fetch(url, init) {
          if (isDown) return new Response('', { status: 503 });
          const { events } = JSON.parse(new TextDecoder().decode(init.body as Uint8Array)) as { events: TaggedEvent[] };
          arrived.push(...events.map((event) => ({ lane: url.slice(1), event })));
          return Response.json({ accepted: events.map(({ id }) => id) });
        },
      },
    },
  );
  await page.settle();
  for (const name of calls) page.headgate.track(name);
  await page.pass(3000);
  await page.run(page.headgate.flush());
  await page.pass(1000);
  return { page, arrived };
}

/** Where an event may go: named for it, described, and set up. */
function recipientsOf({ manifest, adapters }: Setting, event: string): string[] {
  const named =
    event === 'consent_receipt'
      ? manifest.receipts!.collectors
      : Object.hasOwn(manifest.events, event)
        ? manifest.events[event]!.collectors
        : [];
  return named.filter((lane) => !findMissing(manifest, lane) && adapters.includes(lane));
}

/** What arrived where it must not, by the manifest of the page that sent it. */
const strays = (given: Setting, { arrived }: Visit): string[] =>
  arrived
    .filter(({ lane, event }) => !recipientsOf(given, event.event).includes(lane))
    .map(({ lane, event }) => `${event.event} at ${lane}`);

const sorted = (list: readonly string[]): string[] => [...list].sort();

it('an event reaches the collectors that the manifest names and describes and the page sets up, and no other', async () => {
  await fc.assert(
    fc.asyncProperty(setting, async (given) => {
      const { page, arrived } = await visit(given, new ModelBrowser());
      const expected = given.calls.flatMap((event) => recipientsOf(given, event).map((lane) => `${event} at ${lane}`));
      const receipts = recipientsOf(given, 'consent_receipt').map((lane) => `consent_receipt at ${lane}`);
      expect(sorted(arrived.map(({ lane, event }) => `${event.event} at ${lane}`))).toEqual(
        sorted([...expected, ...receipts]),
      );
      for (const lane of Object.keys(page.headgate.status().collectors)) page.tally(lane);
      page.close();
    }),
    { numRuns: 500 },
  );
});

it('what an earlier page could not deliver goes by the manifest of the page that sends it', async () => {
  const count = { sent: 0, kept: 0 };
  await fc.assert(
    fc.asyncProperty(twoPages, async ([before, after]) => {
      const browser = new ModelBrowser();
      const first = await visit(before, browser, true);
      expect(first.arrived).toEqual([]);
      const stored = new Map((await first.page.run(first.page.headgate.access())).map(({ id, event }) => [id, event]));
      first.page.close();
      browser.clock += 600_000;
      const second = await visit(after, browser);
      expect(strays(after, second)).toEqual([]);
      for (const [id, event] of stored) {
        if (second.arrived.some((arrival) => arrival.event.id === id)) count.sent++;
        else if (recipientsOf(before, event).length) count.kept++;
      }
      second.page.close();
    }),
    { numRuns: 500 },
  );
  // Some were taken over, others had lost their recipients: both happened.
  expect(count.sent).toBeGreaterThan(0);
  expect(count.kept).toBeGreaterThan(0);
});

it('a collector that the manifest does not describe does not start, and says why', async () => {
  await fc.assert(
    fc.asyncProperty(setting, async (given) => {
      const { page, arrived } = await visit(given, new ModelBrowser());
      const undescribed = given.adapters.filter((lane) => findMissing(given.manifest, lane));
      expect(page.diagnostics.filter(({ code }) => code === 'misconfigured')).toEqual(
        undescribed.map((lane) => ({
          code: 'misconfigured',
          collector: lane,
          field: findMissing(given.manifest, lane),
        })),
      );
      expect(arrived.filter(({ lane }) => undescribed.includes(lane))).toEqual([]);
      // What was meant for it is accounted for, and does not wait.
      for (const lane of undescribed) {
        const { collectors: tallies } = page.headgate.status();
        if (Object.hasOwn(tallies, lane))
          expect(page.tally(lane)).toMatchObject({ held: 0, buffered: 0, delivered: 0 });
      }
      page.close();
    }),
    { numRuns: 300 },
  );
});

it('events that go to everybody would be found', async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(setting, async (given) => {
      const { events } = given.manifest;
      const toEverybody = Object.fromEntries(
        Object.entries(events).map(([name, definition]) => [name, { ...definition, collectors: given.adapters }]),
      );
      const sent = await visit({ ...given, manifest: { ...given.manifest, events: toEverybody } }, new ModelBrowser());
      found += strays(given, sent).length;
      sent.page.close();
    }),
    { numRuns: 50 },
  );
  expect(found).toBeGreaterThan(0);
});
