import type { Diagnostic } from '../audit/diagnostic.js';
import type { Finding } from './finding.js';

type Text = readonly [found: string, expected: string, mend: string];

/** What a collector without a start lacks, by the diagnostic's field. */
const COLLECTOR_FAULTS: { readonly [field: string]: Text } = {
  recipient: [
    'the manifest does not say who receives the data',
    '`recipient`',
    'Describe the collector in the manifest.',
  ],
  role: ['the manifest does not say what the recipient is', '`role`', 'Add `role` to the collector in the manifest.'],
  country: ['the manifest does not say where the recipient is', '`country`', 'Add `country`, such as "DE".'],
  adapter: ['there is no adapter', 'such as `json({ url })`', 'Set up an adapter under that name in `collectors`.'],
  regions: [
    'an endpoint lies in a region that the manifest does not list',
    'one of its `regions`',
    'Correct the region, or add it to `regions` in the manifest.',
  ],
};

/** What the page's set-up lacks, by the diagnostic's field. */
const SET_UP_FAULTS: { readonly [field: string]: Text } = {
  configuration: ['no configuration that can be read', 'one JSON block', 'See what is said of it above.'],
  origins: [
    'a list of frames that cannot be meant',
    'origins such as "https://survey.example", without a path',
    'Correct `origins`.',
  ],
  sandboxed: ['a list of frames that cannot be meant', 'selectors or elements of frames', 'Correct `sandboxed`.'],
  allow: [
    'a tag that was not started: neither a nonce nor a listed address',
    'the nonce of the page, or its address in `allow`',
    'Give the element the nonce, or list its address.',
  ],
  frames: ['this file has no bridge', 'a file with it', 'Build one by `headgate build --frames`.'],
  debug: [
    'what explains problems did not load',
    'an address that the policy of the page allows',
    'Correct the address, or add it to `script-src`.',
  ],
};

const TEXTS: { readonly [code in Diagnostic['code']]?: Text } = {
  misconfigured: [
    'a set-up that cannot be used',
    'what is said above',
    'Correct it: until then every event is refused.',
  ],
  'no-page': [
    'an instance where no page is (a server)',
    'a browser',
    'Nothing: it refuses every event, so that a page can be rendered.',
  ],
  'source-failed': [
    'a consent source threw, or said what is no reading',
    'a reading',
    'Look at the platform: until it speaks again its categories are undecided.',
  ],
  'unknown-region': ['`region` is no place', 'such as "DE" or "US-CA"', 'Correct it: until then `default` holds.'],
  'engine-missing': [
    'the second file, with buffer and delivery, did not load',
    'its address reachable, and allowed by `script-src`',
    'Look whether it lies beside the first, is of the same release, unchanged, and where Trusted Types are listed, `headgate` is. It is tried again.',
  ],
  'storage-failed': [
    'IndexedDB did not answer',
    'a browser that stores',
    'Nothing: events are sent from memory, and it is tried again.',
  ],
  'encryption-unavailable': ['no `crypto.subtle`', 'a page over https', 'Serve the page by https.'],
  'protection-failed': [
    'a field could not be protected; the event was refused',
    '`seal` for sealed fields, and a page over https',
    'Pass `seal: createSealer(key)` of `headgate/seal`, and serve the page by https.',
  ],
  'unreadable-record': ['a stored record that cannot be read', 'one of this application', 'Nothing: it was dropped.'],
  'collector-blocked': [
    'an answer 401, 403, 404 or 410',
    'a collector that takes events from this page',
    'Look at its address and its key. Events wait; it is asked again on the next page.',
  ],
  'collector-rejected': [
    'it will never take some of the events',
    'events in its form',
    'Look at `reasons` in `status()` and at the collector.',
  ],
  'collector-answer': [
    'a 2xx answer in another form; nothing was acknowledged',
    'the answer of this kind of collector',
    'Look whether the address is a collector of this type, or a page that answers for it.',
  ],
  'internal-error': ['something threw, here or in a callback of yours', 'no throw', 'Look at your callbacks first.'],
};

const WAITING: { readonly [problem: string]: Text } = {
  'manual:unknown-category': [
    'a choice on a category that the manifest does not have',
    'one of its `categories`',
    'Correct the name in the call.',
  ],
};

/** Explains a diagnostic by its code; `undefined` for those that the look at calls explains better. */
export function explainDiagnostic(diagnostic: Diagnostic): Finding | undefined {
  const { code, collector, field = '' } = diagnostic;
  const [found, expected, mend] = textOf(code, collector, field) ?? [];
  return found === undefined ? undefined : { ...diagnostic, found, expected: expected!, mend: mend! };
}

function textOf(code: Diagnostic['code'], collector: string | undefined, field: string): Text | undefined {
  if (code === 'source-waiting') return WAITING[field] ?? waitingText(field);
  if (code !== 'misconfigured') return TEXTS[code];
  if (collector !== undefined) return COLLECTOR_FAULTS[field];
  return field ? SET_UP_FAULTS[field] : TEXTS.misconfigured;
}

function waitingText(problem: string): Text {
  const [source = 'a source'] = problem.split(':');
  return [
    `${source} cannot learn the visitor's choice`,
    'its platform on the page',
    'Load the platform before or beside Headgate, or take the source out.',
  ];
}
