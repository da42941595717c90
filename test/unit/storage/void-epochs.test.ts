import { describe, expect, it } from 'vitest';
import { createDevice } from './event-store-fixture.js';

describe('what is void', () => {
  it('stays void, whatever earlier word of it comes later', async () => {
    const { browser, open, rest } = createDevice();
    const one = open('one');
    await one.adopt();
    one.withdrawals.applyWithdrawals({ marketing: 'b' });
    one.withdrawals.applyWithdrawals({ marketing: 'a' });
    one.close(['analytics']);
    expect(new URLSearchParams(browser.mark).get('marketing')).toBe('b');
    await rest();
  });

  it('ends before what is opened next, in the same millisecond too', async () => {
    const { browser, open, rest } = createDevice();
    const one = open('one');
    for (let round = 0; round < 25; round++) {
      await one.adopt();
      one.close(['analytics']);
      const last = new URLSearchParams(browser.mark).get('analytics')!;
      await rest();
      one.open(['analytics']);
      await one.adopt();
      expect(one.store.epochs(['analytics'])! > last).toBe(true);
    }
  });

  it('reaches a page that has not asked the device yet', async () => {
    const { open, rest } = createDevice();
    const one = open('one');
    one.withdrawals.applyWithdrawals({ analytics: 'zzzz' });
    expect(one.heard.moved).toEqual([[['analytics'], []]]);
    await rest();
  });

  it('reaches up to the moment of the withdrawal, and beyond it where the clock was set back', async () => {
    const { browser, open, rest } = createDevice();
    const one = open('one');
    await one.adopt();
    browser.clock += 3_600_000;
    one.close(['analytics']);
    const time = browser.clock.toString(16).padStart(12, '0');
    expect(new URLSearchParams(browser.mark).get('analytics')!.replaceAll('-', '').slice(0, 12)).toBe(time);
    await rest();

    const two = open('two', ['marketing']);
    await two.adopt();
    const epoch = two.store.epochs(['marketing'])!;
    browser.clock -= 60_000;
    two.close(['marketing']);
    expect(new URLSearchParams(browser.mark).get('marketing')).toBe(epoch);
    await rest();
  });

  it('is nothing where nobody closed anything, also after the clock was set back', async () => {
    const { browser, open } = createDevice();
    const one = open('one');
    await one.adopt();
    browser.clock -= 3_600_000;
    const two = open('two');
    await two.adopt();
    expect(two.store.epochs(['analytics'])).toBe(one.store.epochs(['analytics']));
    expect([two.heard.moved, one.heard.moved]).toEqual([[], []]);
  });

  it('reaches beyond that moment up to what another tab opened before the clock was set back', async () => {
    const { browser, open, rest } = createDevice();
    const two = open('two');
    browser.clock += 3_600_000;
    const one = open('one');
    await one.adopt();
    await two.adopt();
    const epoch = one.store.epochs(['analytics']);
    browser.clock -= 60_000;
    two.close(['analytics']);
    expect(new URLSearchParams(browser.mark).get('analytics')).toBe(epoch);
    await rest();
  });

  it('is marked by a page that hears of it alone, and once', async () => {
    const { browser, open, rest, control } = createDevice();
    const two = open('two', ['analytics', 'marketing']);
    await two.adopt();
    const epoch = two.store.epochs(['analytics'])!;
    // Heard by a message, and consent said nothing: only the record knows of the epoch.
    two.withdrawals.applyWithdrawals({ analytics: epoch });
    await two.adopt();
    expect(control().epochs).not.toHaveProperty('analytics');
    expect(new URLSearchParams(browser.mark).get('analytics')).toBe(epoch);
    const { length } = two.heard.voided;
    expect(length).toBeGreaterThan(0);
    browser.mark = '';
    await two.adopt();
    expect([two.heard.voided.length, browser.mark]).toEqual([length, '']);
    await rest();
  });

  it('is finished, and told to all, by a page that never had it', async () => {
    const { browser, open, control } = createDevice();
    const [one, two] = [open('one'), open('two', ['marketing'])];
    await one.adopt();
    const epoch = one.store.epochs(['analytics'])!;
    browser.closeTab(one.tab);
    two.withdrawals.applyWithdrawals({ analytics: epoch });
    expect([browser.mark, two.heard.voided]).toEqual(['', []]);
    await two.adopt();
    expect(Object.keys(control().epochs)).toEqual(['marketing']);
    expect([browser.mark, two.heard.voided]).toEqual([`analytics=${epoch}`, [{ analytics: epoch }]]);
    await two.adopt();
    expect(two.heard.voided).toHaveLength(1);
  });

  it('and granted anew by another tab is told as both', async () => {
    const { browser, open, rest } = createDevice();
    const [one, two] = [open('one'), open('two')];
    await one.adopt();
    await two.adopt();
    one.close(['analytics']);
    await rest();
    one.open(['analytics']);
    await one.adopt();
    browser.mark = '';
    await two.adopt();
    expect(two.heard.moved).toEqual([[['analytics'], ['analytics']]]);
    await two.adopt();
    expect(two.store.epochs(['analytics'])).toBe(one.store.epochs(['analytics']));
  });
});
