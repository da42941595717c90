import { DATA_TITLES, ROLE_TITLES, TRANSFER_TITLES } from './legal-words.js';
import type {
  Activity,
  ComplianceEntry,
  EventControl,
  FieldControl,
  InventoryEntry,
  RecipientEntry,
  Report,
} from './report-schema.js';

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
  data: ({ entry }) => entry.data.map(titleOfData).join(', '),
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
  optional: ({ field }) => (field.optional ? 'yes' : 'no'),
  limits: ({ field }) => field.limits,
  data: ({ field }) => titleOfData(field.data),
  tier: ({ control }) => control.tier,
  protection: ({ control }) => control.protection,
  effect: ({ control }) => control.effect,
});

/** What an auditor reads as a gap, and not as a yes. */
const NOT_STATED = 'not stated';

const recipients = createTable<RecipientEntry>(({ compliance }) => compliance.recipients, {
  collector: ({ collector }) => collector,
  recipient: ({ recipient = '' }) => recipient,
  role: ({ role }) => (role ? ROLE_TITLES[role] : ''),
  agreement: ({ agreement = '' }) => agreement,
  country: ({ country = '' }) => country,
  country_name: ({ countryName = '' }) => countryName,
  transfer: ({ transfer }) => TRANSFER_TITLES[transfer],
  adequacy: ({ adequacy }) => adequacy ?? '',
  safeguard: ({ safeguard = '' }) => safeguard,
  encryption: ({ controls }) => controls.encryption ?? NOT_STATED,
  access: ({ controls }) => controls.access ?? NOT_STATED,
  deletion: ({ controls }) => controls.deletion ?? NOT_STATED,
  location: ({ controls }) => controls.location ?? NOT_STATED,
  data: ({ data }) => data.map(titleOfData).join(', '),
  events: (entry) => entry.events.join(', '),
  receipts: ({ receipts }) => (receipts ? 'yes' : 'no'),
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

export function titleOfData(data: string): string {
  return Object.hasOwn(DATA_TITLES, data) ? DATA_TITLES[data as keyof typeof DATA_TITLES] : data;
}

function createTable<Line>(
  list: (report: Report) => readonly Line[],
  columns: { readonly [column: string]: (line: Line) => string },
): Table {
  const toRow = (line: Line): Row =>
    Object.fromEntries(Object.entries(columns).map(([name, read]) => [name, read(line)]));
  return { columns: Object.keys(columns), toRows: (report) => list(report).map(toRow) };
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
