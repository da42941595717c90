import * as z from 'zod';
import type { EventDefinition, FieldDefinition } from '../manifest/manifest.js';
import { DEFAULT_MAX_LENGTH } from '../manifest/select-fields.js';

/** HMAC-SHA-256 as base64url: always 43 characters, so that a readable name is not taken for a pseudonym. */
const PSEUDONYM = /^[\w-]{43}$/;

/** A compact JWE: header, encrypted key (empty where the key is agreed directly), nonce, text, tag. */
const COMPACT_JWE = /^[\w-]+\.[\w-]*\.[\w-]+\.[\w-]*\.[\w-]+$/;

/** A JWE's own length, and what UTF-8, JSON escapes and base64url make of one UTF-16 code unit at most. */
const JWE_OVERHEAD = 2048;
const JWE_GROWTH = 8;

/** The shortest text that is redacted has 3 characters (`a@b`), `[redacted]` has 10. */
const REDACTION_GROWTH = 10 / 3;

/**
 * Returns the schema of an event's data as it arrives at a collector: declared fields only, each as its protection
 * left it.
 *
 * @example
 * ```ts
 * import { payloadSchema } from 'headgate/node';
 *
 * const schema = payloadSchema({ fields: { results: { type: 'integer' } } });
 * schema.safeParse({ results: 12 }).success; // true
 * ```
 */
export function payloadSchema({ fields = {} }: Pick<EventDefinition, 'fields'>): z.ZodType {
  const data = z.strictObject(
    Object.fromEntries(
      Object.entries(fields).map(([name, field]) => {
        const schema = valueSchema(field);
        return [name, field.optional ? schema.exactOptional() : schema];
      }),
    ),
  );
  return z.preprocess(withoutPrototype, data);
}

/** So that a field named `constructor` or `toString` is missing where it is missing, and not the one of every object. */
function withoutPrototype(data: unknown): unknown {
  const isPlain = typeof data === 'object' && data !== null && !Array.isArray(data);
  return isPlain ? Object.assign(Object.create(null), data) : data;
}

function valueSchema(field: FieldDefinition): z.ZodType {
  const { min = -Infinity, max = Infinity } = field;
  switch (field.type) {
    case 'boolean':
      return z.boolean();
    case 'integer':
      return z.int().min(min).max(max);
    case 'number':
      return z.number().min(min).max(max);
    case 'string':
      return textSchema(field);
    default:
      return z.never();
  }
}

function textSchema({ protect, values, maxLength = DEFAULT_MAX_LENGTH }: FieldDefinition): z.ZodType {
  switch (protect ?? 'none') {
    case 'pseudonymise':
      return z.string().regex(PSEUDONYM);
    case 'seal':
      return textUpTo(JWE_OVERHEAD + JWE_GROWTH * maxLength)
        .regex(COMPACT_JWE)
        .refine(isSealed);
    case 'redact':
      return textUpTo(Math.ceil(maxLength * REDACTION_GROWTH));
    case 'truncate':
    case 'none':
      return values ? z.enum(values) : textUpTo(maxLength);
    default:
      return z.never();
  }
}

/** In UTF-16 code units, as the browser counts: zod's own `max` counts code points. */
function textUpTo(maxLength: number): z.ZodString {
  return z.string().refine((text) => text.length <= maxLength);
}

/** Whether the header names the algorithms that Headgate seals with; another JWE may be one that anybody can open. */
function isSealed(jwe: string): boolean {
  try {
    const header = JSON.parse(Buffer.from(jwe.slice(0, jwe.indexOf('.')), 'base64url').toString()) as {
      alg?: unknown;
      enc?: unknown;
    };
    return header.alg === 'ECDH-ES' && header.enc === 'A256GCM';
  } catch {
    return false;
  }
}
