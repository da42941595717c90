import type { TaggedEvent } from '../../../src/tag/tagged-event.js';
import type { OtlpRecord, OtlpValue } from './otel-collector.js';

/** The event again, of what the far end holds. */
export function toEvent({
  resource,
  timeUnixNano,
  eventName,
  body,
  attributes,
}: OtlpRecord): Omit<TaggedEvent, 'expires'> {
  const told = Object.fromEntries([...resource, ...attributes].map(({ key, value }) => [key, toPlain(value)]));
  const tag = (name: string): never => told[`headgate.${name}`] as never;
  return {
    id: told['log.record.uid'] as string,
    event: eventName,
    time: new Date(Number(BigInt(timeUnixNano) / 1_000_000n)).toISOString(),
    tier: tag('tier'),
    purpose: tag('purpose'),
    basis: tag('basis'),
    categories: tag('categories'),
    retentionDays: tag('retentionDays'),
    manifest: tag('manifest'),
    consent: tag('consent'),
    data: toPlain(body ?? {}) as never,
  };
}

function toPlain(value: OtlpValue): unknown {
  if (value.arrayValue) return (value.arrayValue.values ?? []).map(toPlain);
  if (value.kvlistValue)
    return Object.fromEntries((value.kvlistValue.values ?? []).map((pair) => [pair.key, toPlain(pair.value)]));
  return value.stringValue ?? value.boolValue ?? value.doubleValue ?? Number(value.intValue);
}
