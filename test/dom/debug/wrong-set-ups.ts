import { json, manual } from 'headgate';
import type { Diagnostic } from '../../../src/audit/diagnostic.js';
import type { Configuration } from '../../../src/script/start-script.js';
import { OURS } from '../../support/recipient.js';

/**
 * Wrong set-ups as people make them, each with a part of what has to be said of it, and with the set-up that follows the
 * advice: of that, nothing may be said.
 */

/** What a title and a part of the message stand before. */
type Case<Wrong, Right = Wrong> = readonly [title: string, says: string, wrong: Wrong, right?: Right];

/** Plain data that a case may spoil. */
export interface PlainManifest {
  [part: string]: any; // oxlint-disable-line typescript/no-explicit-any -- A case spoils whatever it likes.
}

export function soundManifest(): PlainManifest {
  return {
    version: '1',
    regimes: { default: 'opt-in' },
    categories: { analytics: {} },
    collectors: { warehouse: { ...OURS } },
    events: {
      survey_answered: {
        purpose: 'adoption',
        tier: 'pseudonymous',
        basis: 'consent',
        categories: ['analytics'],
        retentionDays: 30,
        collectors: ['warehouse'],
        fields: {
          question: { type: 'string', maxLength: 20 },
          score: { type: 'integer', min: 0, max: 10 },
          plan: { type: 'string', values: ['free', 'paid'], optional: true },
          price: { type: 'number', optional: true },
          isDone: { type: 'boolean', optional: true },
        },
      },
    },
  };
}

const url = 'https://events.example/v1/events';

/** Options of `createHeadgate` that are sound. */
export const soundOptions = (): { [option: string]: unknown } => ({
  manifest: soundManifest(),
  consent: [manual()],
  collectors: { warehouse: json({ url }) },
});

/** What options are replaced by; whole options where they are none at all. */
export const OPTIONS: readonly Case<unknown>[] = [
  ['no options', 'nothing; expected options', undefined],
  ['a text for options', 'a text; expected options', 'manifest.json'],
  ['no manifest', 'manifest: nothing', { manifest: undefined }],
  ['a manifest that is text', 'Parse it', { manifest: '{"version":"1"}' }],
  ['a manifest that is a list', 'manifest: a list', { manifest: [] }],
  ['a module for a manifest', 'This is a module', { manifest: { default: soundManifest() } }],
  ['no collectors', 'collectors: nothing', { collectors: undefined }],
  ['a list of collectors', 'collectors: a list', { collectors: [json({ url })] }],
  ['a misspelt collector', 'Did you mean "warehouse"?', { collectors: { warehose: json({ url }) } }],
  [
    'a collector that nobody described',
    'Describe it in the manifest',
    { collectors: { warehouse: json({ url }), crm: json({ url }) } },
  ],
  ['an adapter that was not called', 'an adapter that was not called', { collectors: { warehouse: json } }],
  ['an address for an adapter', 'Pass the address to one', { collectors: { warehouse: url } }],
  ['no address', 'no address', { collectors: { warehouse: json({} as { url: string }) } }],
  [
    'an address with undefined in it',
    'a part that is missing',
    { collectors: { warehouse: json({ url: 'https://undefined/v1' }) } },
  ],
  [
    'an address that is to be filled in',
    'still to be filled in',
    { collectors: { warehouse: json({ url: 'https://TODO.example' }) } },
  ],
  [
    'an address of another kind',
    'an address that is none',
    { collectors: { warehouse: json({ url: 'ftp://events.example' }) } },
  ],
  ['a region without an adapter', 'nothing for region "EU"', { collectors: { warehouse: { EU: undefined } } }],
  ['no consent source', 'no consent source', { consent: undefined }],
  ['an empty list of sources', 'no consent source', { consent: [] }],
  ['a source without a list', 'Put it into a list', { consent: manual() }],
  ['a source that was not called', '`manual` itself, not called', { consent: [manual] }],
  ['the name of a source', 'a text in the list', { consent: ['onetrust'] }],
  ['the option under an older name', 'Did you mean `consent`?', { sources: [manual()] }],
  ['a misspelt option', 'Did you mean `onDiagnostic`?', { onDiagnostics: () => {} }],
  ['an option that there is not', 'Take it out', { zzzzzzzzzz: 1 }],
  ['a region that is no place', '`region` is no place', { region: 'Bavaria' }, { region: 'DE-BY' }],
  ['a region that is no text', 'region: a number', { region: 49 }, { region: 'DE' }],
  ['a time that is text', 'flushInterval: a text', { flushInterval: '2 s' }, { flushInterval: 2000 }],
  ['a time below 0', 'no length of time', { flushInterval: -1 }, { flushInterval: 0 }],
  ['a misspelt limit', 'Did you mean `maxEvents`?', { hold: { maxEvent: 5 } }, { hold: { maxEvents: 5 } }],
  ['a limit that is text', 'a text for `maxBytes`', { buffer: { maxBytes: '1 MB' } }, { buffer: { maxBytes: 1e6 } }],
  ['a key for `seal`', 'seal: an object', { seal: { kty: 'EC' } }, { seal: async () => '' }],
  ['a text for a callback', 'onAudit: a text', { onAudit: 'log' }, { onAudit: () => {} }],
];

