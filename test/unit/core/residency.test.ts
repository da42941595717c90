import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Collector, RegionalCollectors } from '../../../src/delivery/collector.js';
import { json } from '../../../src/delivery/collectors/json.js';
import type { HeadgateOptions } from '../../../src/instance/options.js';
import type { EventDefinition, Manifest } from '../../../src/manifest/manifest.js';
import { ok, status } from '../../support/answers.mjs';
import { createBanner, eventOf, manifestOf, openPage, type Banner, type CorePage } from '../../support/core-page.js';
import { createFakeCollector, type FakeCollector } from '../../support/create-fake-collector.mjs';
import { ModelBrowser } from '../../support/model-browser.js';
import { OURS } from '../../support/recipient.js';

let server: FakeCollector;
beforeEach(async () => void (server = await createFakeCollector()));
afterEach(() => server.close());

/** An endpoint for each region: the path says which one was asked. */
const endpointsIn = (...regions: readonly string[]): RegionalCollectors =>
  Object.fromEntries(regions.map((region) => [region, json({ url: `${server.origin}/${region}` })]));

/** What arrived, and where. */
const arrived = (): string[] =>
  server.requests.flatMap(({ path, events }) => events.map(({ event }) => `${event} at ${path.slice(1)}`));

interface Opened {
  readonly page: CorePage;
  readonly banner: Banner;
}

/** `step` is as a test says; `note` names no region. The first endpoint is in the US. */
function open(
  step: Partial<EventDefinition>,
  options: Partial<HeadgateOptions<Manifest>> = {},
  browser = new ModelBrowser(),
): Opened {
  const banner = createBanner();
  const page = openPage(
    {
      manifest: manifestOf({ step: eventOf(step), note: eventOf() }),
      consent: [banner],
      collectors: { warehouse: endpointsIn('US', 'EU') },
      ...options,
    },
    { browser },
  );
  return { page, banner };
}

const send = async (page: CorePage): Promise<void> => {
  await page.pass(3000);
  await page.run(page.headgate.flush());
};

