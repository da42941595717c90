/** Who is asked: each in the consent-first mode that its vendor documents, at one version. */

/**
 * @typedef {object} Tracker
 * @property {string} name
 * @property {string} adapter A file of `adapters/`.
 * @property {{ [name: string]: string }} packages From npm, at exact versions. None: the built package of this repository.
 * @property {string} mode
 * @property {string} documentation
 * @property {{ [row: string]: string }} [notOffered] Rows that this mode says nothing of, with what its documentation says instead.
 */

const DROPS = 'its documentation says that nothing is captured before the opt-in';

const SENDS_WITHOUT_IDENTIFIERS =
  'its documentation says that events go without identifiers meanwhile, and of no way to hold them';

const FILTERS_DESTINATIONS =
  'its documentation says that consent is written on the events and filters destinations behind its server, and that a change asks for a reload';

const NO_WITHDRAWAL = 'its documentation knows a grant and a refusal, and no withdrawal';

const SENDS_ONCE = 'delivery is a matter of the destination, and this one, written for the row, sends once';

/** @type {readonly Tracker[]} */
export const TRACKERS = [
  {
    name: 'Headgate',
    adapter: 'headgate',
    packages: {},
    mode: 'as it comes, with `manual()` and `json()`',
    documentation: 'consent.md',
  },
  {
    name: 'Segment',
    adapter: 'segment',
    packages: { '@segment/analytics-next': '1.84.3', '@segment/analytics-consent-tools': '2.0.3' },
    mode: 'consent wrapper, model `opt-in`',
    documentation: 'https://github.com/segmentio/analytics-next/tree/master/packages/consent/consent-tools',
  },
  {
    name: 'PostHog',
    adapter: 'posthog',
    packages: { 'posthog-js': '1.449.2' },
    mode: '`opt_out_capturing_by_default`, `opt_out_persistence_by_default`',
    documentation: 'https://posthog.com/docs/privacy/data-collection',
    notOffered: { 'held-event': DROPS, 'next-page': DROPS },
  },
  {
    name: 'RudderStack',
    adapter: 'rudderstack',
    packages: { '@rudderstack/analytics-js': '3.34.1' },
    mode: '`preConsent` with storage `none` and delivery `buffer`',
    documentation:
      'https://www.rudderstack.com/docs/sources/event-streams/sdks/rudderstack-javascript-sdk/consent-management/',
    notOffered: { 'denied-event': FILTERS_DESTINATIONS, 'two-tabs': FILTERS_DESTINATIONS },
  },
  {
    name: 'Snowplow',
    adapter: 'snowplow',
    packages: { '@snowplow/browser-tracker': '4.10.1' },
    mode: 'full anonymous tracking until the grant, `stateStorageStrategy: none`',
    documentation: 'https://docs.snowplow.io/docs/sources/web-trackers/anonymous-tracking/',
    notOffered: {
      'before-choice': SENDS_WITHOUT_IDENTIFIERS,
      'held-event': SENDS_WITHOUT_IDENTIFIERS,
      'next-page': SENDS_WITHOUT_IDENTIFIERS,
      'denied-event': SENDS_WITHOUT_IDENTIFIERS,
    },
  },
  {
    name: 'Mixpanel',
    adapter: 'mixpanel',
    packages: { 'mixpanel-browser': '2.83.0' },
    mode: '`opt_out_tracking_by_default`',
    documentation: 'https://docs.mixpanel.com/docs/privacy/protecting-user-data',
    notOffered: { 'held-event': DROPS, 'next-page': DROPS },
  },
  {
    name: 'Amplitude',
    adapter: 'amplitude',
    packages: { '@amplitude/analytics-browser': '2.48.1' },
    mode: '`optOut: true` until the grant',
    documentation: 'https://amplitude.com/docs/sdks/analytics/browser/cookies-and-consent-management',
    notOffered: { 'held-event': DROPS, 'next-page': DROPS },
  },
  {
    name: 'walkerOS',
    adapter: 'walkeros',
    packages: { '@walkeros/collector': '4.2.1', '@walkeros/web-core': '4.2.1' },
    mode: 'a destination with `consent: { analytics: true }`, sending with `sendWeb`',
    documentation: 'https://www.walkeros.io/docs/collector',
    notOffered: { outage: SENDS_ONCE, 'closed-tabs': SENDS_ONCE },
  },
  {
    name: 'OpenPanel',
    adapter: 'openpanel',
    packages: { '@openpanel/web': '1.4.1' },
    mode: '`disabled: true` until the grant',
    documentation: 'https://openpanel.dev/docs/consent-management',
    notOffered: { 'undelivered-withdrawn': NO_WITHDRAWAL, 'two-tabs': NO_WITHDRAWAL },
  },
];
