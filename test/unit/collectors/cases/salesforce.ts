import type { InPageCase } from '../../../support/collector-contract.js';

export const inPageCase: InPageCase = {
  name: 'salesforce',
  call: '`SalesforceInteractions.sendEvent({ consents, interaction })`',
  maxEvents: 20,
  facts: {
    takes: 'what the schema of the event type declares',
    dedupe: '`interaction.hgId`, by your schema',
    partial: 'each event by itself',
    consent:
      "the SDK's own `consents`, and `interaction.hgTier`, `hgPurpose`, `hgLegalBasis`, `hgCategories`, `hgExpires`, `hgConsent`",
    verified: ['the Interactions SDK reference'],
  },
};
