import { afterEach, expect, it, vi } from 'vitest';
import { salesforce } from '../../../src/delivery/collectors/salesforce.js';
import { sampleEvent, sampleEvents, sampleReceipt } from '../../support/sample-event.js';

/** A fake of the Salesforce Interactions SDK, after its reference: it does nothing without a consent of its own. */

const page = globalThis as unknown as { SalesforceInteractions?: unknown };
const optIn = { provider: 'OneTrust', purpose: 'Tracking', status: 'Opt In' };

function install(consents: readonly object[] = [optIn], sendEvent: () => unknown = () => Promise.resolve()) {
  const sdk = {
    getConsents: () => consents.map((consent) => ({ lastUpdateTime: 1, lastSentTime: null, consent })),
    sendEvent: vi.fn(sendEvent),
  };
  page.SalesforceInteractions = sdk;
  return sdk;
}

afterEach(() => void delete page.SalesforceInteractions);

it('waits while there is no SDK', () => {
  expect(salesforce().deliver(sampleEvents(2))).toBeUndefined();
});

it.each<[string, readonly object[]]>([
  ['nobody was asked', []],
  ['the visitor opted out', [{ ...optIn, status: 'Opt Out' }]],
  ['the visitor opted in to something else', [{ ...optIn, purpose: 'Personalization' }]],
])('waits while %s, because the SDK would swallow the events', (_, consents) => {
  const { sendEvent } = install(consents);
  expect(salesforce().deliver(sampleEvents(2))).toBeUndefined();
  expect(sendEvent).not.toHaveBeenCalled();
});

it("sends an interaction with the SDK's consents and the event's legal metadata", () => {
  const { sendEvent } = install();
  const event = sampleEvent(3);
  expect(salesforce().deliver([event])).toEqual({ accepted: [event.id], rejected: [] });
  expect(sendEvent.mock.calls).toEqual([
    [
      {
        consents: [optIn],
        interaction: {
          user: 'user-0001',
          form: 'footer',
          step: 3,
          confirmed: true,
          name: 'newsletter_signup',
          eventType: 'newsletter_signup',
          hgId: '019aa5c0-0000-7000-8000-000000000003',
          hgTime: '2026-11-21T10:00:00.000Z',
          hgTier: 'pseudonymous',
          hgPurpose: 'newsletter',
          hgLegalBasis: 'consent',
          hgCategories: 'analytics,marketing',
          hgExpires: '2026-12-21T10:00:00.000Z',
          hgConsent: JSON.stringify(event.consent),
        },
      },
    ],
  ]);
});

it('opts in for no one: it only reads what the SDK knows', () => {
  const updateConsents = vi.fn();
  page.SalesforceInteractions = { ...install([]), updateConsents };
  salesforce().deliver([sampleEvent(), sampleReceipt()]);
  expect(updateConsents).not.toHaveBeenCalled();
});

it('waits for the consent to another purpose where it is told', () => {
  install([{ ...optIn, purpose: 'Personalization' }]);
  expect(salesforce({ purpose: 'Personalization' }).deliver(sampleEvents(1))?.accepted).toHaveLength(1);
});

it('keeps a rejection of the SDK from the page', async () => {
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  install([optIn], () => Promise.reject(new Error('network')));
  expect(salesforce().deliver(sampleEvents(1))?.accepted).toHaveLength(1);
  await new Promise((resolve) => setTimeout(resolve, 5));
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

it('says which event made the SDK throw', () => {
  install([optIn], () => {
    throw new Error('not initialised');
  });
  expect(salesforce().deliver(sampleEvents(1))).toMatchObject({ accepted: [], rejected: [{ reason: 'tag-threw' }] });
});

it.each([
  null,
  5,
  {},
  { getConsents: () => null },
  { getConsents: () => [null] },
  { getConsents: () => [{ consent: optIn }] },
])('waits where %o stands in its place', (nonsense) => {
  page.SalesforceInteractions = nonsense;
  expect(salesforce().deliver(sampleEvents(1))).toBeUndefined();
});