const event = 'survey_answered';
const spoil = (change: (rule: PlainManifest) => void) => (manifest: PlainManifest) => change(manifest['events'][event]);
const spoilField = (change: (fields: PlainManifest) => void) => spoil((rule) => change(rule['fields']));

/** What is spoilt in the manifest. */
export const MANIFESTS: readonly Case<(manifest: PlainManifest) => void>[] = [
  ['a manifest without events', 'no "events"', (manifest) => delete manifest['events']],
  ['a manifest without categories', 'no "categories"', (manifest) => delete manifest['categories']],
  ['a manifest without collectors', 'no "collectors"', (manifest) => delete manifest['collectors']],
  ['a collector without a recipient', '`recipient`', ({ collectors }) => delete collectors.warehouse.recipient],
  ['a collector without a role', '`role`', ({ collectors }) => delete collectors.warehouse.role],
  ['a collector without a country', '`country`', ({ collectors }) => delete collectors.warehouse.country],
  ['a misspelt regime', 'Did you mean "opt-in"?', ({ regimes }) => (regimes.default = 'optin')],
  [
    'receipts for nobody',
    'receipts.collectors',
    (manifest) => (manifest['receipts'] = { collectors: ['ledger'], retentionDays: 9 }),
  ],
  ['a misspelt tier', 'Did you mean "anonymous"?', spoil((rule) => (rule['tier'] = 'anonymus'))],
  ['no tier', 'no `tier`', spoil((rule) => delete rule['tier'])],
  [
    'a misspelt legal basis',
    'Did you mean "legitimate_interests"?',
    spoil((rule) => (rule['basis'] = 'legitimate_interest')),
  ],
  ['consent without a category', 'no `categories`', spoil((rule) => delete rule['categories'])],
  ['a misspelt category', 'Did you mean "analytics"?', spoil((rule) => (rule['categories'] = ['analitycs']))],
  ['an event without collectors', 'no `collectors`', spoil((rule) => delete rule['collectors'])],
  [
    'a misspelt collector of an event',
    'Did you mean "warehouse"?',
    spoil((rule) => (rule['collectors'] = ['warehuose'])),
  ],
  ['an event without a retention period', '`retentionDays`', spoil((rule) => delete rule['retentionDays'])],
  ['fields as a list', 'a list for `fields`', spoil((rule) => (rule['fields'] = ['score']))],
  [
    'a field without a definition',
    'score: a text; expected a definition',
    spoilField((fields) => (fields['score'] = 'integer')),
  ],
  [
    'a type that there is not',
    'score: a text for `type`',
    spoilField((fields) => (fields['score'] = { type: 'decimal' })),
  ],
  ['a misspelt type', 'Did you mean "string"?', spoilField((fields) => (fields['question'] = { type: 'strng' }))],
  [
    'a misspelt protection',
    'Did you mean "pseudonymise"?',
    spoilField((fields) => (fields['question'].protect = 'pseudonymize')),
  ],
  [
    'sealed fields without a sealer',
    'sealed fields and no `seal`',
    spoilField((fields) => (fields['question'].protect = 'seal')),
  ],
  ['a key of `once` that is no field', 'once.field', spoil((rule) => (rule['once'] = { per: 'page', field: 'order' }))],
  [
    'a misspelt event source',
    'Did you mean "dataLayer"?',
    spoil((rule) => (rule['triggers'] = { datalayer: { event: 'x' } })),
  ],
  [
    'a trigger for a field that is none',
    'Did you mean "question"?',
    spoil((rule) => (rule['triggers'] = { magento: { event: 'x', fields: { questions: 'q' } } })),
  ],
  [
    'a collector that the page did not set up',
    'a collector without an adapter',
    (manifest) => {
      manifest['collectors'].crm = { ...OURS };
      manifest['events'][event].collectors.push('crm');
    },
  ],
];

