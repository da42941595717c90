import { randomFillSync, webcrypto } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkTaggedEvent, compileManifest } from 'headgate/node';
import { createSealer } from 'headgate/seal';
import { createVault } from '../../../src/storage/vault.js';
import { explainConsent, mergeConsent } from '../../../src/consent/merge.js';
import type { ConsentReading } from '../../../src/consent/consent.js';
import { findProtected, protectFields } from '../../../src/manifest/protect-fields.js';
import { selectFields } from '../../../src/manifest/select-fields.js';
import { tagEvent, toStamp } from '../../../src/tag/tag-event.js';
import { createUuidV7 } from '../../../src/tag/create-uuid-v7.js';
import { readGoodManifest } from '../../fixtures/manifests/change-manifest.js';

/** The browser's own stages make events by the compiled table, and the receiver checks them by the source. */

const NOW = Date.parse('2026-11-21T12:00:00.000Z');
const source = readGoodManifest();
const table = compileManifest(source);

const fillRandom = (bytes: Uint8Array): void => void randomFillSync(bytes);
const vault = createVault(
  { subtle: webcrypto.subtle as SubtleCrypto, fillRandom },
  { enterFirst: async () => undefined, isSpilling: () => false },
);
const seal = createSealer(table.controller!.publicKey!);

const passed: { readonly [event: string]: { readonly [field: string]: unknown } } = {
  'page opened': { kind: 'cart', loadTime: 12, note: 'mail me at a@b.example or call +49 30 1234567', url: '/cart' },
  feature_toggle_enabled: {
    user: 'alice',
    toggle: 'dark',
    enabled: true,
    label: '',
    path: '/a'.repeat(99),
    score: -1.5,
  },
  order_placed: { email: 'a@b.example', total: 0 },
  invoice_downloaded: {},
  wellbeing_answered: { answer: 'well 😀'.repeat(100), participant: 'alice', question: 20 },
};

async function makeEvent(name: string, choice: 'granted' | 'denied') {
  const readings: ConsentReading[] = [
    { source: 'manual', evidence: 'explicit', categories: { analytics: choice, research: choice, operations: choice } },
  ];
  const createId = createUuidV7({ now: () => NOW, fillRandom });
  const rule = table.events[name]!;
  const { categories = [] } = rule;
  const state = mergeConsent(table, readings);
  const captured = toStamp(categories, state, explainConsent(readings, categories));
  const { data, invalid } = selectFields(rule.fields ?? {}, passed[name]);
  expect(invalid).toBeUndefined();
  const protection = { seal, pseudonymise: (text: string) => vault.pseudonymise(text, false) };
  const id = createId();
  const fields = await protectFields(rule, findProtected(rule), { id, data }, protection, 'Acme GmbH');
  const event = tagEvent(id, name, rule, table.version, { captured }, fields, NOW);
  return JSON.parse(JSON.stringify(event)) as typeof event;
}

describe('an event that the browser makes', () => {
  it.each(Object.keys(source.events))('passes the receiver: %s', async (name) => {
    const event = await makeEvent(name, 'granted');
    expect(checkTaggedEvent(source, event, NOW)).toBeUndefined();
  });

  it.each([
    ['page opened', 'objected'],
    ['feature_toggle_enabled', 'consent-denied'],
    ['order_placed', undefined],
    ['invoice_downloaded', undefined],
    ['wellbeing_answered', 'consent-denied'],
  ])('is judged by its legal basis where the visitor denied everything: %s', async (name, reason) => {
    expect(checkTaggedEvent(source, await makeEvent(name, 'denied'), NOW)).toBe(reason);
  });

  it('fails the receiver where its protection was left out', async () => {
    const event = await makeEvent('feature_toggle_enabled', 'granted');
    const open = { ...event, data: { ...event.data, user: 'alice' } };
    expect(checkTaggedEvent(source, open, NOW)).toBe('invalid-data');
  });
});
