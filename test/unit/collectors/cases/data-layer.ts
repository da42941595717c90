import type { InPageCase } from '../../../support/collector-contract.js';

export const inPageCase: InPageCase = {
  name: 'dataLayer',
  call: "`dataLayer.push({ event, headgate })`, or `gtag('event', …)`",
  maxEvents: 20,
  facts: {
    takes: '25 parameters an event for `gtag`, as third parties report',
    dedupe: '`headgate.id`, by the container',
    partial: 'each event by itself',
    consent: '`headgate`: the tagged event itself; consent mode decides what is done with it',
    verified: ["the source of Google's data layer helper"],
  },
};
