/** Closed by default. https://headgate.github.io/headgate/consent */
import { createHeadgate, json, manual } from 'headgate';

const toManifest = (id, version) => ({
  id,
  version,
  categories: { analytics: {} },
  collectors: { shop: { recipient: 'The shop', role: 'controller', country: 'DE' } },
  events: {
    product_viewed: {
      purpose: 'product_analytics',
      basis: 'consent',
      categories: ['analytics'],
      tier: 'personal',
      retentionDays: 30,
      collectors: ['shop'],
      fields: { note: { type: 'string', data: 'contact', maxLength: 100 } },
    },
  },
});

const choice = manual();
let headgate;

export function init(collector, { application, release }) {
  headgate = createHeadgate({
    manifest: toManifest(application, release),
    consent: [choice],
    collectors: { shop: json({ url: `${collector}/v1/events` }) },
  });
}
export const grant = () => choice.grant('analytics');
export const deny = () => choice.deny('analytics');
export const withdraw = () => choice.withdraw('analytics');
export const track = (note) => headgate.track('product_viewed', { note });
