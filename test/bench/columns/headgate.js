/** The core with one consent source and one collector; the visitor's consent is known from the start. */
import { createHeadgate, defineManifest, json, manual } from 'headgate';
import { NAME, toData } from './event.js';

const manifest = defineManifest({
  version: '2026-11-21',
  categories: { analytics: {} },
  collectors: { warehouse: { recipient: 'Acme GmbH', role: 'controller', country: 'DE' } },
  events: {
    [NAME]: {
      purpose: 'feature_adoption',
      tier: 'pseudonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: ['warehouse'],
      fields: {
        mark: { type: 'string', maxLength: 64 },
        toggle: { type: 'string', maxLength: 64 },
        enabled: { type: 'boolean' },
        position: { type: 'integer' },
      },
    },
  },
});

globalThis.column = {
  init({ url, backlog, batch, accepts }) {
    const choice = manual();
    choice.grant('analytics');
    globalThis.headgate = createHeadgate({
      manifest,
      consent: [choice],
      collectors: {
        warehouse: json({ url: `${url}/v1/events`, ...(batch && { maxEvents: batch }), ...(accepts && { accepts }) }),
      },
      ...(backlog && { buffer: { maxEvents: 200_000, maxBytes: 1_000_000_000 } }),
    });
  },
  track(mark) {
    globalThis.headgate.track(NAME, toData(mark));
  },
};
