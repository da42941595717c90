import { defineManifest } from 'headgate';

export const manifest = defineManifest({
  version: '1',
  categories: { analytics: { title: 'Product analytics' } },
  purposes: { feature_adoption: { title: 'Measure feature adoption' } },
  collectors: { warehouse: { recipient: 'Acme GmbH', role: 'controller', country: 'DE' } },
  events: {
    page_opened: {
      purpose: 'feature_adoption',
      tier: 'anonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: ['warehouse'],
      fields: { page: { type: 'string', values: ['home', 'settings'] } },
    },
    feature_toggled: {
      purpose: 'feature_adoption',
      tier: 'anonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: ['warehouse'],
      fields: { feature: { type: 'string', values: ['dark-mode'] }, enabled: { type: 'boolean' } },
    },
  },
});
