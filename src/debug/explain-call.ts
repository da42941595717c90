import type { Call } from '../audit/debugging.js';
import type { FieldDefinition, Manifest } from '../manifest/manifest.js';
import { nearestName } from '../manifest/nearest-name.js';
import { own } from '../safety/own.js';
import { isRecord, kindOf, quote, type Find } from './finding.js';

const DEFAULT_MAX_LENGTH = 256;

/** Why the gate keeps an event or refuses it, and what the page may do: none of it is a mistake of the call. */
const DECISIONS: { readonly [reason: string]: readonly [found: string, expected: string, mend: string] } = {
  denied: ['the visitor refused a category of it', 'every category granted', 'Nothing: this is what was asked for.'],
  objected: ['the visitor objected to it', 'no objection', 'Nothing: this is what was asked for.'],
  undecided: [
    'the visitor has not chosen yet',
    'every category granted',
    'Grant in your banner. A source that has no code for the category never opens it: see `headgate.consent()`.',
  ],
  'not-explicit': [
    'the grant is no choice of the visitor',
    'an explicit grant, as tier "sensitive" wants',
    'Ask the visitor for it.',
  ],
  'unknown-region': [
    'nobody said where the visitor is',
    'a region, since the event names one',
    'Pass `region`, or use a consent source that knows it.',
  ],
  prerendering: [
    'the page is being prerendered',
    'an activated page',
    'Nothing: it is decided when the page is shown.',
  ],
  repeated: ['it was taken before', 'one, as `once` says', 'Nothing: this is what the manifest says.'],
  stopped: ['`stop()` was called before', 'an instance that runs', 'Track with an instance that was not stopped.'],
  'no-category': [
    'its basis is "consent" and it names no category',
    'at least one of `categories`',
    'Give it `categories` in the manifest.',
  ],
  'unknown-basis': ['its legal basis is none', 'one of the six of Art. 6(1)', 'Correct `basis` in the manifest.'],
};

/** Explains what became of a call of `track`, by the manifest and by the types of what was passed. */
export function explainCall({ name, data, tracked }: Call, manifest: Manifest, find: Find): void {
  const { outcome, reason } = tracked;
  const events = isRecord(manifest.events) ? manifest.events : {};
  const rule = typeof name === 'string' ? own(events, name) : undefined;
  if (outcome === 'refuse' && reason === 'undeclared') {
    findUndeclared(name, Object.keys(events), find);
    return;
  }
  if (!rule || typeof name !== 'string') return;
  const fields = rule.fields ?? {};
  const given: unknown = data ?? {};
  if (!isRecord(given)) {
    find({
      code: 'invalid-field',
      event: name,
      found: `${kindOf(data)} where the event's data should be`,
      expected: Object.keys(fields).length > 0 ? `an object with ${quote(Object.keys(fields))}` : 'no data',
      mend: 'Pass an object of fields.',
    });
  } else findUndeclaredFields(name, Object.keys(given), Object.keys(fields), find);
  if (reason === 'invalid' && isRecord(given)) findInvalidFields(name, fields, given, find);
  const decision = own(DECISIONS, reason);
  if (outcome === 'allow' || !decision) return;
  const [found, expected, mend] = decision;
  const categories = rule.categories?.length ? ` (${quote(rule.categories)})` : '';
  find({ code: 'refused', event: name, found: found + categories, expected, mend });
}

function findUndeclared(name: unknown, declared: readonly string[], find: Find): void {
  const nearest = typeof name === 'string' ? nearestName(name, declared) : undefined;
  const isReserved = name === 'consent_receipt';
  find({
    code: 'undeclared-event',
    ...(nearest !== undefined && { event: nearest }),
    found: typeof name === 'string' ? 'a name that the manifest does not declare' : `${kindOf(name)} for a name`,
    expected: declared.length > 0 ? `one of ${quote(declared)}` : 'an event of the manifest, which declares none',
    mend: isReserved
      ? 'Headgate makes receipts itself: track another event.'
      : nearest === undefined
        ? 'Declare the event in the manifest, or track one that is.'
        : `Did you mean "${nearest}"? Else declare the event in the manifest.`,
  });
}

/** A name that is no declared one is not repeated: it may have been made of data. */
function findUndeclaredFields(event: string, given: readonly string[], declared: readonly string[], find: Find): void {
  for (const key of given.filter((each) => !declared.includes(each))) {
    const nearest = nearestName(
      key,
      declared.filter((each) => !given.includes(each)),
    );
    find({
      code: 'undeclared-field',
      event,
      ...(nearest !== undefined && { field: nearest }),
      found: 'a field that the manifest does not declare; it was left out',
      expected: declared.length > 0 ? `only ${quote(declared)}` : 'no data',
      mend:
        nearest === undefined
          ? 'Declare the field in the manifest, or do not pass it.'
          : `Did you mean "${nearest}"? Else declare it, or do not pass it.`,
    });
  }
}

function findInvalidFields(
  event: string,
  fields: { readonly [name: string]: FieldDefinition },
  given: { readonly [name: string]: unknown },
  find: Find,
): void {
  for (const [field, definition] of Object.entries(fields)) {
    const value = own(given, field);
    if ((value === undefined || value === null) && definition.optional) continue;
    const found = describeFault(definition, value);
    if (found === undefined) continue;
    const isMissing = value === undefined || value === null;
    find({
      code: 'invalid-field',
      event,
      field,
      found: `${found}; the event was refused`,
      expected: describeField(definition),
      mend: isMissing ? 'Pass it, or declare it `"optional": true`.' : describeMending(definition, value),
    });
  }
}

/** What is wrong with a value, without a word of it. */
function describeFault(
  { type, values, maxLength = DEFAULT_MAX_LENGTH, min, max, protect }: FieldDefinition,
  value: unknown,
) {
  if (type === 'string' && typeof value === 'string') {
    if (values && !values.includes(value)) return 'a text that is not one of its values';
    return value.length > maxLength && protect !== 'truncate' ? 'a text that is too long' : undefined;
  }
  if (type === 'boolean') return typeof value === 'boolean' ? undefined : kindOf(value);
  if (typeof value !== 'number' || type === 'string') return kindOf(value);
  if (!Number.isFinite(value)) return 'a number that is not finite';
  if (type === 'integer' && !Number.isSafeInteger(value)) return 'a number that is not whole';
  const isWithin = value >= (min ?? -Infinity) && value <= (max ?? Infinity);
  return isWithin ? undefined : 'a number out of bounds';
}

function describeField({ type, values, maxLength = DEFAULT_MAX_LENGTH, min, max }: FieldDefinition): string {
  if (type === 'boolean') return 'true or false';
  if (type === 'string') return values ? `one of ${quote(values)}` : `a text of at most ${maxLength} characters`;
  const bounds = [min === undefined ? '' : ` from ${min}`, max === undefined ? '' : ` up to ${max}`].join('');
  return `${type === 'integer' ? 'a whole number' : 'a number'}${bounds}`;
}

function describeMending({ type }: FieldDefinition, value: unknown): string {
  if (typeof value === 'string' && type !== 'string') {
    return type === 'boolean' ? 'Compare it: `value === "true"`.' : 'Convert it: `Number(value)`.';
  }
  if (typeof value === 'number' && type === 'string') return 'Convert it: `String(value)`.';
  if (typeof value === 'object') return 'Pass single values: one field each.';
  return 'Pass what is declared, or change the declaration in the manifest.';
}