type CallOf = readonly [name: unknown, data?: unknown];
const right: CallOf = [event, { question: 'recommend', score: 9 }];
const withField = (field: string, value: unknown): CallOf => [
  event,
  { question: 'recommend', score: 9, [field]: value },
];
/** No name and no value of these may be repeated. */
export const SECRET = 'mona.lisa@louvre.example';

/** Calls of `track` after the visitor has agreed. */
export const CALLS: readonly Case<CallOf>[] = [
  ['a misspelt event', 'Did you mean "survey_answered"?', ['survey_anwsered', right[1]], right],
  ['an event that is not declared', 'Declare the event', [SECRET], right],
  ['a number for an event', 'a number for a name', [5], right],
  ['a receipt of the page’s own', 'Headgate makes receipts itself', ['consent_receipt'], right],
  ['a missing field', 'score: nothing', [event, { question: 'recommend' }], right],
  ['a number as text', 'Convert it: `Number(value)`', withField('score', '9'), right],
  ['a number out of bounds', 'a number out of bounds', withField('score', 11), right],
  ['a fraction for a whole number', 'a number that is not whole', withField('score', 8.5), right],
  ['a number that is none', 'score: a number that is not finite', withField('score', NaN), right],
  [
    'a number without an end',
    'price: a number that is not finite',
    withField('price', Infinity),
    withField('price', 9.5),
  ],
  ['a text that is too long', 'at most 20 characters', withField('question', `${SECRET} and so on`), right],
  [
    'a text that is not among the values',
    'one of "free", "paid"',
    withField('plan', SECRET),
    withField('plan', 'free'),
  ],
  ['a number for a text', 'Convert it: `String(value)`', withField('question', 7), right],
  ['a list for a text', 'question: a list', withField('question', [SECRET]), right],
  ['an object for a text', 'question: an object', withField('question', { [SECRET]: SECRET }), right],
  ['a truth as text', 'Compare it', withField('isDone', 'true'), withField('isDone', true)],
  ['a misspelt field', 'Did you mean "plan"?', withField('plann', 'free'), withField('plan', 'free')],
  ['a field that is not declared', 'Declare the field', withField(SECRET, SECRET), right],
  ['a list for data', 'a list where the event', [event, [SECRET]], right],
  ['a text for data', 'a text where the event', [event, SECRET], right],
];

const collectors = { warehouse: { type: 'json', url } };
export const soundConfiguration = (): Configuration =>
  ({ manifest: soundManifest(), consent: { manual: {} }, collectors }) as unknown as Configuration;

/** What lies in the page where a script file starts. */
export interface Markup {
  readonly text?: string;
  readonly id?: string;
  readonly type?: string;
  readonly element?: string;
  readonly times?: number;
  readonly blockNonce?: string;
  readonly nonce?: string;
  readonly attribute?: string;
  readonly changes?: object;
}

