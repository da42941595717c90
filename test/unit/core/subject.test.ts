import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Choice } from '../../../src/consent/consent.js';
import { ok, status } from '../../support/answers.mjs';
import { setUp } from '../../support/core-collector.js';
import { eventOf, manifestOf, type CorePage, type PageSetting } from '../../support/core-page.js';
import { OURS } from '../../support/recipient.js';

const user = { user: { type: 'string', data: 'identifier', protect: 'pseudonymise' } } as const;
const manifest = manifestOf({
  step: eventOf(),
  signed: eventOf({ fields: user }),
  note: eventOf({ tier: 'personal', fields: { text: { type: 'string' } } }),
  paid: eventOf({ basis: 'contract', categories: [] }),
});
const chunks = ({ browser }: CorePage) => browser.disk.records.filter(([key]) => Array.isArray(key));
const ids = (events: readonly { readonly id: string }[]): string[] => events.map(({ id }) => id).sort();
const erasures = (requests: readonly { readonly path: string; readonly body: string }[]) =>
  requests
    .filter(({ path }) => path.endsWith('/erase'))
    .map(({ path, body }) => [path, JSON.parse(body) as unknown] as const);

describe('access()', () => {
  it('answers with everything that this device holds: held, in memory and on the disk, encrypted or not', async () => {
    const { page, banner, collector } = await setUp({
      manifest: manifestOf({ ...manifest.events, offer: eventOf({ categories: ['marketing'] }) }),
    });
    collector.answer(status(503, { retryAfter: 600 }));
    banner.say({ analytics: 'granted' });
    await page.settle();
    const tracked = [
      page.headgate.track('step', { number: 1 }),
      page.headgate.track('note', { text: 'hello' }),
      page.headgate.track('paid', {}),
      page.headgate.track('offer', { number: 2 }),
    ].map(({ id }) => id!);
    await page.settle();
    const events = await page.run(page.headgate.access());
    expect(ids(events)).toEqual([...tracked].sort());
    expect(events.find(({ event }) => event === 'note')!.data).toEqual({ text: 'hello' });
  });

  it('answers with what earlier pages left', async () => {
    const { page, banner, collector, open } = await setUp({ manifest });
    collector.answer(status(503, { retryAfter: 600 }));
    banner.say({ analytics: 'granted' });
    await page.settle();
    const left = [page.headgate.track('step', {}).id!, page.headgate.track('note', { text: 'x' }).id!].sort();
    await page.settle();
    page.close();
    const next = open();
    expect(ids(await next.run(next.headgate.access()))).toEqual(left);
  });

  it('answers with nothing where nothing is, without a touch of the device', async () => {
    const { page } = await setUp({ manifest });
    expect(await page.run(page.headgate.access())).toEqual([]);
    expect(page.browser.disk.touches).toBe(0);
  });

  it('names an event once that goes to two collectors', async () => {
    const step = eventOf({ basis: 'contract', categories: [], collectors: ['warehouse', 'second'] });
    const { page, collector } = await setUp({
      lanes: ['warehouse', 'second'],
      manifest: manifestOf({ step }, { collectors: { warehouse: OURS, second: OURS } }),
    });
    collector.answer(status(503));
    page.headgate.track('step', {});
    expect(await page.run(page.headgate.access())).toHaveLength(1);
  });

  it('hands out copies: who changes them changes nothing that is sent', async () => {
    const { page, collector } = await setUp({ manifest });
    page.headgate.track('paid', { number: 1 });
    const [event] = await page.run(page.headgate.access());
    try {
      (event!.data as { [field: string]: unknown })['email'] = 'alice@example.com';
    } catch {
      // What cannot be changed is as good.
    }
    await page.pass(5000);
    expect(collector.requests[0]!.body).not.toContain('alice');
  });
});

