import { createWithdrawals, type Withdrawals } from '../../src/consent/withdrawals.js';

/** Withdrawals of a page without a device and without other tabs. */
export function createTestWithdrawals(categories: readonly string[] = []): Withdrawals {
  let count = 0;
  return createWithdrawals({
    manifest: { categories: Object.fromEntries(categories.map((category) => [category, {}])), events: {} },
    createId: () => String(count++).padStart(12, '0'),
    readMark: () => '',
    writeMark: () => {},
    tellClosed: () => {},
  });
}
