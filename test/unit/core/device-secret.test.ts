import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { status } from '../../support/answers.mjs';
import { setUp } from '../../support/core-collector.js';
import { eventOf, manifestOf } from '../../support/core-page.js';
import type { FakeCollector } from '../../support/create-fake-collector.mjs';
import { OURS } from '../../support/recipient.js';

/** A device that may ask a collector for what it sent, without an account. */

const KNOWN = { ...OURS, subject: 'device' } as const;
const BOTH = ['warehouse', 'second'];
const step = eventOf({ tier: 'pseudonymous', collectors: BOTH });
const manifest = manifestOf(
  {
    step,
    viewed: eventOf({ tier: 'anonymous', collectors: BOTH }),
    paid: eventOf({ tier: 'pseudonymous', basis: 'contract', categories: [] }),
  },
  { collectors: { warehouse: KNOWN, second: { ...KNOWN, recipient: 'Mixpanel, Inc.' } } },
);
const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

interface Body {
  readonly events: readonly { readonly event: string }[];
  readonly subject?: string;
  readonly secret?: string;
}

function bodiesAt(collector: FakeCollector, path: string): Body[] {
  const there = collector.requests.filter((request) => request.path === path);
  return there.map(({ body }) => JSON.parse(body) as Body);
}

describe('a collector that knows its events’ device', () => {
  it('gets the hash of a secret, which is the same on every page', async () => {
    const { page, banner, collector, open } = await setUp({ manifest, lanes: BOTH });
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', {});
    await page.pass(5000);
    page.close();
    const next = open({ consent: [banner] });
    banner.say({ analytics: 'granted' });
    next.headgate.track('step', {});
    await next.pass(5000);
    const subjects = bodiesAt(collector, '/warehouse').map(({ subject }) => subject);
    expect(subjects).toEqual([expect.stringMatching(/^[\w-]{43}$/), subjects[0]]);
  });

  it('gets none that another recipient could join by', async () => {
    const { page, banner, collector } = await setUp({ manifest, lanes: BOTH });
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', {});
    await page.pass(5000);
    const [[one], [other]] = BOTH.map((name) => bodiesAt(collector, `/${name}`)) as [[Body], [Body]];
    expect(one.subject).toBeDefined();
    expect(other.subject).toBeDefined();
    expect(one.subject).not.toBe(other.subject);
  });

  it('gets anonymous events in requests that say nothing of the device', async () => {
    const { page, banner, collector } = await setUp({ manifest, lanes: BOTH });
    banner.say({ analytics: 'granted' });
    for (const name of ['viewed', 'step', 'viewed', 'step']) page.headgate.track(name, {});
    await page.pass(5000);
    const sent = bodiesAt(collector, '/warehouse').map(({ subject, events }) => [
      subject !== undefined,
      events.map(({ event }) => event),
    ]);
    expect(sent.sort(([a], [b]) => Number(a) - Number(b))).toEqual([
      [false, ['viewed', 'viewed']],
      [true, ['step', 'step']],
    ]);
  });

  it('gets anonymous events apart from a page that is being left, too', async () => {
    const { page, banner, collector } = await setUp({ manifest, lanes: BOTH });
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', {});
    await page.pass(5000);
    collector.clear();
    for (const name of ['viewed', 'step']) page.headgate.track(name, {});
    page.tab.page!.left();
    await page.settle();
    const sent = bodiesAt(collector, '/warehouse').map(({ subject, events }) => [
      subject !== undefined,
      events.map(({ event }) => event),
    ]);
    expect(sent.sort(([a], [b]) => Number(a) - Number(b))).toEqual([
      [false, ['viewed']],
      [true, ['step']],
    ]);
  });

  it('knows the device no more once all consent was withdrawn', async () => {
    const { page, banner, collector } = await setUp({ manifest, lanes: BOTH });
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', {});
    await page.pass(5000);
    banner.say({ analytics: 'denied' });
    await page.pass(5000);
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', {});
    await page.pass(5000);
    const [before, after] = bodiesAt(collector, '/warehouse').map(({ subject }) => subject);
    expect(after).toBeDefined();
    expect(after).not.toBe(before);
  });

  it('is told nothing of the device without consent, whatever rests on another basis', async () => {
    const { page, collector } = await setUp({ manifest, lanes: BOTH });
    page.headgate.track('paid', {});
    await page.pass(5000);
    expect(bodiesAt(collector, '/warehouse')).toEqual([
      expect.objectContaining({ events: [expect.objectContaining({ event: 'paid' })] }),
    ]);
    expect(bodiesAt(collector, '/warehouse')[0]).not.toHaveProperty('subject');
    expect(page.browser.disk.touches).toBe(0);
  });

  it('gets nothing of it where the manifest does not say so', async () => {
    const plain = manifestOf({ step }, { collectors: { warehouse: OURS, second: OURS } });
    const { page, banner, collector } = await setUp({ manifest: plain, lanes: BOTH });
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', {});
    await page.pass(5000);
    expect(bodiesAt(collector, '/warehouse')).toHaveLength(1);
    expect(collector.requests.map(({ body }) => body).join()).not.toContain('subject');
  });
});

describe('forget() at a collector that knows the device', () => {
  it('asks by the secret alone, which no event carried', async () => {
    const { page, banner, collector } = await setUp({ manifest, lanes: BOTH });
    collector.answer(status(503, { retryAfter: 600 }), '/second');
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', {});
    await page.pass(5000);
    const sent = BOTH.map((name) => bodiesAt(collector, `/${name}`)[0]!.subject);
    const bodies = collector.requests.map(({ body }) => body).join();
    expect(await page.run(page.headgate.forget())).toEqual({ warehouse: true, second: true });
    const asked = BOTH.map((name) => bodiesAt(collector, `/${name}/erase`));
    expect(asked).toEqual(BOTH.map(() => [{ secret: expect.stringMatching(/^[\w-]{43}$/) as unknown }]));
    expect(asked.map(([body]) => hashOf(body!.secret!))).toEqual(sent);
    for (const [body] of asked) expect(bodies).not.toContain(body!.secret);
  });

  it('makes the device another one for what comes next', async () => {
    const { page, banner, collector } = await setUp({ manifest, lanes: BOTH });
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', {});
    await page.pass(5000);
    await page.run(page.headgate.forget());
    page.headgate.track('step', {});
    await page.pass(5000);
    const [before, after] = bodiesAt(collector, '/warehouse').map(({ subject }) => subject);
    expect(after).toBeDefined();
    expect(after).not.toBe(before);
  });
});
