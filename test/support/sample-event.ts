import type { ConsentStamp, ReceiptData, TaggedEvent } from '../../src/tag/tagged-event.js';

/** Five seconds after the events' time: what the tests of collectors take for now. */
export const NOW = Date.parse('2026-11-21T10:00:05.000Z');

export const granted: ConsentStamp = {
  state: 'granted',
  regime: 'opt-in',
  evidence: 'explicit',
  source: 'onetrust',
  version: '7',
};

const legal = {
  tier: 'pseudonymous',
  purpose: 'newsletter',
  basis: 'consent',
  categories: ['analytics', 'marketing'],
  retentionDays: 30,
  expires: '2026-12-21T10:00:00.000Z',
  manifest: '2026-11-01',
} as const;

/** What a collector in another format is told of the sample event's legal side. */
export const sampleTags = { ...legal, consent: granted };

/** An event as the buffer holds it: every number gives another id, always the same. */
export function sampleEvent(number = 0, changes: Partial<TaggedEvent> = {}): TaggedEvent {
  return {
    id: `019aa5c0-0000-7000-8000-${String(number).padStart(12, '0')}`,
    event: 'newsletter_signup',
    time: '2026-11-21T10:00:00.000Z',
    ...legal,
    consent: {
      captured: { ...granted, state: 'undecided', evidence: 'default' },
      released: granted,
    },
    data: { user: 'user-0001', form: 'footer', step: number, confirmed: true },
    ...changes,
  };
}

export function sampleEvents(
  count: number,
  change: (number: number) => Partial<TaggedEvent> = () => ({}),
): TaggedEvent[] {
  return Array.from({ length: count }, (_, number) => sampleEvent(number, change(number)));
}

/** A receipt, which travels beside events to the collectors that the manifest names for it. */
export function sampleReceipt(action: ReceiptData['action'] = 'granted'): TaggedEvent {
  return sampleEvent(900, {
    event: 'consent_receipt',
    tier: 'pseudonymous',
    purpose: 'consent_receipt',
    basis: 'legal_obligation',
    categories: [],
    data: {
      action,
      categories: { analytics: 'granted', marketing: action === 'granted' ? 'granted' : 'denied' },
      proof: { id: 'receipt-1', time: '2026-11-21T09:59:00.000Z', version: '7' },
      since: '2026-11-21T09:59:00.000Z',
    },
  });
}
