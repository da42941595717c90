import type { LegalBasis, Manifest, ReceiptsDefinition } from '../../manifest/manifest.js';
import { RECEIPT_EVENT } from '../../tag/tagged-event.js';
import { citeBasis } from './compliance-map.js';
import { keep, listData, toNamed } from './event-inventory.js';
import type { Texts } from './languages/languages.js';
import { describeTransfer } from './name-countries.js';
import type { Activity } from './report-schema.js';
import { judgeBuffer } from './technical-controls.js';
import { fill, type Words } from './words.js';

type Events = readonly (readonly [name: string, event: Manifest['events'][string]])[];

/** The record of processing activities (GDPR Art. 30(1)): one activity for each purpose that an event has. */
export function toProcessingRecord(manifest: Manifest, words: Words): Activity[] {
  const groups = [...groupByPurpose(manifest)];
  const activities = groups.map(([purpose, events]) => toActivity(manifest, purpose, events, words));
  return manifest.receipts ? [...activities, toReceiptActivity(manifest, manifest.receipts, words)] : activities;
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

function toActivity(manifest: Manifest, purpose: string, events: Events, words: Words): Activity {
  const { texts } = words;
  const collectors = unique(events.flatMap(([, event]) => event.collectors));
  const dataUse = manifest.purposes?.[purpose]?.dataUse;
  return {
    purpose: toNamed(purpose, manifest.purposes),
    ...keep({ dataUse }),
    events: events.map(([name]) => name),
    bases: unique(events.map(([, { basis }]) => describeBasis(basis, words))),
    tiers: unique(events.map(([, { tier }]) => tier)),
    subjects: texts.record.visitors,
    data: unique(events.flatMap(([, event]) => listData(event)))
      .sort()
      .map((data) => texts.data[data as keyof Texts['data']]),
    recipients: collectors.map((name) => describeRecipient(manifest, name, words)),
    transfers: listTransfers(manifest, collectors, words),
    erasure: describeErasure(events, words),
    security: describeSecurity(events, words),
  };
}

/** Keeping proof of consent is processing too. */
function toReceiptActivity(
  manifest: Manifest,
  { collectors, retentionDays }: ReceiptsDefinition,
  words: Words,
): Activity {
  const { texts } = words;
  return {
    purpose: { name: RECEIPT_EVENT, title: texts.record.receiptPurpose },
    events: [RECEIPT_EVENT],
    bases: [describeBasis('legal_obligation', words)],
    tiers: ['pseudonymous'],
    subjects: texts.record.visitors,
    data: [texts.record.receiptData],
    recipients: collectors.map((name) => describeRecipient(manifest, name, words)),
    transfers: listTransfers(manifest, collectors, words),
    erasure: words.count(texts.record.erasureAfter, retentionDays),
    security: [texts.record.securityMeasures.deletion],
  };
}

function describeBasis(basis: LegalBasis, words: Words): string {
  return `${words.texts.bases[basis].title} (${citeBasis(basis, words)})`;
}

function listTransfers(manifest: Manifest, collectors: readonly string[], words: Words): string[] {
  const transfers = collectors.map((name) => describeTransfer(manifest.collectors[name] ?? {}, words));
  return unique(transfers.filter((transfer) => transfer !== undefined));
}

function describeRecipient({ collectors }: Manifest, name: string, { texts }: Words): string {
  const { recipient = name, role } = collectors[name] ?? {};
  return role ? `${recipient}, ${texts.roles[role].inSentence}` : recipient;
}

function describeErasure(events: Events, { texts: { record }, count, number }: Words): string {
  const days = events.map(([, { retentionDays }]) => retentionDays);
  const [least, most] = [Math.min(...days), Math.max(...days)];
  if (least === most) return count(record.erasureAfter, most);
  return fill(record.erasureRange, { least: number(least), most: number(most) });
}

function describeSecurity(events: Events, { texts }: Words): string[] {
  const { securityMeasures } = texts.record;
  const fields = events.flatMap(([, event]) => Object.values(event.fields ?? {}));
  const protections = new Set(fields.map(({ protect }) => protect));
  const buffers = new Set(events.map(([, event]) => judgeBuffer(event)));
  return [
    protections.has('pseudonymise') && securityMeasures.pseudonyms,
    protections.has('seal') && securityMeasures.sealed,
    protections.has('redact') && securityMeasures.redacted,
    protections.has('truncate') && securityMeasures.cut,
    buffers.has('encrypted') && securityMeasures.encrypted,
    securityMeasures.declared,
    securityMeasures.deletion,
  ].filter((measure) => measure !== false);
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
