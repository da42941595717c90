import type { Manifest, ReceiptsDefinition } from '../../manifest/manifest.js';
import { RECEIPT_EVENT } from '../../tag/tagged-event.js';
import { keep, listData, toNamed } from './event-inventory.js';
import { BASES, DATA_SUBJECTS, DATA_TITLES, ROLE_TITLES } from './legal-words.js';
import { describeTransfer } from './name-countries.js';
import type { Activity } from './report-schema.js';
import { judgeBuffer } from './technical-controls.js';

type Events = readonly (readonly [name: string, event: Manifest['events'][string]])[];

/** The record of processing activities (GDPR Art. 30(1)): one activity for each purpose that an event has. */
export function toProcessingRecord(manifest: Manifest): Activity[] {
  const activities = [...groupByPurpose(manifest)].map(([purpose, events]) => toActivity(manifest, purpose, events));
  return manifest.receipts ? [...activities, toReceiptActivity(manifest, manifest.receipts)] : activities;
}

function groupByPurpose({ events }: Manifest): Map<string, [string, Manifest['events'][string]][]> {
  const groups = new Map<string, [string, Manifest['events'][string]][]>();
  for (const entry of Object.entries(events)) {
    const group = groups.get(entry[1].purpose);
    if (group) group.push(entry);
    else groups.set(entry[1].purpose, [entry]);
  }
  return groups;
}

function toActivity(manifest: Manifest, purpose: string, events: Events): Activity {
  const collectors = unique(events.flatMap(([, event]) => event.collectors));
  const dataUse = manifest.purposes?.[purpose]?.dataUse;
  return {
    purpose: toNamed(purpose, manifest.purposes),
    ...keep({ dataUse }),
    events: events.map(([name]) => name),
    bases: unique(events.map(([, { basis }]) => `${BASES[basis].title} (${BASES[basis].article})`)),
    tiers: unique(events.map(([, { tier }]) => tier)),
    subjects: DATA_SUBJECTS,
    data: unique(events.flatMap(([, event]) => listData(event)))
      .sort()
      .map((data) => DATA_TITLES[data as keyof typeof DATA_TITLES]),
    recipients: collectors.map((name) => describeRecipient(manifest, name)),
    transfers: listTransfers(manifest, collectors),
    erasure: describeErasure(events),
    security: describeSecurity(events),
  };
}

/** Keeping proof of consent is processing too. */
function toReceiptActivity(manifest: Manifest, { collectors, retentionDays }: ReceiptsDefinition): Activity {
  return {
    purpose: { name: RECEIPT_EVENT, title: 'Prove consent given and withdrawn (Art. 7(1))' },
    events: [RECEIPT_EVENT],
    bases: [`${BASES.legal_obligation.title} (${BASES.legal_obligation.article})`],
    tiers: ['pseudonymous'],
    subjects: DATA_SUBJECTS,
    data: ['Choice by category, time, regime, and the consent platform’s own proof'],
    recipients: collectors.map((name) => describeRecipient(manifest, name)),
    transfers: listTransfers(manifest, collectors),
    erasure: `After ${retentionDays} days`,
    security: ['automatic deletion'],
  };
}

function listTransfers(manifest: Manifest, collectors: readonly string[]): string[] {
  const transfers = collectors.map((name) => describeTransfer(manifest.collectors[name] ?? {}));
  return unique(transfers.filter((transfer) => transfer !== undefined));
}

function describeRecipient({ collectors }: Manifest, name: string): string {
  const { recipient = name, role } = collectors[name] ?? {};
  return role ? `${recipient}, ${ROLE_TITLES[role].toLowerCase().replace('art.', 'Art.')}` : recipient;
}

function describeErasure(events: Events): string {
  const days = events.map(([, { retentionDays }]) => retentionDays);
  const [least, most] = [Math.min(...days), Math.max(...days)];
  return least === most ? `After ${most} days` : `After ${least} to ${most} days, by event`;
}

function describeSecurity(events: Events): string[] {
  const fields = events.flatMap(([, event]) => Object.values(event.fields ?? {}));
  const protections = new Set(fields.map(({ protect }) => protect));
  const buffers = new Set(events.map(([, event]) => judgeBuffer(event)));
  return [
    protections.has('pseudonymise') && 'pseudonymised identifiers',
    protections.has('seal') && 'fields encrypted to the controller',
    protections.has('redact') && 'redacted free text',
    protections.has('truncate') && 'cut text',
    buffers.has('encrypted') && 'encrypted buffer (AES-256-GCM)',
    'declared fields only',
    'automatic deletion',
  ].filter((measure) => measure !== false);
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
