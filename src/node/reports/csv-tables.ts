import type {
  Activity,
  ComplianceEntry,
  EventControl,
  FieldControl,
  InventoryEntry,
  RecipientEntry,
  Report,
} from './report-schema.js';
import { createWords, type Words } from './words.js';

/** A line of a table: texts by the stable names of their columns, which column maps refer to. */
export interface Row {
  readonly [column: string]: string;
}

interface Table {
  readonly columns: readonly string[];
  toRows(report: Report): Row[];
}

export const TABLE_NAMES = ['events', 'fields', 'recipients', 'record'] as const;
export type TableName = (typeof TABLE_NAMES)[number];

interface EventLine {
  readonly entry: InventoryEntry;
  readonly rule: ComplianceEntry;
  readonly control: EventControl;
}

/** One line an event, with all three pillars. */
const events = createTable(listEvents, {
  event: ({ entry }) => entry.event,
  title: ({ entry }) => entry.title ?? '',
  journey: ({ entry }) => entry.journey ?? '',
  purpose: ({ entry }) => entry.purpose.title,
  tier: ({ entry }) => entry.tier,
  data: ({ entry }, words) => titlesOfData(entry.data, words),
  fields: ({ entry }) => entry.fields.map(({ name }) => name).join(', '),
  legal_basis: ({ rule }) => rule.basis,
  article: ({ rule }) => rule.article,
  consent_categories: ({ rule }) => rule.categories.map(({ title }) => title).join(', '),
  condition: ({ rule }) => rule.condition,
  retention_days: ({ rule }) => String(rule.retentionDays),
  recipients: ({ rule }) => rule.recipients.join(', '),
  transfers: ({ rule }) => rule.transfers.join(', '),
  device_storage: ({ rule }) => rule.storage,
  buffer: ({ control }) => control.bufferText,
  deletion: ({ control }) => control.deletion,
});

interface FieldLine {
  readonly event: string;
  readonly field: InventoryEntry['fields'][number];
  readonly control: FieldControl;
}

const fields = createTable(listFields, {
  event: ({ event }) => event,
  field: ({ field }) => field.name,
  title: ({ field }) => field.title ?? '',
  type: ({ field }) => field.type,
  optional: ({ field }, words) => yesOrNo(field.optional, words),
  limits: ({ field }) => field.limits,
  data: ({ field }, words) => titleOfData(field.data, words),
  tier: ({ control }) => control.tier,
  protection: ({ control }) => control.protection,
  effect: ({ control }) => control.effect,
});

const recipients = createTable<RecipientEntry>(({ compliance }) => compliance.recipients, {
  collector: ({ collector }) => collector,
  recipient: ({ recipient = '' }) => recipient,
  role: ({ role }, { texts }) => (role ? texts.roles[role].withArticle : ''),
  agreement: ({ agreement = '' }) => agreement,
  country: ({ country = '' }) => country,
  country_name: ({ countryName = '' }) => countryName,
  transfer: ({ transfer }, { texts }) => texts.transfers.titles[transfer],
  adequacy: ({ adequacy }) => adequacy ?? '',
  safeguard: ({ safeguard = '' }) => safeguard,
  encryption: ({ controls }, words) => stated(controls.encryption, words),
  access: ({ controls }, words) => stated(controls.access, words),
  deletion: ({ controls }, words) => stated(controls.deletion, words),
  location: ({ controls }, words) => stated(controls.location, words),
  data: ({ data }, words) => titlesOfData(data, words),
  events: (entry) => entry.events.join(', '),
  receipts: ({ receipts }, words) => yesOrNo(receipts, words),
});

interface RecordLine {
  readonly activity: Activity;
  readonly controller: Partial<NonNullable<Report['controller']>>;
}

const record = createTable<RecordLine>(
  (report) => report.record.map((activity) => ({ activity, controller: report.controller ?? {} })),
  {
    activity: ({ activity }) => activity.purpose.title,
    key: ({ activity }) => activity.purpose.name,
    data_use: ({ activity }) => activity.dataUse ?? '',
    controller: ({ controller }) => controller.name ?? '',
    contact: ({ controller }) => controller.contact ?? '',
    dpo: ({ controller }) => controller.dpo ?? '',
    legal_bases: ({ activity }) => activity.bases.join(', '),
    data_subjects: ({ activity }) => activity.subjects,
    data: ({ activity }) => activity.data.join(', '),
    tiers: ({ activity }) => activity.tiers.join(', '),
    recipients: ({ activity }) => activity.recipients.join('; '),
    transfers: ({ activity }) => activity.transfers.join('; '),
    erasure: ({ activity }) => activity.erasure,
    security: ({ activity }) => activity.security.join(', '),
    events: ({ activity }) => activity.events.join(', '),
  },
);

/** The report's tables, by name. */
export const TABLES: { readonly [table in TableName]: Table } = { events, fields, recipients, record };

export function titleOfData(data: string, { texts }: Words): string {
  return Object.hasOwn(texts.data, data) ? texts.data[data as keyof typeof texts.data] : data;
}

function titlesOfData(data: readonly string[], words: Words): string {
  return data.map((one) => titleOfData(one, words)).join(', ');
}

function yesOrNo(isTrue: boolean, { texts: { common } }: Words): string {
  return isTrue ? common.yes : common.no;
}

/** What an auditor reads as a gap, and not as a yes. */
function stated(text: string | undefined, { texts: { common } }: Words): string {
  return text ?? common.notStated;
}

function createTable<Line>(
  list: (report: Report) => readonly Line[],
  columns: { readonly [column: string]: (line: Line, words: Words) => string },
): Table {
  const toRow = (line: Line, words: Words): Row =>
    Object.fromEntries(Object.entries(columns).map(([name, read]) => [name, read(line, words)]));
  return {
    columns: Object.keys(columns),
    toRows(report) {
      const words = createWords(report.language);
      return list(report).map((line) => toRow(line, words));
    },
  };
}

function listEvents({ inventory, compliance, controls }: Report): EventLine[] {
  return inventory.map((entry, index) => ({
    entry,
    rule: compliance.events[index]!,
    control: controls.events[index]!,
  }));
}

/** Fields and their controls stand in the same order: both follow the manifest. */
function listFields({ inventory, controls }: Report): FieldLine[] {
  const lines = inventory.flatMap(({ event, fields: declared }) => declared.map((field) => ({ event, field })));
  return lines.map((line, index) => ({ ...line, control: controls.fields[index]! }));
}