describe('an event that names a region', () => {
  it.each(['DE', 'US-CA', 'GB'])('goes to the endpoint there, for a visitor in %s', async (region) => {
    const { page, banner } = open({ region: 'EU' }, { region });
    banner.say({ analytics: 'granted' });
    expect(page.headgate.track('step', {})).toMatchObject({ outcome: 'allow' });
    await send(page);
    expect(arrived()).toEqual(['step at EU']);
    expect(page.tally()).toMatchObject({ tracked: 1, delivered: 1 });
  });

  it('is held while nobody knows where the visitor is, and goes on when a source says it', async () => {
    const { page, banner } = open({ region: 'EU' });
    banner.say({ analytics: 'granted' });
    expect(page.headgate.track('step', {})).toMatchObject({ outcome: 'hold', reason: 'unknown-region' });
    await send(page);
    expect(arrived()).toEqual([]);
    expect(page.tally()).toMatchObject({ held: 1, reasons: { 'held:unknown-region': 1 } });
    banner.say({ analytics: 'granted' }, { region: 'DE' });
    await send(page);
    expect(arrived()).toEqual(['step at EU']);
    expect(page.tally()).toMatchObject({ held: 0, delivered: 1 });
  });

  it('is held for consent where the region came first', async () => {
    const { page, banner } = open({ region: 'EU' });
    banner.say({ analytics: 'undecided' }, { region: 'DE' });
    expect(page.headgate.track('step', {})).toMatchObject({ outcome: 'hold', reason: 'undecided' });
    banner.say({ analytics: 'granted' }, { region: 'DE' });
    await send(page);
    expect(arrived()).toEqual(['step at EU']);
  });

  it('is refused where the visitor denies while it waits for the region', async () => {
    const { page, banner } = open({ region: 'EU' });
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', {});
    banner.say({ analytics: 'denied' }, { region: 'DE' });
    await send(page);
    expect(arrived()).toEqual([]);
    expect(page.tally()).toMatchObject({ refused: 1, reasons: { 'refused:denied': 1 } });
  });

  it('expires after half an hour in which nobody said where the visitor is', async () => {
    const { page, banner } = open({ region: 'EU' });
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', {});
    await page.pass(1_800_001);
    banner.say({ analytics: 'granted' }, { region: 'DE' });
    await send(page);
    expect(arrived()).toEqual([]);
    expect(page.tally()).toMatchObject({ expired: 1, reasons: { 'expired:hold-age': 1 } });
  });

  it.each([
    ['granted', 'the consent is there'],
    ['undecided', 'consent is undecided, too'],
  ] as const)('is refused at once where the manifest says so, and %s', async (choice, _) => {
    const { page, banner } = open({ region: 'EU', unknownRegion: 'refuse' });
    banner.say({ analytics: choice });
    expect(page.headgate.track('step', {})).toEqual({ outcome: 'refuse', reason: 'unknown-region' });
    banner.say({ analytics: 'granted' }, { region: 'DE' });
    await send(page);
    expect(arrived()).toEqual([]);
    expect(page.tally()).toMatchObject({ refused: 1, reasons: { 'refused:unknown-region': 1 } });
  });

  it.each(['', 'XX', 'T1', 'd', 'Germany', 'unknown', 'GDPR'])(
    'is held for the region "%s", which is none',
    async (region) => {
      const { page, banner } = open({ region: 'EU' }, { region });
      banner.say({ analytics: 'granted' }, { region });
      expect(page.headgate.track('step', {})).toMatchObject({ outcome: 'hold', reason: 'unknown-region' });
    },
  );

  it('goes where the page knows the region, and the source says none', async () => {
    const { page, banner } = open({ region: 'EU' }, { region: 'FR' });
    banner.say({ analytics: 'granted' }, { region: 'XX' });
    page.headgate.track('step', {});
    await send(page);
    expect(arrived()).toEqual(['step at EU']);
  });

  it('goes on where the source that knew the region fails', async () => {
    const place = createBanner();
    const consent = createBanner({ analytics: 'granted' });
    const { page } = open({ basis: 'contract', region: 'EU' }, { consent: [consent, place] });
    place.say({}, { region: 'DE' });
    place.sayAnything(undefined);
    page.headgate.track('step', {});
    await send(page);
    expect(arrived()).toEqual(['step at EU']);
  });

  it('needs no consent where its legal basis needs none, but the region', async () => {
    const { page, banner } = open({ basis: 'contract', region: 'EU' });
    expect(page.headgate.track('step', {})).toMatchObject({ outcome: 'hold', reason: 'unknown-region' });
    banner.say({}, { region: 'AT' });
    await send(page);
    expect(arrived()).toEqual(['step at EU']);
  });

  it('is refused by a collector that has no endpoint there, and says so', async () => {
    const { page, banner } = open({ region: 'CH' }, { region: 'CH' });
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', {});
    page.headgate.track('note', {});
    await send(page);
    expect(arrived()).toEqual(['note at US']);
    expect(page.tally()).toMatchObject({ delivered: 1, refused: 1, reasons: { 'refused:no-endpoint-in-region': 1 } });
  });

  it('goes in a request of its own beside events that go elsewhere', async () => {
    const { page, banner } = open({ region: 'EU' }, { region: 'US-CA' });
    banner.say({ analytics: 'granted' });
    for (const name of ['step', 'note', 'step', 'note']) page.headgate.track(name, {});
    await send(page);
    expect(arrived().sort()).toEqual(['note at US', 'note at US', 'step at EU', 'step at EU']);
    expect(page.tally()).toMatchObject({ delivered: 4 });
  });

  it('leaves with the page to the endpoint in its region, too', async () => {
    const { page, banner } = open({ basis: 'contract', region: 'EU' }, { region: 'US' });
    banner.say({ analytics: 'granted' });
    for (const name of ['step', 'note']) page.headgate.track(name, {});
    await page.settle();
    page.tab.page!.hidden();
    await page.settle();
    expect(arrived().sort()).toEqual(['note at US', 'step at EU']);
  });
});

