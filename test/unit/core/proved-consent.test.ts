import { describe, expect, it } from 'vitest';
import type { ConsentState } from '../../../src/consent/consent.js';
import type { ConsentChange } from '../../../src/consent/withdrawals.js';
import { createReceipts } from '../../../src/intake/receipts.js';

/** Which changes of consent are worth a receipt. */

const stateOf = (categories: ConsentState['categories'], changes: Partial<ConsentState> = {}): ConsentState => ({
  categories,
  regime: 'opt-in',
  evidence: 'explicit',
  source: 'banner',
  proof: {},
  ...changes,
});
const change = (origin: ConsentChange['origin'], ...withdrawn: string[]): ConsentChange => ({
  granted: [],
  closed: withdrawn,
  withdrawn,
  origin,
});

describe('a withdrawal', () => {
  const denied = stateOf({ analytics: 'denied', ads: 'denied' });

  it('is proved where the visitor denied on this page', () => {
    expect(createReceipts('1').isWithdrawal(change('source', 'analytics'), denied)).toBe(true);
  });

  it('is not proved where a grant was found missing', () => {
    const missing = stateOf({ analytics: 'undecided' });
    expect(createReceipts('1').isWithdrawal(change('source', 'analytics'), missing)).toBe(false);
  });

  it('is proved where one of several was denied', () => {
    const mixed = stateOf({ analytics: 'undecided', ads: 'denied' });
    expect(createReceipts('1').isWithdrawal(change('source', 'analytics', 'ads'), mixed)).toBe(true);
  });

  it('is nothing where nothing was withdrawn', () => {
    expect(createReceipts('1').isWithdrawal(change('source'), denied)).toBe(false);
  });

  it.each(['tab', 'device'] as const)('that was seen first by the %s is proved there', (origin) => {
    const receipts = createReceipts('1');
    expect(receipts.isWithdrawal(change(origin, 'analytics'), denied)).toBe(false);
    expect(receipts.isWithdrawal(change('source', 'analytics'), denied)).toBe(false);
    expect(receipts.isWithdrawal(change('source', 'analytics', 'ads'), denied)).toBe(true);
  });

  it('is another one after a new grant of the same category, and of no other', () => {
    const receipts = createReceipts('1');
    receipts.isWithdrawal(change('tab', 'analytics', 'ads'), denied);
    receipts.newGrant(stateOf({ analytics: 'granted', ads: 'denied' }));
    expect(receipts.isWithdrawal(change('source', 'ads'), denied)).toBe(false);
    expect(receipts.isWithdrawal(change('source', 'analytics'), denied)).toBe(true);
  });
});

describe('a grant', () => {
  const granted = stateOf({ analytics: 'granted' });

  it('is new once, until consent was withdrawn', () => {
    const receipts = createReceipts('1');
    expect(receipts.current()).toBe('');
    const grant = receipts.newGrant(granted)!;
    expect(JSON.parse(grant)).toEqual([{ analytics: 'granted' }, 'opt-in', {}, '1']);
    // Its receipt was not made yet.
    expect(receipts.newGrant(granted)).toBe(grant);
    receipts.made(grant);
    expect([receipts.current(), receipts.newGrant(granted)]).toEqual([grant, undefined]);
    receipts.clear();
    expect([receipts.current(), receipts.newGrant(granted)]).toEqual(['', grant]);
  });

  it.each(['default', 'implied', 'signal', 'not-applicable'] as const)('that is known as %s is none', (evidence) => {
    expect(createReceipts('1').newGrant({ ...granted, evidence })).toBeUndefined();
  });

  it('under another manifest is another one', () => {
    const [one, other] = ['1', '2'].map((version) => createReceipts(version).newGrant(granted));
    expect(one).not.toBe(other);
  });
});
