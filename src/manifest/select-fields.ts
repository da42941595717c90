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
  let found = 0;
  for (const [name, field] of Object.entries(fields)) {
    const given: unknown = Object.hasOwn(source, name) ? source[name as keyof typeof source] : undefined;
    if (Object.hasOwn(source, name)) found++;
    if (given === undefined || given === null) {
      if (field.optional) continue;
      return { data, size, hasUndeclared: false, invalid: name };
    }
    const value = readValue(field, given);
    if (value === undefined) return { data, size, hasUndeclared: false, invalid: name };
    data[name] = value;
    size += name.length + String(value).length;
  }
  return { data, size, hasUndeclared: Object.keys(source).length > found };
}

function readValue(field: FieldDefinition, given: unknown): FieldValue | undefined {
  switch (field.type) {
    case 'string':
      return typeof given === 'string' ? readText(field, given) : undefined;
    case 'boolean':
      return typeof given === 'boolean' ? given : undefined;
    case 'number':
    case 'integer':
      return typeof given === 'number' && isWithin(field, given) ? given : undefined;
    default:
      return undefined;
  }
}

function isWithin({ type, min = -Infinity, max = Infinity }: FieldDefinition, given: number): boolean {
  return (type === 'integer' ? Number.isSafeInteger(given) : Number.isFinite(given)) && given >= min && given <= max;
}

function readText(field: FieldDefinition, given: string): string | undefined {
  const { maxLength = DEFAULT_MAX_LENGTH } = field;
  const text = field.protect === 'truncate' ? given.slice(0, maxLength) : given;
  if (text.length > maxLength) return undefined;
  if (field.values && !field.values.includes(text)) return undefined;
  return field.protect === 'redact' ? redact(text) : text;
}

// Each alternative is bounded, so time grows linearly with the text: no input can stall the page.
const PERSONAL =
  /[^\s@]{1,64}?(?:@|%40)[^\s@]{1,255}|(?:https?(?::|%3A)(?:\/|%2F){2}|www\.)\S{1,2048}|\+?\d[\d\s()./\u2010-\u2015-]{4,40}\d/gi;

/** Replaces what looks like an e-mail address, a link, or a telephone, card or account number. Names stay. */
function redact(text: string): string {
  return text.replace(PERSONAL, '[redacted]');
}
