import * as z from 'zod';
import type { EventDefinition, Manifest } from '../manifest/manifest.js';
import { RECEIPT_EVENT, type TaggedEvent } from '../tag/tagged-event.js';
import { payloadSchema } from './payload-schema.js';
import { idSchema, receiptDataSchema, taggedShapeSchema, type TaggedShape } from './tagged-event-schema.js';

const DAY = 86_400_000;

/** A visitor's clock may be wrong, but not so much that an event outlives its retention by more than this. */
const CLOCK_TOLERANCE = DAY;

/** Why a receiver does not take an event. */
export type TaggedEventProblem =
  | 'malformed'
  | 'invalid-id'
  | 'unknown-manifest-version'
  | 'unknown-event'
  | 'not-a-recipient'
  | 'tier-mismatch'
  | 'purpose-mismatch'
  | 'basis-mismatch'
  | 'categories-mismatch'
  | 'retention-mismatch'
  | 'expiry-mismatch'
  | 'time-in-future'
  | 'expired'
  | 'consent-missing'
  | 'consent-not-explicit'
  | 'consent-denied'
  | 'objected'
  | 'invalid-data';

/**
 * Checks an event that arrived against the manifest and the consent that it claims. Nothing that the browser did is
 * taken on trust: every tag is compared again, and every field.
 *
 * @param now - Milliseconds since the epoch.
 * @param collector - The name of the receiver, to refuse what was meant for others. @defaultValue any
 * @returns the first reason not to take it; `undefined` where there is none.
 *
 * @example
 * ```ts
 * import { checkTaggedEvent, readManifest } from 'headgate/node';
 *
 * const reason = checkTaggedEvent(readManifest('headgate.manifest.json'), arrived, Date.now(), 'warehouse');
 * const answer = reason ? { rejected: [{ id: arrived.id, reason }] } : { accepted: [arrived.id] };
 * ```
 */
export function checkTaggedEvent(
  manifest: Manifest,
  event: unknown,
  now: number,
  collector?: string,
): TaggedEventProblem | undefined {
  const shape = taggedShapeSchema.safeParse(event);
  if (!shape.success) return hasInvalidId(event) ? 'invalid-id' : 'malformed';
  const tagged = shape.data;
  if (tagged.manifest !== manifest.version) return 'unknown-manifest-version';
  return tagged.event === RECEIPT_EVENT
    ? checkReceipt(manifest, tagged, now, collector)
    : checkEvent(manifest, tagged, now, collector);
}

/**
 * Returns `checkTaggedEvent` as a zod schema; the issue's message is the reason.
 *
 * @example
 * ```ts
 * import { readManifest, taggedEventSchema } from 'headgate/node';
 *
 * const schema = taggedEventSchema(readManifest('headgate.manifest.json'), { collector: 'warehouse' });
 * const { success } = schema.safeParse(arrived);
 * ```
 */
export function taggedEventSchema(
  manifest: Manifest,
  { now = Date.now, collector }: { readonly now?: () => number; readonly collector?: string } = {},
): z.ZodType<TaggedEvent> {
  return z.custom<TaggedEvent>().superRefine((event, context) => {
    const problem = checkTaggedEvent(manifest, event, now(), collector);
    if (problem) context.addIssue({ code: 'custom', message: problem });
  });
}

function hasInvalidId(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'id' in event && !idSchema.safeParse(event.id).success;
}

function checkEvent(
  manifest: Manifest,
  tagged: TaggedShape,
  now: number,
  collector?: string,
): TaggedEventProblem | undefined {
  const definition = Object.hasOwn(manifest.events, tagged.event) ? manifest.events[tagged.event] : undefined;
  if (!definition) return 'unknown-event';
  if (collector !== undefined && !definition.collectors.includes(collector)) return 'not-a-recipient';
  return (
    findMismatch(definition, tagged) ??
    checkTimes(tagged, now) ??
    checkConsent(tagged) ??
    (payloadSchemaOf(definition).safeParse(tagged.data).success ? undefined : 'invalid-data')
  );
}

function findMismatch(definition: EventDefinition, tagged: TaggedShape): TaggedEventProblem | undefined {
  if (tagged.tier !== definition.tier) return 'tier-mismatch';
  if (tagged.purpose !== definition.purpose) return 'purpose-mismatch';
  if (tagged.basis !== definition.basis) return 'basis-mismatch';
  if (!isSameSet(tagged.categories, definition.categories ?? [])) return 'categories-mismatch';
  if (tagged.retentionDays !== definition.retentionDays) return 'retention-mismatch';
  return undefined;
}

function checkTimes({ time, expires, retentionDays }: TaggedShape, now: number): TaggedEventProblem | undefined {
  if (Date.parse(expires) !== Date.parse(time) + retentionDays * DAY) return 'expiry-mismatch';
  if (Date.parse(time) > now + CLOCK_TOLERANCE) return 'time-in-future';
  return Date.parse(expires) <= now ? 'expired' : undefined;
}

/** Whether the consent that the event claims is one that its legal basis can rest on. */
function checkConsent({ tier, basis, consent }: TaggedShape): TaggedEventProblem | undefined {
  const { captured, released = captured } = consent;
  const isDenied = captured.state === 'denied' || released.state === 'denied';
  if (basis === 'legitimate_interests') return isDenied ? 'objected' : undefined;
  if (basis !== 'consent') return undefined;
  // What was captured while consent was denied is never released, whatever was granted later.
  if (isDenied) return 'consent-denied';
  if (released.state !== 'granted') return 'consent-missing';
  // Under opt-in silence and defaults are no consent (GDPR Art. 4(11), Recital 32); for what is sensitive they never are
  // (Art. 9(2)(a)).
  const needsAnAct = released.regime === 'opt-in' || tier === 'sensitive';
  return needsAnAct && released.evidence !== 'explicit' ? 'consent-not-explicit' : undefined;
}

/** A receipt proves a consent and rests on none: it is owed under GDPR Art. 7(1). */
function checkReceipt(
  { receipts, categories }: Manifest,
  tagged: TaggedShape,
  now: number,
  collector?: string,
): TaggedEventProblem | undefined {
  if (!receipts) return 'unknown-event';
  if (collector !== undefined && !receipts.collectors.includes(collector)) return 'not-a-recipient';
  const tags = { purpose: RECEIPT_EVENT, tier: 'pseudonymous', basis: 'legal_obligation' } as const;
  const { success, data } = receiptDataSchema.safeParse(tagged.data);
  const isDeclared = success && Object.keys(data.categories).every((name) => Object.hasOwn(categories, name));
  return (
    findMismatch({ ...tags, ...receipts }, tagged) ??
    checkTimes(tagged, now) ??
    (isDeclared ? undefined : 'invalid-data')
  );
}

const payloadSchemas = new WeakMap<EventDefinition, z.ZodType>();

/** Building a schema costs far more than using it, and a server checks many events of few kinds. */
function payloadSchemaOf(definition: EventDefinition): z.ZodType {
  const known = payloadSchemas.get(definition) ?? payloadSchema(definition);
  payloadSchemas.set(definition, known);
  return known;
}

function isSameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name) => right.includes(name));
}
