import * as z from 'zod';
import { DATA_CATEGORIES, FIELD_TYPES, PROTECTIONS } from '../manifest/vocabulary.js';

/** A text for people. */
export const text = (description: string) => z.string().min(1).max(500).describe(description);

/** The shape of one field of an event. */
export const fieldSchema = z
  .strictObject({
    type: z.enum(FIELD_TYPES).describe('The type of the value.'),
    optional: z.boolean().describe('Whether the field may be left out. Default: false.').exactOptional(),
    values: z
      .array(z.string().max(4096))
      .min(1)
      .meta({ description: 'The only values that a string field may have.', uniqueItems: true })
      .exactOptional(),
    maxLength: z.int().min(1).max(65_536).describe('Longest text, in UTF-16 code units. Default: 256.').exactOptional(),
    min: z.number().describe('Smallest number, inclusive.').exactOptional(),
    max: z.number().describe('Largest number, inclusive.').exactOptional(),
    data: z
      .enum(DATA_CATEGORIES)
      .describe('What kind of data the field holds; "special" is GDPR Art. 9 data. Default: behaviour.')
      .exactOptional(),
    protect: z
      .enum(PROTECTIONS)
      .describe('What is done to the value before anything else sees it (GDPR Art. 25(1)).')
      .exactOptional(),
    title: text('What the field means, for people.').exactOptional(),
  })
  .describe('A field that the event may carry. Undeclared fields never leave (GDPR Art. 5(1)(c)).');