describe('forget()', () => {
  it('deletes what this device holds, and asks each collector to erase it', async () => {
    const { page, banner, collector } = await setUp({ manifest });
    collector.answer(status(503, { retryAfter: 600 }), '/warehouse');
    banner.say({ analytics: 'granted' });
    await page.settle();
    const tracked = [page.headgate.track('step', {}).id!, page.headgate.track('paid', {}).id!].sort();
    await page.settle();
    expect(await page.run(page.headgate.forget())).toEqual({ warehouse: true });
    expect(chunks(page)).toEqual([]);
    expect(await page.run(page.headgate.access())).toEqual([]);
    const [[path, { ids: asked, subject }]] = erasures(collector.requests) as [
      [string, { ids: string[]; subject: object }],
    ];
    expect([path, [...asked].sort(), subject]).toEqual(['/warehouse/erase', tracked, {}]);
    collector.clear();
    collector.answer(ok(), '/warehouse');
    await page.pass(3_600_000);
    expect(collector.seen()).toEqual([]);
    expect(page.tally()).toMatchObject({ tracked: 2, purged: 2, buffered: 0, held: 0 });
  });

  it('forgets what is held, too', async () => {
    const { page, banner, collector } = await setUp({ manifest });
    page.headgate.track('step', {});
    await page.run(page.headgate.forget());
    banner.say({ analytics: 'granted' });
    await page.pass(10_000);
    expect(collector.seen()).toEqual([]);
    expect(page.tally()).toMatchObject({ tracked: 1, held: 0, purged: 1, reasons: { 'purged:forgotten': 1 } });
  });

  it.each<[string, PageSetting, Choice]>([
    ['for an answer', {}, 'undecided'],
    ['in a prerendered page', { isPrerendering: true }, 'granted'],
  ])('tells no collector of what waits %s: not even its id leaves', async (_, setting, analytics) => {
    const { page, banner, collector } = await setUp({ manifest }, setting);
    banner.say({ analytics });
    page.headgate.track('step', {});
    expect(await page.run(page.headgate.forget())).toEqual({ warehouse: false });
    expect(collector.requests).toEqual([]);
    expect(page.tally()).toMatchObject({ tracked: 1, purged: 1, held: 0 });
  });

  it('tells no collector of what waits for an answer in another tab', async () => {
    const { page, collector, open } = await setUp({ manifest });
    const other = open();
    other.headgate.track('step', {});
    await page.settle();
    await page.run(page.headgate.forget());
    expect(collector.requests).toEqual([]);
  });

  it('leaves consent as it is: what is tracked next is sent', async () => {
    const { page, banner, collector } = await setUp({ manifest });
    banner.say({ analytics: 'granted' });
    await page.settle();
    page.headgate.track('step', { number: 1 });
    await page.settle();
    collector.clear();
    await page.run(page.headgate.forget());
    expect(page.headgate.consent().categories['analytics']).toBe('granted');
    const { id } = page.headgate.track('step', { number: 2 });
    await page.pass(10_000);
    expect(ids(collector.seen())).toEqual([id]);
  });

  it('asks by pseudonym for what the collector has, and never by name', async () => {
    const { page, banner, collector } = await setUp({ manifest });
    banner.say({ analytics: 'granted' });
    await page.settle();
    page.headgate.track('signed', { user: 'alice' });
    await page.pass(5000);
    const pseudonym = (collector.events()[0]!.data as { user: string }).user;
    expect(pseudonym).toMatch(/^[\w-]{43}$/);
    await page.run(page.headgate.forget({ user: 'alice', email: 'alice@example.com', number: '5' }));
    const [[, { subject }]] = erasures(collector.requests) as [[string, { subject: object }]];
    expect(subject).toEqual({ user: pseudonym });
    expect(collector.requests.map(({ body }) => body).join()).not.toContain('alice');
  });

  it('asks each recipient by the pseudonym that it has, which no other knows', async () => {
    const { page, banner, collector } = await setUp({
      lanes: ['warehouse', 'second', 'third'],
      manifest: manifestOf(
        { signed: eventOf({ fields: user, collectors: ['warehouse', 'second', 'third'] }) },
        { collectors: { warehouse: OURS, second: { ...OURS, recipient: 'Mixpanel, Inc.' }, third: OURS } },
      ),
    });
    banner.say({ analytics: 'granted' });
    await page.settle();
    page.headgate.track('signed', { user: 'alice' });
    await page.pass(5000);
    const sent = new Map(
      collector.requests.map(({ path, body }) => {
        const { events } = JSON.parse(body) as { events: { data: { user: string } }[] };
        return [path, events[0]!.data.user];
      }),
    );
    expect([sent.size, new Set(sent.values()).size]).toEqual([3, 2]);
    expect(sent.get('/warehouse')).toBe(sent.get('/third'));
    collector.clear();
    await page.run(page.headgate.forget({ user: 'alice' }));
    const asked = erasures(collector.requests).map(([path, body]) => [
      path.replace('/erase', ''),
      (body as { subject: { user: string } }).subject.user,
    ]);
    expect(new Map(asked as [string, string][])).toEqual(sent);
  });

  it('makes a pseudonym that a dictionary does not undo', async () => {
    const { page, banner, collector } = await setUp({ manifest });
    banner.say({ analytics: 'granted' });
    await page.settle();
    const sent = ['alice', 'alice', 'bob'].map((name) => page.headgate.track('signed', { user: name }).id);
    await page.pass(5000);
    const [one, same, other] = sent.map((id) => {
      const { data } = collector.events().find((event) => event.id === id)!;
      return (data as { user: string }).user;
    }) as [string, string, string];
    expect(one).toBe(same);
    expect(one).not.toBe(other);
    expect(one).not.toBe(createHmac('sha256', '').update('alice').digest('base64url'));
  });

  it('answers no for a collector that refuses or cannot be reached, and yes for another', async () => {
    const step = eventOf({ basis: 'contract', categories: [], collectors: ['warehouse', 'second'] });
    const { page, collector } = await setUp({
      lanes: ['warehouse', 'second'],
      manifest: manifestOf({ step }, { collectors: { warehouse: OURS, second: OURS } }),
    });
    collector.answer(status(500), '/warehouse/erase');
    page.headgate.track('step', {});
    expect(await page.run(page.headgate.forget())).toEqual({ warehouse: false, second: true });
  });

  it('sends no request where there is nothing to ask for', async () => {
    const { page, collector } = await setUp({ manifest });
    expect(await page.run(page.headgate.forget())).toEqual({ warehouse: false });
    expect(collector.requests).toEqual([]);
    expect(page.browser.disk.touches).toBe(0);
  });

  it('resolves for a collector that cannot erase, and for one whose adapter throws', async () => {
    const fail = (): never => {
      throw new Error('adapter');
    };
    for (const erase of [undefined, fail]) {
      const { page } = await setUp({ manifest, limits: { erase } as never });
      page.headgate.track('paid', {});
      expect(await page.run(page.headgate.forget())).toEqual({ warehouse: false });
    }
  });
});
