import type { CategoryCodes, CollectorDefinition } from '../../manifest/manifest.js';
import type { SourceName } from '../../manifest/source-settings.js';
import { printJson } from '../insert-member.js';
import { CATEGORY_TITLES, regimesOf, TEMPLATES, type TemplateName } from './templates.js';

/** What `headgate init` was told. */
export interface Answers {
  readonly template: TemplateName;
  readonly source: SourceName;
  readonly collectors: readonly string[];
  /** ISO 3166, such as `DE` or `US-CA`. */
  readonly regions: readonly string[];
  readonly controller: string;
  /** Where the controller's own collectors process events, ISO 3166; only known where somebody said so. */
  readonly country?: string;
  readonly contact: string;
  /** How to reach the data protection officer; only known where somebody said so. */
  readonly dpo?: string;
  /** The manifest's version, the day of writing. */
  readonly version: string;
}

type Category = keyof typeof CATEGORY_TITLES;

/** What each platform calls the categories where it comes from the box. Others are named by each site. */
const CODES: { readonly [source in SourceName]?: { readonly [category in Category]: CategoryCodes[string] } } = {
  amasty: { analytics: 2, feedback: 3, messages: 4 },
  c15t: { analytics: 'measurement', feedback: 'experience', messages: 'marketing' },
  cookiebot: { analytics: 'statistics', feedback: 'preferences', messages: 'marketing' },
  cookieyes: { analytics: 'analytics', feedback: 'functional', messages: 'advertisement' },
  didomi: { analytics: 'audience_measurement', feedback: 'feedback', messages: 'marketing' },
  fides: { analytics: 'analytics', feedback: 'functional', messages: 'marketing' },
  googleConsentMode: {
    analytics: 'analytics_storage',
    feedback: 'functionality_storage',
    messages: 'ad_user_data',
  },
  hyva: { analytics: 'analytics', feedback: 'feedback', messages: 'marketing' },
  iubenda: { analytics: 4, feedback: 3, messages: 5 },
  ketch: { analytics: 'analytics', feedback: 'product_enhancement', messages: 'email_mktg' },
  klaro: { analytics: 'analytics', feedback: 'feedback', messages: 'marketing' },
  magento: { analytics: true, feedback: false, messages: false },
  onetrust: { analytics: 'C0002', feedback: 'C0003', messages: 'C0004' },
  osano: { analytics: 'ANALYTICS', feedback: 'PERSONALIZATION', messages: 'MARKETING' },
  tcf: { analytics: [8, 9], feedback: [10], messages: [2, 7] },
  trustarc: { analytics: 2, feedback: 2, messages: 3 },
  usercentrics: { analytics: 'functional', feedback: 'functional', messages: 'marketing' },
  vanillaCookieConsent: { analytics: 'analytics', feedback: 'functionality', messages: 'ads' },
};

/** Recipients that are known by name. What has to be looked up in a contract is marked. */
const RECIPIENTS: { readonly [collector: string]: CollectorDefinition } = {
  amplitude: { recipient: 'Amplitude, Inc.', role: 'processor', agreement: 'TODO', country: 'US', safeguard: 'TODO' },
  mixpanel: { recipient: 'Mixpanel, Inc.', role: 'processor', agreement: 'TODO', country: 'US', safeguard: 'TODO' },
  posthog: { recipient: 'PostHog, Inc.', role: 'processor', agreement: 'TODO', country: 'US', safeguard: 'TODO' },
  segment: { recipient: 'Twilio Inc.', role: 'processor', agreement: 'TODO', country: 'US', safeguard: 'TODO' },
};

/** Returns the text of a starting manifest: JSON with comments where somebody has to decide something. */
export function writeManifest({
  template,
  source,
  collectors,
  regions,
  controller,
  contact,
  dpo,
  country,
  version,
}: Answers): string {
  const { categories, purposes, events, hint, title } = TEMPLATES[template];
  const own: CollectorDefinition = {
    recipient: controller,
    role: 'controller',
    ...(country !== undefined && { country }),
  };
  const definitions = collectors.map((name) => [name, RECIPIENTS[name] ?? own] as const);
  const days = Math.max(...Object.values(events).map(({ retentionDays }) => retentionDays));
  return [
    `// ${title}.`,
    '// What may be tracked, why, on what legal basis, how long and for whom: nothing else leaves the page.',
    '// Check it by "headgate check"; look for TODO first.',
    '{',
    '  "$schema": "./node_modules/headgate/manifest.schema.json",',
    '  // Raise it with every change: it travels with every event.',
    `  "version": ${JSON.stringify(version)},`,
    section('controller', { name: controller, contact, ...(dpo !== undefined && { dpo }) }),
    '  // "opt-in": nothing before a yes. "opt-out": until a no. By region, ISO 3166.',
    section('regimes', regimesOf(regions)),
    '  // Where the consent of visitors is read from. Global Privacy Control only ever closes.',
    section('sources', { [source]: source === 'magento' ? { websiteId: 1 } : {}, gpc: {} }),
    '  // What a visitor grants or denies, and how the platform calls it: compare the codes with those of your account.',
    section('categories', Object.fromEntries(categories.map((name) => [name, toCategory(name, source, categories)]))),
    '  // Why. One purpose for each event (GDPR Art. 5(1)(b)); "dataUse" is a word of Fideslang.',
    section('purposes', purposes),
    '  // Who receives events. An agreement and a safeguard are for you to conclude and to name (GDPR Art. 28, 44 ff.).',
    section('collectors', Object.fromEntries(definitions)),
    `  // ${hint}`,
    section('events', mapEvents(events, collectors)),
    '  // Proof of each consent given and withdrawn (GDPR Art. 7(1)).',
    section('receipts', { collectors: collectors.slice(0, 1), retentionDays: Math.max(1095, days) }).replace(/,$/, ''),
    '}',
    '',
  ].join('\n');
}

function toCategory(name: Category, source: SourceName, categories: readonly Category[]): object {
  // A shop that only knows yes and no opens its first category by it: one yes is no yes to everything (Recital 32).
  const code = source === 'magento' ? categories[0] === name : CODES[source]?.[name];
  return { title: CATEGORY_TITLES[name], ...(code !== undefined && { sources: { [source]: code } }) };
}

function mapEvents(events: (typeof TEMPLATES)[TemplateName]['events'], collectors: readonly string[]): object {
  return Object.fromEntries(
    Object.entries(events).map(([name, { fields, triggers, ...event }]) => [
      name,
      { ...event, collectors, ...(fields && { fields }), ...(triggers && { triggers }) },
    ]),
  );
}

function section(name: string, value: object): string {
  return `  ${JSON.stringify(name)}: ${printJson(value, '  ')},`;
}
