import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Choice } from '../../src/consent/consent.js';
import type { Collector, RegionalCollectors } from '../../src/delivery/collector.js';
import { json } from '../../src/delivery/collectors/json.js';
import type { EventDefinition, Manifest } from '../../src/manifest/manifest.js';
import type { TaggedEvent } from '../../src/tag/tagged-event.js';
import { createBanner, openPage, type CorePage } from '../support/core-page.js';
import { ModelBrowser } from '../support/model-browser.js';
import { OURS } from '../support/recipient.js';

/**
 * Residency (GDPR Art. 44): whatever the manifest, the visitor's region, and the order in which region and consent become
 * known, an event that names a region reaches no endpoint outside it, and none before the page knows where its visitor is.
 */

const LANES = ['warehouse', 'partner'] as const;
const EVENTS = ['step', 'note', 'order'] as const;

/** Which places lie in which region: what the test goes by, told apart from what the code does. */
const INSIDE: { readonly [region: string]: readonly string[] } = {
  EU: ['EU', 'DE', 'FR'],
  DE: ['DE'],
  FR: ['FR'],
  US: ['US', 'US-CA'],
  'US-CA': ['US-CA'],
};
const REGIONS = Object.keys(INSIDE);

/** How the page set a collector up: an endpoint that says nothing, or one for each of these regions. */
type SetUp = readonly string[];

interface Setting {
  readonly manifest: Manifest;
  readonly setUps: { readonly [lane: string]: SetUp };
  /** As the page knows it from the start. */
  readonly configured: string | undefined;
  readonly steps: readonly Step[];
}

type Step =
  | { readonly kind: 'consent'; readonly choice: Choice }
  | { readonly kind: 'region'; readonly region: string | undefined }
  | { readonly kind: 'track'; readonly event: string }
  | { readonly kind: 'wait' }
  | { readonly kind: 'hide' }
  | { readonly kind: 'outage'; readonly isDown: boolean };

interface Arrival {
  readonly lane: string;
  readonly place: string;
  readonly event: TaggedEvent;
  /** Whether the page had been told where the visitor is. */
  readonly isPlaced: boolean;
}

const region = fc.constantFrom(...REGIONS);
const perhaps = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });

const rule: fc.Arbitrary<EventDefinition> = fc.record(
  {
    purpose: fc.constant('adoption'),
    tier: fc.constantFrom('anonymous' as const, 'personal' as const),
    basis: fc.constantFrom('consent' as const, 'contract' as const, 'legitimate_interests' as const),
    categories: fc.constant(['analytics']),
    retentionDays: fc.constant(30),
    collectors: fc.uniqueArray(fc.constantFrom(...LANES), { minLength: 1 }),
    region,
    unknownRegion: fc.constantFrom('hold' as const, 'refuse' as const),
    storage: fc.constant('necessary' as const),
  },
  { requiredKeys: ['purpose', 'tier', 'basis', 'categories', 'retentionDays', 'collectors'] },
);

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('consent' as const),
    choice: fc.constantFrom('granted' as const, 'granted' as const, 'undecided' as const, 'denied' as const),
  }),
  fc.record({ kind: fc.constant('region' as const), region: fc.constantFrom(...REGIONS, 'CH', 'XX', undefined) }),
  { arbitrary: fc.record({ kind: fc.constant('track' as const), event: fc.constantFrom(...EVENTS) }), weight: 4 },
  fc.constant({ kind: 'wait' as const }),
  fc.constant({ kind: 'hide' as const }),
  fc.record({ kind: fc.constant('outage' as const), isDown: fc.boolean() }),
);

const setting: fc.Arbitrary<Setting> = fc.record({
  manifest: fc.record({
    version: fc.constant('1'),
    categories: fc.constant({ analytics: {} }),
    collectors: fc.record(
      Object.fromEntries(
        LANES.map((lane) => [
          lane,
          perhaps(fc.uniqueArray(region, { minLength: 1 })).map((regions) => ({
            ...OURS,
            ...(regions && { regions }),
          })),
        ]),
      ),
    ),
    events: fc.record(Object.fromEntries(EVENTS.map((name) => [name, rule]))),
    receipts: fc.constant({ collectors: ['warehouse'], retentionDays: 30 }),
  }),
  setUps: fc.record(Object.fromEntries(LANES.map((lane) => [lane, fc.uniqueArray(region, { maxLength: 3 })]))),
  configured: perhaps(fc.constantFrom(...REGIONS, 'CH', 'XX')),
  steps: fc.array(step, { minLength: 1, maxLength: 14 }),
});

function toCollector(lane: string, places: SetUp): Collector | RegionalCollectors {
  const at = (place: string): Collector => json({ url: `/${lane}/${place}` });
  return places[0] ? Object.fromEntries(places.map((place) => [place, at(place)])) : at('');
}

