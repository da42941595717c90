import { randomFillSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkTaggedEvent, compileManifest, taggedEventSchema } from 'headgate/node';
import { createUuidV7 } from '../../../src/tag/create-uuid-v7.js';
import type { ConsentStamp, TaggedEvent } from '../../../src/tag/tagged-event.js';
import { changeGoodManifest, readGoodManifest } from '../../fixtures/manifests/change-manifest.js';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-21T12:00:00.000Z');
const manifest = readGoodManifest();
const createId = createUuidV7({
  now: () => NOW,
  fillRandom: (bytes) => randomFillSync(bytes),
});

const granted: ConsentStamp = {
  state: 'granted',
  regime: 'opt-in',
  evidence: 'explicit',
  source: 'manual+onetrust',
  version: '7',
};
const undecided: ConsentStamp = { ...granted, state: 'undecided', evidence: 'default' };
const denied: ConsentStamp = { ...granted, state: 'denied' };
const uninvolved: ConsentStamp = { ...granted, evidence: 'not-applicable', source: '' };

const implied: ConsentStamp = { ...granted, regime: 'opt-out', evidence: 'implied' };

const data = { user: 'A'.repeat(43), toggle: 'dark', enabled: true, label: 'Dark mode' };

/** An event as an honest browser sends it, with some of its tags replaced. */
function tag(name: string, changes: Partial<TaggedEvent> | { [key: string]: unknown } = {}, time = NOW - 1000) {
  const { tier, purpose, basis, categories = [], retentionDays } = manifest.events[name]!;
  return {
    id: createId(),
    event: name,
    time: new Date(time).toISOString(),
    tier,
    purpose,
    basis,
    categories,
    retentionDays,
    expires: new Date(time + retentionDays * DAY).toISOString(),
    manifest: manifest.version,
    consent: { captured: granted },
    data,
    ...changes,
  };
}

const toggle = (changes = {}, time?: number) => tag('feature_toggle_enabled', changes, time);
const page = (changes = {}) => tag('page opened', { data: { kind: 'cart', loadTime: 12 }, ...changes });

/** Of tier sensitive. */
const answer = (changes = {}) =>
  tag('wellbeing_answered', {
    data: {
      answer: `${Buffer.from('{"alg":"ECDH-ES","enc":"A256GCM"}').toString('base64url')}..a.b.c`,
      participant: 'A'.repeat(43),
      question: 2,
    },
    ...changes,
  });

function receipt(changes = {}) {
  return {
    ...toggle({
      event: 'consent_receipt',
      purpose: 'consent_receipt',
      basis: 'legal_obligation',
      categories: [],
      retentionDays: 1095,
    }),
    expires: new Date(NOW - 1000 + 1095 * DAY).toISOString(),
    data: {
      action: 'withdrawn',
      categories: { analytics: 'denied', research: 'undecided' },
      proof: { id: 'receipt-1', time: '2026-11-21T11:00:00Z', version: '7' },
      since: '2026-11-21T11:00:00.000Z',
    },
    ...changes,
  };
}

const check = (event: unknown, collector?: string) => checkTaggedEvent(manifest, event, NOW, collector);

