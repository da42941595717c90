import {
  createHeadgate,
  defineManifest,
  gpc,
  json,
  magento,
  manual,
  onetrust,
  type ConsentSource,
  type ConsentState,
  type Headgate,
  type Manifest,
} from 'headgate';

/**
 * Compiled, never run: an instance knows the events, the fields and the collectors of its manifest. A line marked
 * `@ts-expect-error` that compiles is an error itself.
 */

const manifest = defineManifest({
  version: '1',
  categories: { analytics: { sources: { onetrust: 'C0002', magento: true, gpc: false } } },
  collectors: { warehouse: { recipient: 'Acme GmbH', country: 'DE' }, mixpanel: {} },
  events: {
    toggle_enabled: {
      purpose: 'adoption',
      tier: 'pseudonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: ['warehouse', 'mixpanel'],
      fields: {
        user: { type: 'string', data: 'identifier', protect: 'pseudonymise' },
        toggle: { type: 'string', values: ['dark_mode', 'beta'] },
        position: { type: 'integer' },
        enabled: { type: 'boolean' },
        score: { type: 'number', optional: true },
      },
    },
    survey_closed: {
      purpose: 'adoption',
      tier: 'anonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 7,
      collectors: ['warehouse'],
      fields: { after: { type: 'integer', optional: true } },
    },
    page_opened: {
      purpose: 'adoption',
      tier: 'anonymous',
      basis: 'contract',
      retentionDays: 7,
      collectors: ['warehouse'],
    },
  },
});

const choice = manual({ remember: true });
const typedChoice = manual<typeof manifest>({ maxAgeDays: 90 });
typedChoice.grant('analytics');
// @ts-expect-error The manifest has no such category.
typedChoice.deny('analitycs');
const headgate = createHeadgate({
  manifest,
  consent: [choice, gpc(), magento({ websiteId: 1 }), onetrust()],
  collectors: { warehouse: json({ url: 'https://events.example/v1/events' }) },
  region: 'DE',
  hold: { maxEvents: 50 },
  buffer: { maxBytes: 1_000_000 },
  onDiagnostic: ({ code, event, field, collector: lane }) => void [code, event, field, lane],
  onAudit: ({ state, collector: lane, count, events = [] }) => void [state, lane, count, ...events.map(({ id }) => id)],
  onConsent: ({ categories }) => void categories['analytics'],
});

const sound = { user: 'alice', toggle: 'dark_mode', position: 1, enabled: true } as const;

const { outcome, reason, id } = headgate.track('toggle_enabled', sound);
const verdict: 'allow' | 'hold' | 'refuse' = outcome;
const identifier: string | undefined = id;
headgate.track('toggle_enabled', { ...sound, score: 0.5 });
headgate.track('survey_closed');
headgate.track('survey_closed', {});
headgate.track('survey_closed', { after: 3 });
headgate.track('page_opened');
headgate.track('page_opened', {});

// @ts-expect-error: no such event.
headgate.track('toggle_enable', sound);
// @ts-expect-error: an event has a name.
headgate.track();
// @ts-expect-error: a receipt is not the page's to track.
headgate.track('consent_receipt', { action: 'granted' });
// @ts-expect-error: data is missing.
headgate.track('toggle_enabled');
// @ts-expect-error: a required field is missing.
headgate.track('toggle_enabled', { toggle: 'beta', position: 1, enabled: true });
// @ts-expect-error: text is not a number.
headgate.track('toggle_enabled', { ...sound, position: '1' });
// @ts-expect-error: a number is not a boolean.
headgate.track('toggle_enabled', { ...sound, enabled: 1 });
// @ts-expect-error: nothing is no value of a required field.
headgate.track('toggle_enabled', { ...sound, user: null });
// @ts-expect-error: not one of the listed values.
headgate.track('toggle_enabled', { ...sound, toggle: 'light_mode' });
// @ts-expect-error: an undeclared field.
headgate.track('toggle_enabled', { user: 'a', toggle: 'beta', position: 1, enabled: true, url: '/' });
// @ts-expect-error: an optional field of the wrong type.
headgate.track('survey_closed', { after: 'three' });
// @ts-expect-error: a field of another event.
headgate.track('survey_closed', { toggle: 'beta' });
// @ts-expect-error: an event without fields takes none.
headgate.track('page_opened', { url: '/' });

createHeadgate({ manifest, collectors: {} });
createHeadgate({ manifest, collectors: { mixpanel: json({ url: '/' }) } });
// @ts-expect-error: the manifest describes no such collector.
createHeadgate({ manifest, collectors: { warehouse: json({ url: '/' }), shadow: json({ url: '/' }) } });
// @ts-expect-error: an address is not an adapter.
createHeadgate({ manifest, collectors: { warehouse: 'https://events.example' } });
createHeadgate({ manifest, collectors: { warehouse: { EU: json({ url: '/eu' }), US: json({ url: '/us' }) } } });
createHeadgate({ manifest, collectors: {}, region: document.documentElement.dataset['region'] });
// @ts-expect-error: an address is no endpoint.
createHeadgate({ manifest, collectors: { warehouse: { EU: '/eu' } } });
// @ts-expect-error: a manifest is needed.
createHeadgate({ collectors: {} });
// @ts-expect-error: collectors are needed.
createHeadgate({ manifest });
// @ts-expect-error: a source is made by calling its function.
createHeadgate({ manifest, collectors: {}, consent: [manual] });
// @ts-expect-error: an unknown option.
createHeadgate({ manifest, collectors: {}, debug: true });
// @ts-expect-error: where to send to must be said.
json({});
// @ts-expect-error: the website must be named.
magento({});

choice.grant('analytics', 'marketing');
// @ts-expect-error: a category is a name.
choice.grant(1);

const state: ConsentState = headgate.consent();
// @ts-expect-error: consent is read, not written.
state.categories['analytics'] = 'granted';
// @ts-expect-error: consent is read, not written.
state.regime = 'opt-out';
const stop: () => void = headgate.onConsent(({ categories }) => void categories);
const { collectors: lanes, unrouted } = headgate.status();
const delivered: number = (lanes['warehouse']?.delivered ?? 0) + unrouted.refused;
const answers: Promise<{ readonly [lane: string]: boolean }> = headgate.forget({ user: 'alice' });
// @ts-expect-error: a subject is given as text.
const wrongSubject = headgate.forget({ user: 5 });
void [verdict, reason, identifier, stop, delivered, answers, wrongSubject, headgate.access(), headgate.flush()];

/** A source of one's own is one function. */
const own: ConsentSource = ({ codes, report }) => {
  report({
    source: 'own',
    evidence: 'explicit',
    categories: { analytics: codes('own')['analytics'] ? 'granted' : 'undecided' },
  });
  return () => {};
};
const careless: ConsentSource = ({ report }) => {
  // @ts-expect-error: three states, never a boolean.
  report({ source: 'own', evidence: 'explicit', categories: { analytics: true } });
  // @ts-expect-error: how the source knows must be said.
  report({ source: 'own', categories: { analytics: 'granted' } });
  return () => {};
};
// @ts-expect-error: a source can be stopped.
const endless: ConsentSource = ({ report }) => void report;
void [own, careless, endless];

/** A manifest that is only known at run time takes any name. */
declare const loaded: Manifest;
const any: Headgate = createHeadgate({ manifest: loaded, collectors: { anything: json({ url: '/' }) } });
any.track('anything', { field: 'text' });
