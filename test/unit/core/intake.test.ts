import { webcrypto } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Item } from '../../../src/delivery/item.js';
import { createHold } from '../../../src/intake/hold.js';
import { setUp } from '../../support/core-collector.js';
import { eventOf, manifestOf } from '../../support/core-page.js';
import { OURS } from '../../support/recipient.js';

/** From `track` to the lanes, in the moments that are short: what is judged again, given up, and said. */

const manifest = manifestOf(
  {
    step: eventOf({ fields: { user: { type: 'string', data: 'identifier', protect: 'pseudonymise' } } }),
    other: eventOf({ categories: ['marketing'] }),
    needed: { ...eventOf({ basis: 'contract' }), categories: undefined as never },
  },
  { receipts: { collectors: ['records'], retentionDays: 365 }, collectors: { warehouse: OURS, records: OURS } },
);

/** A page whose pseudonyms are made when the test says so. */
async function openSlowly() {
  const waiting: (() => void)[] = [];
  let isSigned = false;
  const subtle = new Proxy(webcrypto.subtle as SubtleCrypto, {
    get: (real, name: keyof SubtleCrypto) => {
      const method = (real[name] as (...args: unknown[]) => Promise<unknown>).bind(real);
      if (name !== 'sign') return method;
      return async (...args: unknown[]) => {
        await new Promise<void>((resolve) => waiting.push(resolve));
        return method(...args).finally(() => (isSigned = true));
      };
    },
  });
  const opened = await setUp({ manifest, lanes: ['warehouse', 'records'] }, { environment: { subtle } });
  opened.banner.say({ analytics: 'granted' });
  opened.page.headgate.track('step', { user: 'ada' });
  /** The page’s clock is a model, and its cryptography is real: how long that takes, nobody knows. */
  const passUntil = async (isDone: () => boolean): Promise<void> => {
    while (!isDone()) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      await opened.page.pass(100);
    }
  };
  await passUntil(() => waiting.length > 0);
  const names = () => opened.collector.events().map(({ event }) => event);
  const release = async (): Promise<void> => {
    waiting.forEach((resolve) => resolve());
    await passUntil(() => isSigned);
    await opened.page.pass(10_000);
  };
  return { ...opened, names, release };
}

describe('an event that is being protected', () => {
  it('goes on where the consent for something else changes', async () => {
    const { page, banner, names, release } = await openSlowly();
    banner.say({ analytics: 'granted', marketing: 'denied' });
    await release();
    expect(names()).toContain('step');
    expect(page.tally()).toMatchObject({ tracked: 1, delivered: 1 });
  });

  it('is void where its own consent is withdrawn', async () => {
    const { page, banner, names, release } = await openSlowly();
    banner.say({ analytics: 'denied' });
    await release();
    banner.say({ analytics: 'granted' });
    await page.pass(10_000);
    expect(names()).not.toContain('step');
    expect(page.tally()).toMatchObject({ tracked: 1, purged: 1, reasons: { 'purged:withdrawn': 1 } });
  });

  it('is void where the visitor is forgotten', async () => {
    const { page, names, release } = await openSlowly();
    const forgotten = page.run(page.headgate.forget());
    await release();
    await forgotten;
    expect(names()).not.toContain('step');
    expect(page.tally()).toMatchObject({ tracked: 1, purged: 1, reasons: { 'purged:forgotten': 1 } });
  });
});

describe('what is said of an event', () => {
  it('names the field that is wrong', async () => {
    const { page } = await setUp({ manifest });
    page.headgate.track('step', { user: 7 });
    expect(page.diagnostics.filter(({ code }) => code === 'invalid-field')).toEqual([
      { code: 'invalid-field', event: 'step', field: 'user' },
    ]);
  });

  it('names no field where the page’s own code throws', async () => {
    const { page } = await setUp({ manifest });
    const data = {
      get user(): string {
        throw new Error('of the page');
      },
    };
    expect(page.headgate.track('step', data)).toEqual({ outcome: 'refuse', reason: 'invalid' });
    expect(page.diagnostics.filter(({ code }) => code === 'invalid-field')).toEqual([
      { code: 'invalid-field', event: 'step' },
    ]);
  });

  it('is nothing where the visitor does not want it', async () => {
    const { page, banner } = await setUp({ manifest, lanes: ['warehouse', 'records'] });
    banner.say({ analytics: 'denied' });
    await page.settle();
    const before = page.diagnostics.length;
    expect(page.headgate.track('step', { user: 'ada' })).toEqual({ outcome: 'refuse', reason: 'denied' });
    expect(page.diagnostics.slice(before)).toEqual([]);
  });
});

describe('the stamp of consent', () => {
  it('of an event that names no category is held against none', async () => {
    const { page, banner, collector } = await setUp({ manifest, lanes: ['warehouse', 'records'] });
    banner.say({ analytics: 'granted' });
    page.headgate.track('needed', {});
    await page.pass(5000);
    const event = collector.events().find(({ event }) => event === 'needed');
    expect(event!.consent.captured.state).toBe('granted');
  });

  it('of a receipt says the state of the consent as a whole', async () => {
    const { page, banner, collector } = await setUp({ manifest, lanes: ['warehouse', 'records'] });
    banner.say({ analytics: 'granted' });
    await page.pass(5000);
    const receipt = collector.events().find(({ event }) => event === 'consent_receipt');
    expect(receipt!.consent.captured).toEqual({
      state: 'granted',
      regime: 'opt-in',
      evidence: 'explicit',
      source: 'banner',
    });
  });
});

describe('the hold', () => {
  it('keeps an event as long as it may, to the millisecond', () => {
    let clock = 0;
    const ends: unknown[] = [];
    const hold = createHold(
      { maxAge: 1000 },
      () => clock,
      () => {},
      (_item, ...how) => ends.push(how),
    );
    hold.add({ since: 0, size: 1 } as Item);
    clock = 1000;
    hold.review(() => 'keep');
    expect(ends).toEqual([]);
    clock = 1001;
    hold.review(() => 'keep');
    expect(ends).toEqual([['expired', 'hold-age']]);
  });
});
