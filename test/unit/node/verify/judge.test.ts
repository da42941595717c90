import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../../../src/manifest/manifest.js';
import type { TaggedEvent } from '../../../../src/tag/tagged-event.js';
import { createCanaries } from '../../../../src/node/verify/canaries.js';
import type { BannerAnswer, DeviceItem, SeenRequest, Visit } from '../../../../src/node/verify/evidence.js';
import { judge, type Case } from '../../../../src/node/verify/judge.js';
import type { VendorDatabase } from '../../../../src/node/verify/load-tools.js';
import { SHOP_MANIFEST } from '../../../browser/support/planted-shop.mjs';

const manifest = SHOP_MANIFEST as Manifest;
const vendors = createRequire(import.meta.url)('third-party-web') as VendorDatabase;
const canaries = createCanaries('0123456789');
const start = new URL('https://shop.example/');
const ENDPOINT = 'https://events.example/v1/events';
const ACCEPTED: BannerAnswer = { wish: 'accept', at: 1000, by: 'a test' };
const WITHDRAWN: BannerAnswer = { wish: 'withdraw', at: 3000, by: 'a test' };

const asked = (url: string, at: number, more: Partial<SeenRequest> = {}): SeenRequest => ({
  at,
  method: 'POST',
  url,
  type: 'Fetch',
  by: 'page',
  document: start.href,
  headers: {},
  stack: [],
  body: undefined,
  witness: 'devtools',
  ...more,
});

const visit = (more: Partial<Visit>): Visit => ({
  kind: 'withdraw',
  browser: 'Chrome/150',
  steps: [
    { name: 'shows /', from: 0, until: 999, url: start.href, device: [], picture: undefined },
    { name: 'accepts', from: 1000, until: 2999, url: start.href, device: [], picture: undefined },
    { name: 'withdraws', from: 3000, until: 5000, url: start.href, device: [], picture: undefined },
  ],
  requests: [],
  writes: [],
  answers: [ACCEPTED, WITHDRAWN],
  failures: [],
  canariesOnDisk: [],
  endpoints: {},
  ...more,
});

/** The rule, the party and the step of each finding. */
const found = (visits: readonly Visit[], more: Partial<Case> = {}): string[] =>
  judge({ start, own: [], vendors, manifest, canaries, visits, ...more }).findings.map(
    ({ id, party, sightings }) => `${id} ${party}: ${sightings.at(0)?.step}`,
  );

describe('a request', () => {
  it('belongs to what the visitor had chosen at that moment, from the click on', () => {
    const mixpanel = (at: number): Visit => visit({ requests: [asked('https://api.mixpanel.com/track', at)] });
    expect(found([mixpanel(999)])).toEqual(['HG201 Mixpanel: shows /']);
    expect(found([mixpanel(1000)])).toEqual([]);
    expect(found([mixpanel(2999)])).toEqual([]);
    expect(found([mixpanel(3000)])).toEqual(['HG203 Mixpanel: withdraws']);
  });

  it('is the same fault after a choice where it waits for none', () => {
    const requests = [asked('https://api.mixpanel.com/track', 500), asked('https://api.mixpanel.com/track?b', 4000)];
    expect(found([visit({ requests })])).toEqual(['HG201 Mixpanel: shows /']);
  });

  it.each([
    ['https://unheard-of.example/x', 500, ['HG206 unheard-of.example: shows /']],
    ['https://fonts.googleapis.com/css', 500, ['HG207 Google Fonts: shows /']],
    ['https://fonts.googleapis.com/css', 2000, ['HG205 Google Fonts: accepts']],
    ['https://images.shop.example/a.png', 500, []],
    ['https://static.shop-cdn.example/a.js', 500, []],
    ['https://cdn.matomo.cloud/matomo.js', 2000, []],
  ])('to %s at %i is judged by who receives it', (url, at, expected) => {
    expect(found([visit({ requests: [asked(url, at)] })], { own: ['shop-cdn.example'] })).toEqual(expected);
  });

  it('under consent is no finding where nobody has said who the recipients are', () => {
    const requests = [asked('https://static.hotjar.com/h.js', 2000)];
    expect(found([visit({ requests })], { manifest: undefined })).toEqual([]);
    expect(found([visit({ requests })])).toEqual(['HG205 Hotjar: accepts']);
  });

  it('of the browser before another one is not the page’s', () => {
    const requests = [asked('https://api.mixpanel.com/track', 500, { method: 'OPTIONS', type: 'Preflight' })];
    expect(found([visit({ requests })])).toEqual([]);
  });
});

