import { describe, expect, it } from 'vitest';
import { createDevice } from './event-store-fixture.js';

describe('a withdrawal', () => {
  it('deletes what lies there, for this page and the next, and says what became of it', async () => {
    const { open, rest, chunks, control } = createDevice();
    const one = open('one');
    await one.adopt();
    const [bound, free] = [await one.write(), await one.write({ epochs: '' })];
    one.close(['analytics']);
    expect(one.store.epochs(['analytics'])).toBeUndefined();
    await rest();
    expect(chunks()).toEqual([free]);
    expect(one.heard.removed).toEqual([[bound[2], 'purged', 'withdrawn']]);
    expect(control().epochs).toEqual({});
  });

  it('deletes the keys with the last epoch, and not before', async () => {
    const { browser, open, rest, run } = createDevice();
    const one = open('one', ['analytics', 'marketing']);
    await run(one.store.enter((store) => void store.put('secret', 'keys')));
    const hasKeys = (): boolean => browser.disk.records.some(([key]) => key === 'keys');
    one.close(['analytics']);
    await rest();
    expect(hasKeys()).toBe(true);
    one.close(['marketing']);
    await rest();
    expect(hasKeys()).toBe(false);
  });

  it('stands in a mark at once, until ten seconds after the wipe', async () => {
    const { browser, open, rest } = createDevice();
    const one = open('one');
    await one.adopt();
    const epoch = one.store.epochs(['analytics'])!;
    one.close(['analytics']);
    expect(new URLSearchParams(browser.mark).get('analytics')! >= epoch).toBe(true);
    expect(one.heard.voided).toHaveLength(1);
    await rest();
    expect(browser.mark).not.toBe('');
    browser.clock += 10_000;
    while (one.tab.isDue()) one.tab.fireTimer();
    expect(browser.mark).toBe('');
  });

  it('leaves a mark in peace that another tab wrote meanwhile', async () => {
    const { browser, open, rest } = createDevice();
    const one = open('one');
    await one.adopt();
    one.close(['analytics']);
    await rest();
    browser.mark = 'marketing=zz';
    browser.clock += 10_000;
    while (one.tab.isDue()) one.tab.fireTimer();
    expect(browser.mark).toBe('marketing=zz');
  });

  it('of what was no grant leaves no mark and tells nobody', async () => {
    const { browser, open, rest } = createDevice();
    const one = open('one', []);
    one.close(['analytics']);
    await rest();
    expect([browser.mark, one.heard.voided, browser.disk.touches]).toEqual(['', [], 0]);
  });

  it('is followed by every page that reads the mark, adopts or writes', async () => {
    const { open, rest, chunks } = createDevice();
    const [one, two] = [open('one'), open('two')];
    await one.adopt();
    await two.adopt();
    one.close(['analytics']);
    two.withdrawals.applyWithdrawals();
    expect(two.heard.moved[0]).toEqual([['analytics'], []]);
    await rest();
    await two.adopt();
    expect(two.store.epochs(['analytics'])).toBeUndefined();
    expect(chunks()).toEqual([]);
  });

  it('that another tab finished is noticed without a mark, by the control record', async () => {
    const { browser, open, rest } = createDevice();
    const [one, two] = [open('one'), open('two')];
    await one.adopt();
    await two.adopt();
    one.close(['analytics']);
    await rest();
    browser.mark = '';
    await two.adopt();
    expect(two.heard.moved.flat()).toContainEqual(['analytics']);
    expect(two.store.epochs(['analytics'])).toBeUndefined();
  });

  it('does not reach what is granted anew: neither here nor in a tab that lags behind', async () => {
    const { open, rest, chunks } = createDevice();
    const [one, two] = [open('one'), open('two')];
    await one.adopt();
    await two.adopt();
    const old = await two.write();
    one.close(['analytics']);
    one.open(['analytics']);
    await rest();
    await one.adopt();
    const fresh = await one.write();
    two.withdrawals.applyWithdrawals();
    await rest();
    expect(two.heard.moved).toHaveLength(1);
    expect(chunks()).toEqual([fresh]);
    expect(fresh[3]).not.toBe(old[3]);
  });

  it('is heard of a tab by its message, as by the mark', async () => {
    const { open, rest } = createDevice();
    const two = open('two');
    await two.adopt();
    two.withdrawals.applyWithdrawals({ analytics: '' });
    expect(two.heard.moved).toEqual([]);
    two.withdrawals.applyWithdrawals({ analytics: `${two.store.epochs(['analytics'])}` });
    expect(two.heard.moved).toEqual([[['analytics'], []]]);
    await rest();
  });

  it('takes an epoch from after now for void: the clock was set back since', async () => {
    const { browser, open } = createDevice();
    const two = open('two');
    await two.adopt();
    browser.clock -= 60_000;
    two.withdrawals.applyWithdrawals({ analytics: '0' });
    expect(two.heard.moved).toEqual([[['analytics'], []]]);
  });

  it('that overtakes a transaction leaves nothing of it adopted', async () => {
    const { open, rest } = createDevice();
    const one = open('one');
    const adopting = one.store
      .enter((_store, _control, done) => {
        one.close(['analytics']);
        done();
      })
      .then(() => one.store.epochs(['analytics']));
    await rest();
    expect(await adopting).toBeUndefined();
    expect(one.store.epochs(['analytics'])).toBeUndefined();
  });

  it('that is heard of late closes what was granted before it, though it was adopted after it', async () => {
    const { browser, open, rest } = createDevice();
    const [one, two] = [open('one'), open('two')];
    browser.clock += 1_000;
    two.close(['analytics']);
    const word = new URLSearchParams(browser.mark).get('analytics')!;
    await rest();
    browser.mark = '';
    browser.clock += 1_000;
    await one.adopt();
    expect(one.store.epochs(['analytics'])).toBeDefined();
    one.withdrawals.applyWithdrawals({ analytics: word });
    expect(one.heard.moved).toEqual([[['analytics'], []]]);
    await rest();
  });

  it('without an epoch is none', async () => {
    const { browser, open, rest } = createDevice();
    const one = open('one');
    one.withdrawals.applyWithdrawals({ marketing: '' });
    one.close(['analytics']);
    expect([...new URLSearchParams(browser.mark).keys()]).toEqual(['analytics']);
    await rest();
  });
});