describe('checkTaggedEvent', () => {
  it.each([
    ['an event with consent', toggle()],
    ['an event that was held until consent', toggle({ consent: { captured: undecided, released: granted } })],
    ['an event without an objection', page({ consent: { captured: undecided } })],
    ['an event that needs no consent', tag('invoice_downloaded', { data: {}, consent: { captured: uninvolved } })],
    [
      'a contract event of a visitor who denied',
      tag('order_placed', { data: { email: 'a@b.example', total: 1 }, consent: { captured: denied } }),
    ],
    [
      'an implied grant where the regime is opt-out',
      toggle({ consent: { captured: { ...granted, regime: 'opt-out', evidence: 'implied' } } }),
    ],
    ['an event of a clock that is an hour ahead', toggle({}, NOW + 3_600_000)],
    ['an event on its last day', toggle({}, NOW - 30 * DAY + 1)],
    ['categories in another order', answer({ categories: ['analytics', 'research'] })],
    [
      'a sensitive answer after an explicit grant in an opt-out regime',
      answer({ consent: { captured: { ...granted, regime: 'opt-out' } } }),
    ],
    ['a receipt', receipt()],
    ['a receipt of a visitor who denied', receipt({ consent: { captured: denied } })],
  ])('takes %s', (_, event) => {
    expect(check(event)).toBeUndefined();
  });

  it.each([
    ['malformed', undefined],
    ['malformed', 'text'],
    ['malformed', {}],
    ['malformed', toggle({ url: 'https://shop.example' })],
    ['malformed', toggle({ time: 'yesterday' })],
    ['malformed', toggle({ consent: {} })],
    ['malformed', toggle({ consent: { captured: { ...granted, proof: { id: 'receipt-1' } } } })],
    ['malformed', toggle({ data: [] })],
    ['invalid-id', toggle({ id: 'f47ac10b-58cc-4372-a567-0e02b2c3d479' })],
    ['invalid-id', toggle({ id: 7 })],
    ['unknown-manifest-version', toggle({ manifest: '2025-01-01' })],
    ['unknown-event', toggle({ event: 'feature_toggle_disabled' })],
    ['unknown-event', toggle({ event: 'constructor' })],
    ['tier-mismatch', toggle({ tier: 'anonymous' })],
    ['purpose-mismatch', toggle({ purpose: 'shop_reliability' })],
    ['basis-mismatch', toggle({ basis: 'contract' })],
    ['categories-mismatch', toggle({ categories: [] })],
    ['categories-mismatch', toggle({ categories: ['research'] })],
    ['retention-mismatch', toggle({ retentionDays: 31 })],
    ['expiry-mismatch', toggle({ expires: '2027-11-21T12:00:00.000Z' })],
    ['time-in-future', toggle({}, NOW + DAY + 1)],
    ['expired', toggle({}, NOW - 30 * DAY)],
    ['consent-missing', toggle({ consent: { captured: undecided } })],
    ['consent-missing', toggle({ consent: { captured: granted, released: undecided } })],
    ['consent-denied', toggle({ consent: { captured: denied } })],
    ['consent-denied', toggle({ consent: { captured: denied, released: granted } })],
    ['consent-denied', toggle({ consent: { captured: granted, released: denied } })],
    ['consent-not-explicit', toggle({ consent: { captured: { ...granted, evidence: 'default' } } })],
    ['consent-not-explicit', toggle({ consent: { captured: granted, released: { ...granted, evidence: 'implied' } } })],
    ['consent-not-explicit', answer({ consent: { captured: implied } })],
    ['consent-not-explicit', answer({ consent: { captured: undecided, released: implied } })],
    ['objected', page({ consent: { captured: denied } })],
    ['objected', page({ consent: { captured: granted, released: denied } })],
    ['invalid-data', toggle({ data: { ...data, user: 'alice' } })],
    ['invalid-data', toggle({ data: { ...data, referrer: 'https://search.example' } })],
    ['invalid-data', toggle({ data: {} })],
    ['tier-mismatch', receipt({ tier: 'personal' })],
    ['purpose-mismatch', receipt({ purpose: 'order_handling' })],
    ['basis-mismatch', receipt({ basis: 'consent' })],
    ['categories-mismatch', receipt({ categories: ['analytics'] })],
    ['retention-mismatch', receipt({ retentionDays: 30 })],
    ['expiry-mismatch', receipt({ expires: '2026-12-01T00:00:00.000Z' })],
    ['invalid-data', receipt({ data: { action: 'granted', categories: { marketing: 'granted' } } })],
    ['invalid-data', receipt({ data: { action: 'granted', categories: { analytics: true } } })],
    ['invalid-data', receipt({ data: { action: 'maybe', categories: {} } })],
  ])('answers %s (%#)', (reason, event) => {
    expect(check(event)).toBe(reason);
  });

  it('refuses what was meant for another collector', () => {
    expect(check(toggle(), 'mixpanel')).toBeUndefined();
    expect(check(toggle(), 'survey_lab')).toBe('not-a-recipient');
    expect(check(receipt(), 'warehouse')).toBeUndefined();
    expect(check(receipt(), 'mixpanel')).toBe('not-a-recipient');
  });

  it('knows no receipts where the manifest has none', () => {
    expect(checkTaggedEvent(changeGoodManifest([['receipts'], undefined]), receipt(), NOW)).toBe('unknown-event');
  });

  it('answers the same by the compiled table', () => {
    const table = compileManifest(manifest);
    const events = [toggle(), page(), receipt(), tag('invoice_downloaded', { data: {} }), toggle({ data: {} })];
    expect(events.map((event) => checkTaggedEvent(table, event, NOW))).toEqual(events.map((event) => check(event)));
  });
});

describe('taggedEventSchema', () => {
  it('takes and refuses what checkTaggedEvent does, for the same reason', () => {
    const schema = taggedEventSchema(manifest, { now: () => NOW, collector: 'warehouse' });
    const event = toggle();
    expect(schema.parse(event)).toEqual(event);
    expect(schema.safeParse(toggle({ tier: 'personal' })).error?.issues).toMatchObject([{ message: 'tier-mismatch' }]);
    expect(schema.safeParse(undefined).error?.issues).toMatchObject([{ message: 'malformed' }]);
  });
});
