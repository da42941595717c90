import { randomFillSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createVault } from '../../../src/storage/vault.js';
import { backoff } from '../../../src/delivery/backoff.js';
import type { ConsentSource } from '../../../src/consent/consent.js';
import type { TaggedEvent } from '../../../src/tag/tagged-event.js';
import { ok, status } from '../../support/answers.mjs';
import { setUp } from '../../support/core-collector.js';
import { createBanner, eventOf, manifestOf } from '../../support/core-page.js';

/** What happens to event pipelines in the field, one after the other. `RELIABILITY.md` lists them all. */

const DAY = 86_400_000;
const YEAR = 365 * DAY;
const numberOf = ({ data }: TaggedEvent): number => (data as { readonly number: number }).number;
const needsNothing = manifestOf({ step: eventOf({ basis: 'contract' }) });

describe('a collector that fails', () => {
  it('is not asked by a thousand visitors at once when it is back', () => {
    const waits = Array.from({ length: 1000 }, () => backoff(5, 0, Math.random())).sort((a, b) => a - b);
    const [longest] = waits.slice(-1);
    // Half of the visitors lie further apart than half of the longest wait; no tenth of the time has many of them.
    expect(waits[999]! - waits[0]!).toBeGreaterThan(longest! / 2);
    for (let from = 0; from < longest!; from += longest! / 10) {
      const together = waits.filter((wait) => wait >= from && wait < from + longest! / 10);
      expect(together.length).toBeLessThan(250);
    }
  });

  it('is not asked by a thousand visitors at once when the wait is over that it asked for', () => {
    const waits = Array.from({ length: 1000 }, () => backoff(1, 600_000, Math.random()));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(600_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(660_000);
    for (let from = 600_000; from < 660_000; from += 6_000)
      expect(waits.filter((wait) => wait >= from && wait < from + 6_000).length).toBeLessThan(250);
  });

  it('for seven days is asked once in five minutes in the end, and gets every event', async () => {
    const { page, collector } = await setUp({ manifest: needsNothing });
    collector.answer(status(503));
    for (let number = 0; number < 5; number++) page.headgate.track('step', { number });
    await page.pass(7 * DAY);
    // By chance a little more or less than one in five minutes: 2016, give or take four standard deviations.
    expect(collector.requests.length).toBeGreaterThan(1_900);
    expect(collector.requests.length).toBeLessThan(2_140);
    collector.answer(ok());
    await page.pass(700_000);
    expect(page.tally()).toMatchObject({ tracked: 5, delivered: 5 });
  }, 120_000);
});

describe('a clock', () => {
  it.each([-10 * YEAR, 10 * YEAR])('that is wrong by %d ms costs no event, and they keep their order', async (skew) => {
    const { page, banner, collector } = await setUp();
    page.browser.setClock(skew);
    banner.say({ analytics: 'granted' });
    for (let number = 0; number < 10; number++) page.headgate.track('step', { number });
    await page.pass(10_000);
    expect(collector.events().map(({ data }) => data)).toEqual(Array.from({ length: 10 }, (_, number) => ({ number })));
    expect(page.browser.disk.records.filter(([key]) => Array.isArray(key))).toEqual([]);
  });

  it('that is set back ten years in the middle of a visit loses and doubles nothing, and keeps the order', async () => {
    const { page, banner, collector } = await setUp();
    banner.say({ analytics: 'granted' });
    for (const number of [1, 2]) {
      page.headgate.track('step', { number });
      await page.settle();
    }
    page.browser.setClock(-10 * YEAR);
    for (const number of [3, 4, 5]) {
      page.headgate.track('step', { number });
      await page.settle();
    }
    await page.pass(60_000);
    expect(collector.events().map(numberOf)).toEqual([1, 2, 3, 4, 5]);
    expect(page.tally()).toMatchObject({ tracked: 5, delivered: 5 });
  });

  it('that is set back while a collector fails holds up nothing once it answers', async () => {
    const { page, banner, collector } = await setUp();
    banner.say({ analytics: 'granted' });
    collector.answerNext(status(503, { retryAfter: 60 }));
    page.headgate.track('step', { number: 1 });
    await page.pass(10_000);
    page.browser.setClock(-10 * YEAR);
    await page.pass(120_000);
    expect(collector.events().map(numberOf)).toEqual([1]);
    page.headgate.track('step', { number: 2 });
    await page.pass(10_000);
    expect(collector.events().map(numberOf)).toEqual([1, 2]);
  });

  it('that is set back does not keep a withdrawal from deleting and silencing', async () => {
    const { page, banner, collector } = await setUp();
    collector.answer(status(503));
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', { number: 1 });
    await page.settle();
    page.browser.setClock(-10 * YEAR);
    banner.say({ analytics: 'denied' });
    expect(page.headgate.track('step', {}).outcome).toBe('refuse');
    await page.settle();
    collector.answer(ok());
    const before = collector.requests.length;
    await page.pass(3_600_000);
    expect(collector.requests.length).toBe(before);
    expect(page.tally()).toMatchObject({ purged: 1, refused: 1, delivered: 0 });
    expect(page.browser.disk.records.filter(([key]) => Array.isArray(key))).toEqual([]);
  });

  it('that is set forward ten years ends what is kept, counted, rather than keep it longer', async () => {
    const { page, banner, collector } = await setUp();
    collector.answer(status(503));
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', { number: 1 });
    await page.settle();
    page.browser.setClock(10 * YEAR);
    collector.answer(ok());
    await page.pass(60_000);
    await page.run(page.headgate.flush());
    expect(collector.events().filter(({ event }) => event === 'step' && collector.requests.length > 2)).toEqual([]);
    expect(page.tally()).toMatchObject({ tracked: 1, expired: 1 });
  });
});

describe('a tab that holds the lease of a lane', () => {
  it('and is frozen in the middle of a request gives way to another within ten seconds', async () => {
    const banner = createBanner({ analytics: 'granted' });
    // Its timers stand still, and its request is never answered.
    const frozen = { after: () => () => {}, fetch: () => new Promise<Response>(() => {}) };
    const { page, collector, open } = await setUp({ consent: [banner] }, { environment: frozen });
    page.headgate.track('step', { number: 1 });
    void page.headgate.flush();
    await page.settle();
    const other = open({ consent: [banner] });
    other.headgate.track('step', { number: 2 });
    await other.pass(9_000);
    await other.pass(4_000);
    const sent = collector.events().map(numberOf);
    expect(sent).toContain(2);
    expect(new Set(sent).size).toBe(sent.length);
  });
});

describe('a consent platform', () => {
  it('that changes its mind fifty times sends nothing of a time of denial, and counts everything', async () => {
    const { page, banner, collector } = await setUp();
    const denied = new Set<number>();
    for (let turn = 0; turn < 50; turn++) {
      const choice = turn % 2 ? 'denied' : 'granted';
      banner.say({ analytics: choice });
      if (choice === 'denied') denied.add(turn);
      page.headgate.track('step', { number: turn });
      if (turn % 7 === 0) await page.pass(100);
    }
    await page.pass(60_000);
    expect(collector.events().filter((event) => denied.has(numberOf(event)))).toEqual([]);
    const { tracked, refused, held, buffered } = page.tally();
    expect([tracked, refused, held, buffered]).toEqual([50, 25, 0, 0]);
    expect(page.browser.disk.records.filter(([key]) => Array.isArray(key))).toEqual([]);
    const before = collector.requests.length;
    await page.pass(3_600_000);
    expect(collector.requests.length).toBe(before);
  });

  it('that comes half a minute late is heard at once', async () => {
    let answer = (): void => {};
    const late: ConsentSource = ({ report }) => {
      answer = () => report({ source: 'late', evidence: 'explicit', categories: { analytics: 'granted' } });
      return () => {};
    };
    const { page, collector } = await setUp({ consent: [late] });
    page.headgate.track('step', { number: 1 });
    await page.pass(30_000);
    expect(collector.requests).toEqual([]);
    answer();
    expect(page.tally()).toMatchObject({ held: 0, buffered: 1 });
    await page.pass(2_100);
    expect(page.tally()).toMatchObject({ delivered: 1 });
  });

  it('that knows categories which the manifest does not opens nothing by them', async () => {
    const { page, banner } = await setUp();
    banner.say({ statistics: 'granted', Analytics: 'granted', 'analytics ': 'granted' });
    expect(page.headgate.consent().categories).toEqual({ analytics: 'undecided', marketing: 'undecided' });
    expect(page.headgate.track('step', {}).outcome).toBe('hold');
  });

  it('whose consent runs out sends nothing from that moment on', async () => {
    const { page, banner, collector } = await setUp();
    collector.answer(status(503));
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', { number: 1 });
    await page.pass(5_000);
    collector.answer(ok());
    // Expired: the platform knows of no answer any more.
    banner.say({ analytics: 'undecided' }, { evidence: 'default' });
    const before = collector.requests.length;
    await page.pass(3_600_000);
    expect(collector.requests.length).toBe(before);
    expect(page.tally()).toMatchObject({ delivered: 0, purged: 1 });
  });
});

describe('the encryption of what lies on the device', () => {
  /** A buffer that has its keys. */
  const opened = { enterFirst: (async () => [{}, {}]) as never, isSpilling: () => false };

  it('takes a new random nonce for each record: a million differ', async () => {
    const nonces = new Set<string>();
    let length = 0;
    const subtle = {
      generateKey: async () => ({}),
      encrypt: async ({ iv }: { iv: Uint8Array }) => {
        length = iv.length;
        nonces.add(Buffer.from(iv).toString('latin1'));
        return new ArrayBuffer(0);
      },
    } as unknown as SubtleCrypto;
    const vault = createVault({ subtle, fillRandom: (bytes) => void randomFillSync(bytes) }, opened);
    for (let part = 0; part < 100; part++) {
      await Promise.all(Array.from({ length: 10_000 }, () => vault.encrypt('')));
    }
    expect([length, nonces.size]).toEqual([12, 1_000_000]);
  }, 120_000);

  it('takes nothing for a nonce but the random bytes: two tabs with the same ones would repeat it', async () => {
    const seen: string[] = [];
    const subtle = {
      generateKey: async () => ({}),
      encrypt: async ({ iv }: { iv: Uint8Array }) => (seen.push(String(iv)), new ArrayBuffer(0)),
    } as unknown as SubtleCrypto;
    for (const byte of [1, 1, 2]) {
      const fillRandom = (bytes: Uint8Array): void => void bytes.fill(byte);
      await createVault({ subtle, fillRandom }, opened).encrypt('');
    }
    expect(seen[0]).toBe(seen[1]);
    expect(seen[0]).not.toBe(seen[2]);
  });
});
