import type { InPageCase } from '../../../support/collector-contract.js';

export const inPageCase: InPageCase = {
  name: 'adobeDataLayer',
  call: '`adobeDataLayer.push({ event, eventInfo })`',
  maxEvents: 20,
  facts: {
    takes: 'any',
    dedupe: '`eventInfo.id`, by the listener',
    partial: 'each event by itself',
    consent: '`eventInfo`: the tagged event itself',
    verified: ['npm:@adobe/adobe-client-data-layer'],
  },
};
