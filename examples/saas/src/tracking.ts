import { createHeadgate, globalPrivacyControl, hotjar, json, magento, mixpanel, oneTrust } from 'headgate';
import { createSealer } from 'headgate/seal';
import manifest from '../manifest.json';

/** The one instance of the service's own pages. `npx headgate types` keeps the manifest's declarations fresh. */
export const headgate = createHeadgate({
  manifest,
  sources: [oneTrust(), magento({ websiteId: 1 }), globalPrivacyControl()],
  collectors: {
    warehouse: json({ url: 'https://collect.lumen.example/v1/events' }),
    crm: json({ url: 'https://crm.lumen.example/v1/events' }),
    zigpoll: json({ url: 'https://feedback.lumen.example/v1/events' }),
    mixpanel: mixpanel({ token: 'a-public-token' }),
    hotjar: hotjar(),
  },
  seal: createSealer(manifest.controller.publicKey),
});

export const { track } = headgate;