/** A visitor's page from its start to its end, and what arrived where. */
async function visit({ manifest, setUps, configured, steps }: Setting, browser: ModelBrowser) {
  const arrivals: Arrival[] = [];
  const banner = createBanner();
  let choice: Choice = 'undecided';
  let place: string | undefined;
  let isPlaced = isPlace(configured);
  let isDown = false;
  const page: CorePage = openPage(
    {
      manifest,
      consent: [banner],
      ...(configured && { region: configured }),
      collectors: Object.fromEntries(Object.entries(setUps).map(([lane, places]) => [lane, toCollector(lane, places)])),
    },
    {
      browser,
      environment: {
        async fetch(url, init) {
          const { events } = JSON.parse(new TextDecoder().decode(init.body as Uint8Array)) as { events: TaggedEvent[] };
          const [, lane = '', at = ''] = url.split('/');
          arrivals.push(...events.map((event) => ({ lane, place: at, event, isPlaced })));
          return isDown ? new Response('', { status: 503 }) : Response.json({ accepted: events.map(({ id }) => id) });
        },
      },
    },
  );
  const say = (): void => banner.say({ analytics: choice }, place === undefined ? {} : { region: place });
  for (const one of steps) {
    if (one.kind === 'consent') choice = one.choice;
    if (one.kind === 'region') {
      place = one.region;
      isPlaced ||= isPlace(place);
    }
    if (one.kind === 'consent' || one.kind === 'region') say();
    if (one.kind === 'track') page.headgate.track(one.event);
    if (one.kind === 'wait') await page.pass(3000);
    if (one.kind === 'hide') page.tab.page!.hidden();
    if (one.kind === 'outage') isDown = one.isDown;
  }
  await page.pass(3000);
  return { page, arrivals, isPlaced };
}

const isPlace = (place: string | undefined): boolean => !!place && place !== 'XX';

/** Requests that carried an event where it must not go, or before it was known where the visitor is. */
const strays = ({ events }: Manifest, arrivals: readonly Arrival[]): string[] =>
  arrivals.flatMap(({ lane, place, event, isPlaced }) => {
    const named = events[event.event]?.region;
    if (named === undefined || (INSIDE[named]!.includes(place) && isPlaced)) return [];
    return [`${event.event} of ${named} at ${lane} in ${place}`];
  });

it('no event reaches an endpoint outside the region that it names, on this page or a later one', async () => {
  const seen = { bound: 0, held: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(setting, setting, async (before, after) => {
      const browser = new ModelBrowser();
      // What a page leaves, a later one sends, whose manifest may name other regions, and its set-up other endpoints.
      for (const given of [before, after]) {
        const { page, arrivals } = await visit(given, browser);
        // An endpoint that says nothing of itself lies where its recipient's only region is.
        const located = arrivals.map((arrival) => ({
          ...arrival,
          place: arrival.place || onlyRegionOf(given.manifest, arrival.lane),
        }));
        expect(strays(given.manifest, located)).toEqual([]);
        seen.bound += located.filter(({ event }) => given.manifest.events[event.event]?.region).length;
        for (const lane of Object.keys(page.headgate.status().collectors)) {
          const { reasons } = page.tally(lane);
          seen.held += reasons['held:unknown-region'] ?? 0;
          seen.refused += reasons['refused:no-endpoint-in-region'] ?? 0;
        }
        page.close();
        browser.clock += 600_000;
      }
    }),
    { numRuns: 1000 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100);
});

const onlyRegionOf = ({ collectors }: Manifest, lane: string): string => {
  const { regions = [] } = collectors[lane]!;
  return regions.length === 1 ? regions[0]! : '';
};

it('an event whose region is served and whose visitor is known arrives once at each of its collectors', async () => {
  await fc.assert(
    fc.asyncProperty(setting, region, fc.boolean(), async (given, place, isRegionFirst) => {
      const { manifest } = given;
      // Everything is set up as the manifest says: the conditions under which all must arrive.
      const setUps = Object.fromEntries(LANES.map((lane) => [lane, manifest.collectors[lane]!.regions ?? REGIONS]));
      const known: readonly Step[] = [
        { kind: 'region', region: place },
        { kind: 'consent', choice: 'granted' },
      ];
      const tracks = EVENTS.map((event): Step => ({ kind: 'track', event }));
      const steps = isRegionFirst ? [...known, ...tracks] : [known[1]!, known[0]!, ...tracks];
      const { page, arrivals } = await visit({ ...given, setUps, configured: undefined, steps }, new ModelBrowser());
      const expected = Object.entries(manifest.events).flatMap(([name, { collectors, region: named }]) =>
        collectors
          .filter((lane) => !named || setUps[lane]!.some((at) => INSIDE[named]!.includes(at)))
          .map((lane) => `${name} at ${lane}`),
      );
      const got = arrivals
        .filter(({ event }) => event.event !== 'consent_receipt')
        .map(({ lane, event }) => `${event.event} at ${lane}`);
      expect(got.sort()).toEqual(expected.sort());
      page.close();
    }),
    { numRuns: 300 },
  );
});

it('events that forget their region would be found', async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(setting, async (given) => {
      const forgetful = Object.entries(given.manifest.events).map(([name, { region: _, ...event }]) => [name, event]);
      const manifest = { ...given.manifest, events: Object.fromEntries(forgetful) as Manifest['events'] };
      const { page, arrivals } = await visit({ ...given, manifest }, new ModelBrowser());
      found += strays(given.manifest, arrivals).length;
      page.close();
    }),
    { numRuns: 100 },
  );
  expect(found).toBeGreaterThan(0);
});
