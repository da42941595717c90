import { expect, test, vi } from 'vitest';
import type { EventDefinition, Tier } from '../../../../src/manifest/manifest.js';
import { LEGAL_BASES } from '../../../../src/manifest/vocabulary.js';
import { judgeBuffer } from '../../../../src/node/reports/technical-controls.js';
import { status } from '../../../support/answers.mjs';
import { setUp } from '../../../support/core-collector.js';
import { eventOf, manifestOf } from '../../../support/core-page.js';

/** What an auditor reads of the buffer is what lies on the device of a visitor who consented. */

// Encryption takes as long as a busy machine lets it.
vi.setConfig({ testTimeout: 60_000 });

const cases = (['anonymous', 'pseudonymous', 'personal', 'sensitive'] satisfies Tier[]).flatMap((tier) =>
  LEGAL_BASES.flatMap((basis) =>
    [undefined, 'necessary' as const].map((storage) => ({ tier, basis, ...(storage && { storage }) })),
  ),
);

test.each(cases)('the report says where an event of %j waits', async (definition) => {
  const noted: EventDefinition = eventOf(definition);
  const { page, banner, collector } = await setUp({ manifest: manifestOf({ noted }) });
  collector.answer(status(503));
  banner.say({ analytics: 'granted' });
  await page.settle();
  expect(page.headgate.track('noted', { number: 1 }).outcome).toBe('allow');
  await page.settle();
  // Keys of chunks are lists; control record and keys have names.
  const stored = page.browser.disk.records.filter(([key]) => Array.isArray(key)).map(([, value]) => value);
  const isClear = JSON.stringify(stored).includes('noted');
  expect(stored.length === 0 ? 'memory' : isClear ? 'device' : 'encrypted').toBe(judgeBuffer(noted));
});