it('a wait that one endpoint asked for is not ended by another that takes its events', async () => {
  const { page, banner } = open({ basis: 'contract', region: 'EU' }, { region: 'US' });
  banner.say({ analytics: 'granted' });
  const [busy, fine] = [status(503, { retryAfter: 600 }), ok()];
  server.answer((asked, ...rest) => (asked.path === '/EU' ? busy : fine)(asked, ...rest));
  for (const name of ['step', 'note']) page.headgate.track(name, {});
  await page.settle();
  page.tab.page!.hidden();
  await page.pass(1_000);
  const asked = server.requests.length;
  await page.pass(590_000);
  expect(server.requests.length).toBe(asked);
});

describe('an event that an earlier page left', () => {
  /** A page that knew the region, and could send nothing. */
  async function leave(step: Partial<EventDefinition>): Promise<ModelBrowser> {
    const { page, banner } = open({ region: 'EU', ...step }, { region: 'DE' });
    banner.say({ analytics: 'granted' });
    server.answer(status(503));
    page.headgate.track('step', {});
    await page.pass(3000);
    page.headgate.track('note', {});
    await page.settle();
    page.close();
    server.clear();
    server.answer(ok());
    page.browser.clock += 600_000;
    return page.browser;
  }

  it.each([1, 100])(
    'waits until this page knows where the visitor is, and holds nothing else up, %i at once',
    async (maxEvents) => {
      const collectors = { warehouse: endpointsIn('US', 'EU') };
      for (const endpoint of Object.values(collectors.warehouse)) Object.assign(endpoint, { maxEvents });
      const { page, banner } = open({ region: 'EU' }, { collectors }, await leave({}));
      banner.say({ analytics: 'granted' });
      await page.pass(30_000);
      expect(arrived()).toEqual(['note at US']);
      banner.say({ analytics: 'granted' }, { region: 'DE' });
      await page.pass(30_000);
      expect(arrived()).toEqual(['note at US', 'step at EU']);
    },
  );

  it('waits as well where the manifest refuses such an event: this one was tracked when the region was known', async () => {
    const { page, banner } = open(
      { region: 'EU', unknownRegion: 'refuse' },
      {},
      await leave({ unknownRegion: 'refuse' }),
    );
    banner.say({ analytics: 'granted' });
    await page.pass(30_000);
    banner.say({ analytics: 'granted' }, { region: 'DE' });
    await page.pass(30_000);
    expect(arrived()).toEqual(['note at US', 'step at EU']);
  });

  it('goes by the region that the manifest names now', async () => {
    const { page, banner } = open({ region: 'US' }, { region: 'DE' }, await leave({}));
    banner.say({ analytics: 'granted' });
    await page.pass(30_000);
    expect(arrived().sort()).toEqual(['note at EU', 'step at US']);
  });

  it('stays for who knows better where its collector has no endpoint in its region any more', async () => {
    const collectors = { warehouse: endpointsIn('US') };
    const { page, banner } = open({ region: 'EU' }, { region: 'DE', collectors }, await leave({}));
    banner.say({ analytics: 'granted' });
    await page.pass(30_000);
    expect(arrived()).toEqual(['note at US']);
    expect(page.tally()).toMatchObject({ purged: 0 });
  });
});

describe('an event that names no region', () => {
  it.each([
    ['DE', 'EU'],
    ['EU', 'EU'],
    ['US-CA', 'US'],
    ['US', 'US'],
    ['CH', 'US'],
    [undefined, 'US'],
  ])('goes for a visitor in %s to %s: the endpoint for it, or the first', async (region, place) => {
    const { page, banner } = open({});
    banner.say({ analytics: 'granted' }, region ? { region } : {});
    page.headgate.track('step', {});
    await send(page);
    expect(arrived()).toEqual([`step at ${place}`]);
  });

  it('goes on to the other endpoint when the visitor turns out to be there', async () => {
    const { page, banner } = open({});
    banner.say({ analytics: 'granted' });
    server.answer(status(503));
    page.headgate.track('step', {});
    await page.pass(3000);
    server.clear();
    server.answer(ok());
    banner.say({ analytics: 'granted' }, { region: 'DE' });
    await send(page);
    expect(arrived()).toEqual(['step at EU']);
  });
});

