import type { InPageCase } from '../../../support/collector-contract.js';

export const inPageCase: InPageCase = {
  name: 'hotjar',
  call: "`hj('event', name)`",
  maxEvents: 20,
  facts: {
    takes: 'a name',
    partial: 'each event by itself',
    consent: 'nowhere: a name is all that it takes',
    verified: ['the Events API reference', "the source of Hotjar's loader"],
  },
};
