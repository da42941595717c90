import { createHeadgate, gpc, hotjar, json, magento, mixpanel, onetrust } from 'headgate';
import { createSealer } from 'headgate/seal';
import manifest from '../manifest.json';

/** The one instance of the service's own pages. `npx headgate types` keeps the manifest's declarations fresh. */
export const headgate = createHeadgate({
  manifest,
  consent: [onetrust(), magento({ websiteId: 1 }), gpc()],
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
