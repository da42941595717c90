import type { EventDefinition, Manifest } from '../../manifest/manifest.js';
import { isEncrypted, judgeStorage } from './compliance-map.js';
import type { EventControl, FieldControl, Measure, Report } from './report-schema.js';
import { fill, type Words } from './words.js';

/** The third pillar: what protects the data, how it is deleted, and how a person reaches it. */
export function toTechnicalControls(manifest: Manifest, words: Words): Report['controls'] {
  const events = Object.entries(manifest.events);
  return {
    fields: events.flatMap(([event, definition]) => toFieldControls(event, definition, words)),
    events: events.map(([event, definition]) => toEventControl(event, definition, words)),
    measures: listMeasures(manifest, words),
  };
}

function toFieldControls(event: string, { tier, fields = {} }: EventDefinition, { texts }: Words): FieldControl[] {
  return Object.entries(fields).map(([field, { data = 'behaviour', protect }]) => {
    const protection = protect ?? 'none';
    return { event, field, data, tier, protection, effect: texts.protections[protection].effect };
  });
}

function toEventControl(event: string, definition: EventDefinition, { texts, count }: Words): EventControl {
  const { controls, common } = texts;
  const buffer = judgeBuffer(definition);
  const isMemory = buffer === 'memory';
  const withdrawal = judgeStorage(definition) === 'consent' ? controls.onWithdrawal : '';
  const objection = definition.basis === 'legitimate_interests' ? controls.onObjection : '';
  return {
    event,
    buffer,
    bufferText: controls.buffers[buffer],
    deletion: fill(isMemory ? controls.deletionFromMemory : controls.deletionFromDevice, {
      reasons: withdrawal + objection,
      after: count(common.afterDays, definition.retentionDays),
    }),
  };
}

export function judgeBuffer(definition: EventDefinition): EventControl['buffer'] {
  if (judgeStorage(definition) === 'memory') return 'memory';
  return isEncrypted(definition.tier) ? 'encrypted' : 'device';
}

/** What the SDK does for every event, and, where the manifest asks for it, for some. */
function listMeasures({ events, receipts }: Manifest, { texts: { measures, common }, count }: Words): Measure[] {
  const protections = new Set(
    Object.values(events).flatMap(({ fields = {} }) => Object.values(fields).map(({ protect }) => protect)),
  );
  const buffers = new Set(Object.values(events).map(judgeBuffer));
  return [
    measures.closed,
    measures.minimisation,
    measures.limitation,
    measures.withdrawal,
    measures.deletion,
    measures.access,
    measures.accountability,
    measures.transport,
    ...(buffers.has('encrypted') ? [measures.encryption] : []),
    ...(protections.has('pseudonymise') ? [measures.pseudonyms] : []),
    ...(protections.has('seal') ? [measures.sealed] : []),
    ...(receipts ? [withDays(measures.receipts, count(common.days, receipts.retentionDays))] : []),
  ];
}

function withDays({ title, article, text }: Measure, days: string): Measure {
  return { title, article, text: fill(text, { days }) };
}