describe('endpoints', () => {
  const startWith = (warehouse: Collector | RegionalCollectors, regions?: readonly string[]): Opened =>
    open(
      { region: 'EU' },
      {
        region: 'DE',
        collectors: { warehouse },
        manifest: manifestOf(
          { step: eventOf({ region: 'EU' }) },
          { collectors: { warehouse: { ...OURS, ...(regions && { regions }) } } },
        ),
      },
    );
  const WRONG = [{ code: 'misconfigured', collector: 'warehouse', field: 'regions' }];

  it.each<[string, (url: string) => Collector | RegionalCollectors, readonly string[] | undefined]>([
    ['that the manifest lists', (url) => ({ EU: json({ url }) }), ['EU', 'US']],
    ['of a recipient whose only region is this one', (url) => json({ url }), ['EU']],
    ['of an adapter that knows its region', (url) => ({ ...json({ url }), region: 'EU' }), ['EU', 'US']],
    ['in a part of the region', (url) => ({ DE: json({ url }) }), undefined],
    ['in a part of a part of it', (url) => ({ 'DE-BY': json({ url }) }), ['DE-BY']],
  ])('%s take an event that is bound to the region', async (_, collector, regions) => {
    const { page, banner } = startWith(collector(server.url), regions);
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', {});
    await send(page);
    expect(page.diagnostics).toEqual([]);
    expect(page.tally()).toMatchObject({ delivered: 1 });
  });

  it.each<[string, (url: string) => Collector | RegionalCollectors, readonly string[] | undefined]>([
    ['of which nobody says where they are', (url) => json({ url }), undefined],
    ['of a recipient with several regions, without a word which', (url) => json({ url }), ['EU', 'US']],
    ['in another region', (url) => ({ US: json({ url }) }), undefined],
    ['of an adapter in another region', (url) => ({ ...json({ url }), region: 'US' }), undefined],
    ['in a region with a similar name', (url) => ({ EUX: json({ url }) }), undefined],
  ])('%s take no event that is bound to a region', async (_, collector, regions) => {
    const { page, banner } = startWith(collector(server.url), regions);
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', {});
    await send(page);
    expect(server.requests).toEqual([]);
    expect(page.tally()).toMatchObject({ refused: 1, reasons: { 'refused:no-endpoint-in-region': 1 } });
  });

  it.each<[string, (url: string) => unknown, readonly string[]]>([
    ['in a region that the manifest does not list', (url) => ({ EU: json({ url }), US: json({ url }) }), ['EU']],
    [
      'of an adapter in a region that the manifest does not list',
      (url) => ({ ...json({ url }), region: 'US' }),
      ['EU'],
    ],
    [
      'of an adapter that knows that it is elsewhere',
      (url) => ({ EU: { ...json({ url }), region: 'US' } }),
      ['EU', 'US'],
    ],
    ['that are none', () => ({}), ['EU']],
    ['without an adapter', () => ({ EU: undefined }), ['EU']],
  ])('%s do not start, and it is said why', async (_, collector, regions) => {
    const { page, banner } = startWith(collector(server.url) as Collector, regions);
    expect(page.diagnostics).toEqual(WRONG);
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', {});
    await send(page);
    expect(server.requests).toEqual([]);
    expect(page.tally()).toMatchObject({ refused: 1, reasons: { 'refused:no-collector': 1 } });
  });

  it('are all asked to erase', async () => {
    const { page, banner } = open({}, { region: 'DE' });
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', {});
    await page.settle();
    expect(await page.run(page.headgate.forget())).toEqual({ warehouse: true });
    const erasures = server.requests.map(({ path }) => path).filter((path) => path.endsWith('/erase'));
    expect(erasures.sort()).toEqual(['/EU/erase', '/US/erase']);
    server.answer(status(503), '/EU/erase');
    page.headgate.track('step', {});
    await page.settle();
    expect(await page.run(page.headgate.forget())).toEqual({ warehouse: false });
  });
});
