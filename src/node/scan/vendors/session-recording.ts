import type { Vendor } from '../vendor.js';

/** What records sessions, for their heat maps or for their faults. */
export const SESSION_RECORDING: readonly Vendor[] = [
  {
    name: 'Hotjar',
    functions: { hj: ['event', 'identify', 'stateChange', 'tagRecording', 'trigger', 'vpv'] },
    packages: {
      '@hotjar/browser': ['event', 'identify', 'init', 'stateChange'],
      'react-hotjar': ['hotjar', 'initialize'],
    },
    hosts: ['hotjar.com', 'hotjar.io'],
  },
  {
    name: 'Microsoft Clarity',
    functions: { clarity: ['event', 'identify', 'set', 'upgrade'], $clarity: ['event', 'identify', 'set', 'upgrade'] },
    packages: { '@microsoft/clarity': ['event', 'identify', 'init', 'setTag'] },
    hosts: ['clarity.ms'],
  },
  {
    name: 'FullStory',
    functions: { FS: ['setIdentity', 'setProperties', 'trackEvent'] },
    objects: { FS: ['event', 'identify', 'setUserVars'] },
    packages: { '@fullstory/browser': ['FullStory', 'init'] },
    hosts: ['fullstory.com'],
  },
  {
    name: 'Datadog RUM',
    objects: { DD_RUM: ['addAction', 'init', 'setUser', 'startView'] },
    packages: { '@datadog/browser-rum': ['init', 'addAction', 'setUser', 'startView'] },
    hosts: ['datadoghq-browser-agent.com'],
  },
  {
    name: 'LogRocket',
    objects: { LogRocket: ['identify', 'init', 'track'] },
    packages: { logrocket: ['identify', 'init', 'track'] },
    hosts: ['cdn.lr-ingest.io', 'cdn.logrocket.io'],
  },
  { name: 'Contentsquare', queues: { _uxa: /^(track|setCustomVariable|ec:)/ }, hosts: ['t.contentsquare.net'] },
  { name: 'Mouseflow', queues: { _mfq: /^(tag|setVariable|newPageView)/ }, hosts: ['cdn.mouseflow.com'] },
];