describe('an event of Headgate', () => {
  const event = (more: Partial<TaggedEvent> = {}): TaggedEvent => ({
    id: '01900000-0000-7000-8000-000000000000',
    event: 'page_shown',
    time: new Date(2000).toISOString(),
    tier: 'anonymous',
    purpose: 'shop_improvement',
    basis: 'consent',
    categories: ['analytics'],
    retentionDays: 30,
    expires: new Date(2000 + 30 * 86_400_000).toISOString(),
    manifest: '1',
    consent: { captured: { state: 'granted', regime: 'opt-in', evidence: 'explicit', source: 'manual' } },
    data: { path: '/' },
    ...more,
  });
  const sent = (at: number, more: Partial<TaggedEvent> = {}, url = ENDPOINT): Visit =>
    visit({
      requests: [asked(url, at, { body: Buffer.from(JSON.stringify({ events: [event(more)] })) })],
      endpoints: { warehouse: ENDPOINT, crm: 'https://crm.example/in' },
    });

  it('that is declared, to a recipient that it names, under consent, is fine', () => {
    expect(found([sent(2000)])).toEqual([]);
  });

  it.each<[string, Partial<TaggedEvent>]>([
    ['with a field that nobody declared', { data: { path: '/', screen: 'large' } }],
    ['of another tier', { tier: 'personal' }],
    ['of another basis', { basis: 'contract' }],
    ['that nobody declared', { event: 'spied' }],
    ['that has expired', { time: '1969-11-01T00:00:00.000Z', expires: '1969-12-01T00:00:00.000Z' }],
  ])('%s is found', (_what, more) => {
    expect(found([sent(2000, more)])).toEqual(expect.arrayContaining(['HG213 events.example: accepts']));
  });

  it('to a collector that it does not name, or to none, is found', () => {
    expect(found([sent(2000, {}, 'https://crm.example/in')])).toEqual(['HG214 crm.example: accepts']);
    expect(found([sent(2000, {}, 'https://elsewhere.example/in')])).toEqual(
      expect.arrayContaining(['HG214 elsewhere.example: accepts']),
    );
  });

  it('that rests on consent is found where there was none, whatever it says of itself', () => {
    expect(found([sent(4000)])).toEqual(['HG215 events.example: withdraws']);
    expect(found([sent(500)])).toEqual(['HG215 events.example: shows /']);
  });

  it('may leave before a choice where silence is no refusal', () => {
    const captured = { state: 'granted', regime: 'opt-out', evidence: 'default', source: 'manual' } as const;
    expect(found([sent(500, { consent: { captured } })])).toEqual([]);
    expect(found([sent(4000, { consent: { captured } })])).toEqual(['HG215 events.example: withdraws']);
  });
});

describe('the device', () => {
  const cookie = (name: string, owner: string): DeviceItem => ({ kind: 'cookie', owner, name, value: 'v' });
  const withDevice = (...devices: readonly (readonly DeviceItem[])[]): Visit => {
    const { steps } = visit({});
    return visit({ steps: steps.map((step, index) => ({ ...step, device: devices[index] ?? [] })) });
  };

  it('has another party’s cookie before a choice', () => {
    const item = cookie('uid', 'criteo.com');
    expect(found([withDevice([item], [item], [item])])).toEqual(['HG208 Criteo: shows /']);
  });

  it('still has it after a withdrawal', () => {
    const item = cookie('uid', 'criteo.com');
    expect(found([withDevice([], [item], [item])])).toEqual(['HG209 Criteo: withdraws']);
    expect(found([withDevice([], [item], [])])).toEqual([]);
  });

  it('may have what the site itself stored', () => {
    const items = [cookie('session', 'shop.example'), cookie('language', 'www.shop.example')];
    expect(found([withDevice(items, items, items)])).toEqual([]);
  });

  it('is written to by a party whose script runs in the site’s own page', () => {
    const write = {
      at: 500,
      kind: 'localStorage',
      name: 'AMP_id',
      document: start.href,
      stack: [{ function: 'save', url: 'https://cdn.amplitude.com/a.js', line: 1, column: 1 }],
    } as const;
    expect(found([visit({ writes: [write] })])).toEqual(['HG208 Amplitude Mobile Analytics: shows /']);
    expect(found([visit({ writes: [{ ...write, at: 2000 }] })])).toEqual([]);
    const own = [{ function: 'save', url: 'https://shop.example/a.js', line: 1, column: 1 }];
    expect(found([visit({ writes: [{ ...write, stack: own }] })])).toEqual([]);
  });
});

describe('what could not be done', () => {
  it('is said, since what was not tried is not shown', () => {
    const failure = { url: start.href, why: 'nothing to click' };
    const failures = [
      { ...failure, kind: 'banner', step: 'accepts' },
      { ...failure, kind: 'withdrawal', step: 'withdraws' },
    ] as const;
    expect(found([visit({ failures })])).toEqual([
      'HG220 the site itself: accepts',
      'HG221 the site itself: withdraws',
    ]);
  });
});
