import type { EventDefinition, FieldDefinition, FieldValue } from './manifest.js';

/** An event's data as the manifest declares it: copied, checked, and nothing else. */
export interface Selection {
  readonly data: { [field: string]: FieldValue };
  /** Length of names and values as text, a cheap stand-in for the size in bytes. */
  readonly size: number;
  /** Whether the page passed a field that the manifest does not declare; it is left out. */
  readonly hasUndeclared: boolean;
  /** The first field that is missing or not as declared: the event cannot be taken. */
  readonly invalid?: string;
}

/** Longest text of a field that declares no `maxLength`. */
export const DEFAULT_MAX_LENGTH = 256;

/** Copies the declared fields out of what the page passed. Nothing of the page is kept by reference. */
export function selectFields(fields: NonNullable<EventDefinition['fields']>, input: unknown): Selection {
  const source = (typeof input === 'object' && input) || {};
  const data: { [field: string]: FieldValue } = {};
  let size = 0;
  let hasUndeclared = false;
  // Not over lists of names: a burst would make two for each call.
  for (const name in fields) {
    if (!Object.hasOwn(fields, name)) continue;
    const field = fields[name]!;
    const given: unknown = Object.hasOwn(source, name) ? source[name as keyof typeof source] : undefined;
    if (given == null && field.optional) continue;
    const value = readValue(field, given);
    if (value === undefined) return { data, size, hasUndeclared, invalid: name };
    data[name] = value;
    size += name.length + String(value).length;
  }
  for (const name in source) hasUndeclared ||= Object.hasOwn(source, name) && !Object.hasOwn(fields, name);
  return { data, size, hasUndeclared };
}

function readValue(field: FieldDefinition, given: unknown): FieldValue | undefined {
  const { type } = field;
  if (type === 'string' && typeof given === 'string') {
    const { values, maxLength = DEFAULT_MAX_LENGTH, protect } = field;
    const whole = toWellFormed(given);
    const text = protect === 'truncate' ? truncate(whole, maxLength) : whole;
    if (text.length > maxLength || (values && !values.includes(text))) return undefined;
    return protect === 'redact' ? redact(text) : text;
  }
  if (type === 'boolean' && typeof given === 'boolean') return given;
  const { min = -Infinity, max = Infinity } = field;
  const isNumber = type === 'integer' ? Number.isSafeInteger(given) : type === 'number' && Number.isFinite(given);
  return isNumber && (given as number) >= min && (given as number) <= max ? (given as number) : undefined;
}

/** Half a character is no text: receivers refuse it, or make of it what they like. As `toWellFormed`, which browsers are new to. */
function toWellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}

/** Never leaves half of a character at the end. */
function truncate(text: string, maxLength: number): string {
  return text.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, '');
}

/**
 * A word that holds an e-mail address, or a path or query on a domain, goes as a whole: nothing of it is read twice, so no
 * text can stall the page. Signs count in full width too (U+FF01 to U+FF5E), as East Asian keyboards write them.
 */
const ADDRESS =
  /[^@\uFF20](?:[@\uFF20]|%40)[^@\uFF20]|[\p{L}\p{N}][.\uFF0E]\p{L}{2,63}(?:[:\uFF1A]\p{Nd}{1,5})?[/\uFF0F?\uFF1F#\uFF03]/iu;
// Each alternative is bounded, so time grows linearly with the text.
const PERSONAL =
  /(?:https?(?:[:\uFF1A]|%3A)(?:[/\uFF0F]|%2F){2}|www[.\uFF0E])\S{1,2048}|[+\uFF0B]?\p{Nd}[\p{Nd}\s()\uFF08\uFF09./\uFF0E\uFF0F\u2010-\u2015\uFF0D-]{4,40}\p{Nd}/giu;
const REDACTED = '[redacted]';

/** Replaces what looks like an e-mail address, a link, or a telephone, card or account number. Names stay. */
function redact(text: string): string {
  return text.replace(/\S+/g, (word) => (ADDRESS.test(word) ? REDACTED : word)).replace(PERSONAL, REDACTED);
}
