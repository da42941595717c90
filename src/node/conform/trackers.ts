/** Who is asked: each in the consent-first mode that its vendor documents, at one version. */

import type { TrackerFile } from './fetch-file.js';

export interface Tracker {
  readonly name: string;
  /** A file of `adapters/`. */
  readonly adapter: string;
  /** From npm, at exact versions. None: this package. */
  readonly packages: { readonly [name: string]: string };
  /** What is not on npm. */
  readonly files?: readonly TrackerFile[];
  readonly mode: string;
  readonly documentation: string;
  /** Rows that this mode says nothing of, with what its documentation says instead. */
  readonly notOffered?: { readonly [row: string]: string };
}

const DROPS = 'its documentation says that nothing is captured before the opt-in';

const SENDS_WITHOUT_IDENTIFIERS =
  'its documentation says that events go without identifiers meanwhile, and of no way to hold them';

const FILTERS_DESTINATIONS =
  'its documentation says that consent is written on the events and filters destinations behind its server, and that a change asks for a reload';

const NO_WITHDRAWAL = 'its documentation knows a grant and a refusal, and no withdrawal';

const NO_REPETITION =
  'its documentation knows of no repetition but for visitors who are offline, by a service worker of its own';

/** The rows that take a repetition, and nothing else. */
const repeatsNothing = (reason: string): { readonly [row: string]: string } =>
  Object.fromEntries(
    ['outage', 'limited', 'reset', 'redirect', 'portal', 'hang', 'closed-tabs'].map((row) => [row, reason]),
  );

const SENDS_ONCE = 'delivery is a matter of the destination, and this one, written for the row, sends once';

export const TRACKERS: readonly Tracker[] = [
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
    notOffered: {
      'denied-event': FILTERS_DESTINATIONS,
      'two-tabs': FILTERS_DESTINATIONS,
      'two-releases': FILTERS_DESTINATIONS,
      'back-forward': FILTERS_DESTINATIONS,
    },
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
    name: 'Matomo',
    adapter: 'matomo',
    packages: {},
    files: [
      {
        name: 'matomo-tracker.js',
        version: '5.1.2',
        url: 'https://raw.githubusercontent.com/matomo-org/matomo/5.1.2/matomo.js',
        sha256: 'f2e8975ed834c578c50d3923ceb26de04d4fa44f74380f45f147585d909a874d',
      },
    ],
    mode: '`requireConsent`, and `setConsentGiven` by the consent platform',
    documentation: 'https://developer.matomo.org/guides/tracking-consent',
    // Its withdrawal holds in both releases, so that the repetition is all that this row misses.
    notOffered: { ...repeatsNothing(NO_REPETITION), 'two-releases': NO_REPETITION },
  },
  {
    name: 'walkerOS',
    adapter: 'walkeros',
    packages: { '@walkeros/collector': '4.2.1', '@walkeros/web-core': '4.2.1' },
    mode: 'a destination with `consent: { analytics: true }`, sending with `sendWeb`',
    documentation: 'https://www.walkeros.io/docs/collector',
    notOffered: repeatsNothing(SENDS_ONCE),
  },
  {
    name: 'OpenPanel',
    adapter: 'openpanel',
    packages: { '@openpanel/web': '1.4.1' },
    mode: '`disabled: true` until the grant',
    documentation: 'https://openpanel.dev/docs/consent-management',
    notOffered: {
      'undelivered-withdrawn': NO_WITHDRAWAL,
      'two-tabs': NO_WITHDRAWAL,
      'back-forward': NO_WITHDRAWAL,
    },
  },
];
