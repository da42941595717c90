import type { EventDefinition, FieldDefinition, Manifest } from '../../../../src/manifest/manifest.js';
import { FIELD_TYPES, PROTECTIONS, TIERS } from '../../../../src/manifest/vocabulary.js';
import type { Report } from '../../../../src/node/reports/report-schema.js';
import { toReport } from '../../../../src/node/reports/to-report.js';
import type { Language } from '../../../../src/node/reports/languages/languages.js';

/**
 * A manifest in which every word that people would write is a mark such as `N7`, and which has each of all that a report
 * has a text for. What a report of it says beside the marks is what the report says itself.
 */

let marks = 0;
const mark = (): string => `N${++marks}`;

const FIELDS: { readonly [name: string]: FieldDefinition } = Object.fromEntries([
  ...FIELD_TYPES.map((type) => [mark(), { type, title: mark() }]),
  ...PROTECTIONS.map((protect) => [mark(), { type: 'string', maxLength: 1, data: 'identifier', protect }]),
  ...['behaviour', 'commerce', 'contact', 'content', 'identifier', 'location', 'technical'].map((data) => [
    mark(),
    { type: 'string', data, optional: true },
  ]),
  [mark(), { type: 'string', values: [mark(), mark()] }],
  [mark(), { type: 'number', min: 1, max: 2 }],
  [mark(), { type: 'number', min: 1 }],
  [mark(), { type: 'number', max: 2 }],
]);

const COLLECTORS: Manifest['collectors'] = {
  N901: { recipient: 'N902', role: 'controller', country: 'DE', subject: 'device' },
  N903: { recipient: 'N904', role: 'joint-controller', country: 'GB', controls: { encryption: 'N905' } },
  N906: { recipient: 'N907', role: 'processor', country: 'JP', agreement: 'N908' },
  N909: { recipient: 'N910', role: 'third-party', country: 'US', safeguard: 'N911' },
  N912: { recipient: 'N913', country: 'IN' },
  N915: { recipient: 'N916', role: 'third-party', country: 'IL' },
  N917: { recipient: 'N918', role: 'third-party', country: 'KR' },
  N914: {},
};

const PURPOSES = { N920: { title: 'N921' }, N922: { title: 'N923' }, N924: { title: 'N925' } };

const base = {
  purpose: 'N920',
  tier: 'anonymous',
  basis: 'consent',
  categories: ['N930'],
  retentionDays: 1,
  collectors: Object.keys(COLLECTORS),
} satisfies EventDefinition;

const EVENTS: { readonly [name: string]: EventDefinition } = {
  [mark()]: { ...base, fields: FIELDS, tier: 'personal', journey: mark(), step: mark(), need: mark(), once: 'page' },
  [mark()]: { ...base, journey: mark(), undecided: 'refuse', once: 'session', region: 'N940' },
  [mark()]: { ...base, once: 'visitor', retentionDays: 2 },
  ...Object.fromEntries(
    (['page', 'session', 'visitor'] as const).map((per) => [mark(), { ...base, once: { per, field: mark() } }]),
  ),
  ...Object.fromEntries(TIERS.map((tier) => [mark(), { ...base, tier }])),
  [mark()]: { ...base, tier: 'sensitive', fields: { N950: { type: 'string', data: 'special' } } },
  ...Object.fromEntries(
    (['contract', 'legal_obligation', 'vital_interests', 'public_task'] as const).map((basis) => [
      mark(),
      { ...base, basis, categories: [], purpose: 'N922' },
    ]),
  ),
  [mark()]: { ...base, basis: 'contract', categories: [], purpose: 'N922', storage: 'necessary' },
  [mark()]: { ...base, basis: 'legitimate_interests', purpose: 'N924', tier: 'pseudonymous', collectors: ['N901'] },
};

const MANIFEST: Manifest = {
  version: 'N960',
  controller: { name: 'N961', contact: 'N962', dpo: 'N963' },
  review: { by: 'N964', on: '2025-02-03', next: '2026-03-04' },
  receipts: { collectors: ['N901'], retentionDays: 3 },
  regimes: { default: 'opt-in', N940: 'opt-out' },
  categories: { N930: { title: 'N931', sources: { N932: true, N933: ['N934', 'N935'], N936: false } } },
  purposes: PURPOSES,
  collectors: COLLECTORS,
  events: EVENTS,
};

const finding = { path: ['N970'], found: 'x', expected: 'N971', rule: 'N972', id: 'N973' };

/** Reports of it that together say everything that there is to say. */
export function listMarkedReports(language: Language): Report[] {
  const options = { date: '2026-11-30', language };
  const { controller: _, review: _review, receipts: _receipts, ...bare } = MANIFEST;
  const alone: EventDefinition = { ...base, collectors: ['N903'], fields: { N981: { type: 'string' } } };
  const small = { ...bare, categories: {}, collectors: { N903: COLLECTORS['N903']! }, events: { N980: alone } };
  return [
    toReport({ ...MANIFEST, accept: { N974: 'N975' } }, { ...options, file: 'N976', sha256: 'N977' }),
    toReport(bare, { ...options, findings: [{ ...finding, severity: 'error' }] }),
    toReport(small, {
      ...options,
      findings: (['error', 'warning', 'note'] as const).map((severity) => ({ ...finding, severity })),
    }),
    toReport({ ...bare, events: {} }, options),
    toReport(MANIFEST, { ...options, findings: [{ ...finding, severity: 'note' }] }),
  ];
}
