import * as z from 'zod';
import { manifestSchema } from './manifest-schema.js';

/**
 * Returns the manifest's JSON Schema for editors, in draft 7: the draft that all of them read.
 *
 * @example
 * ```ts
 * import { manifestJsonSchema } from 'headgate/node';
 *
 * JSON.stringify(manifestJsonSchema()); // what editors complete and check a manifest by
 * ```
 */
export function manifestJsonSchema(): { readonly [keyword: string]: unknown } {
  const { $schema, ...schema } = z.toJSONSchema(manifestSchema, { target: 'draft-7', io: 'input' });
  return { $schema, title: 'Headgate event manifest', ...schema };
}