export const PAGES: readonly Case<Markup>[] = [
  ['no block', 'Write the block into the page', { times: 0 }],
  ['two blocks', '2 blocks', { times: 2 }],
  ['a block with a misspelt id', 'There is a block "headgate-confg"', { id: 'headgate-confg' }],
  ['a block of another type', 'that is no such script', { type: 'text/json' }],
  ['another element', 'that is no such script', { element: 'div' }],
  ['an attribute with the id of no block', 'no element with the id "config"', { attribute: 'config' }],
  ['a block without the nonce of the script', 'without the nonce', { nonce: 'n1' }, { nonce: 'n1', blockNonce: 'n1' }],
  ['an empty block', 'is no JSON: line 1, column 1', { text: '' }],
  ['a comma before a bracket', 'line 3, column 1', { text: '{\n  "manifest": {},\n}' }],
  ['a comment', 'line 2, column 3', { text: '{\n  // of our shop\n  "manifest": {} }' }],
  ['single quotes', 'line 1, column 2', { text: `{'manifest': {}}` }],
  ['names without quotes', 'line 1, column 3', { text: '{ manifest: {} }' }],
  ['a missing comma', 'line 2, column 2', { text: '{ "manifest": {}\n "consent": {} }' }],
  ['a block that was cut off', 'line 1, column 17', { text: '{ "manifest": { ' }],
  ['an attribute that is no JSON', 'the attribute `data-config` is no JSON', { attribute: '{ oops' }],
  ['a block that is a list', 'a list in the block', { text: '[]' }],
  ['a block without a manifest', 'no manifest in the block', { text: '{ "consent": {} }' }],
  ['a misspelt part', 'Did you mean "collectors"?', { changes: { colectors: {} } }],
  ['a part under an older name', 'Did you mean "consent"?', { changes: { sources: {} } }],
  [
    'a misspelt collector type',
    'Did you mean "json"?',
    { changes: { collectors: { warehouse: { type: 'jsn', url } } } },
  ],
  [
    'a collector type of another file',
    'headgate build',
    { changes: { collectors: { warehouse: { type: 'mixpanel' } } } },
  ],
  ['a collector without a type', 'no collector type', { changes: { collectors: { warehouse: { url } } } }],
  [
    'a collector’s address that is to be filled in',
    'still to be filled in',
    { changes: { collectors: { warehouse: { type: 'json', url: 'https://<host>/' } } } },
  ],
  ['a misspelt consent source', 'Did you mean "manual"?', { changes: { consent: { manul: {} } } }],
  [
    'a consent source of another file',
    'headgate build',
    { changes: { consent: { manual: {}, vanillaCookieConsent: {} } } },
  ],
  ['a misspelt event source', 'Did you mean "attributes"?', { changes: { events: { attribute: {} } } }],
  ['a frame’s origin with a path', 'origins', { changes: { frames: ['https://survey.example/form'] } }],
];

/** What happens later, as the diagnostic that the core makes of it. */
export const DIAGNOSTICS: readonly Case<Diagnostic>[] = [
  ['a set-up that throws', 'until then every event is refused', { code: 'misconfigured' }],
  ['a server', 'an instance where no page is', { code: 'no-page' }],
  ['a source that throws', 'a consent source threw', { code: 'source-failed' }],
  ['a platform that does not load', 'onetrust cannot learn', { code: 'source-waiting', field: 'onetrust:not-loaded' }],
  [
    'a choice on a category that there is not',
    'a choice on a category',
    { code: 'source-waiting', field: 'manual:unknown-category' },
  ],
  ['a device that does not store', 'IndexedDB', { code: 'storage-failed' }],
  ['plain http', '`crypto.subtle`', { code: 'encryption-unavailable', event }],
  ['a field that cannot be protected', 'createSealer', { code: 'protection-failed', event }],
  ['a stored record that nobody can read', 'a stored record', { code: 'unreadable-record', collector: 'warehouse' }],
  [
    'a collector that does not let the page in',
    '401, 403, 404 or 410',
    { code: 'collector-blocked', collector: 'warehouse' },
  ],
  ['a collector that takes an event never', 'never take', { code: 'collector-rejected', collector: 'warehouse' }],
  ['a page for an answer', 'in another form', { code: 'collector-answer', collector: 'warehouse' }],
  ['a tag of nobody', 'neither a nonce nor a listed address', { code: 'misconfigured', field: 'allow' }],
  ['an explanation that does not load', 'did not load', { code: 'misconfigured', field: 'debug' }],
  ['a callback that throws', 'Look at your callbacks', { code: 'internal-error' }],
];
