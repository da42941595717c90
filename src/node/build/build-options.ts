import * as z from 'zod';
import type { SourceName } from '../../manifest/source-settings.js';
import catalogue from './parts.json' with { type: 'json' };

/**
 * What a tailored script file is made with, beside the manifest: the words are those of the script tag's JSON block. What stands
 * here is in the file, and no page can say otherwise: its block only adds what the file leaves open.
 */

const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;

const options = z.record(z.string(), z.json());

/** Where a part is: its module below `src`, and what that exports. */
interface Part {
  readonly module: string;
  readonly export: string;
}

/** A consent source that a manifest can name is one that a script file can have. */
const sources: { readonly [source in SourceName]: Part } = catalogue.sources;

export const SOURCE_PARTS: readonly string[] = Object.keys(sources);
export const EVENT_PARTS: readonly string[] = Object.keys(catalogue.events);
/** An adapter of a collector is registered by the name of its function: the `type` in a script tag's JSON. */
export const COLLECTOR_PARTS: readonly string[] = Object.keys(catalogue.collectors);

export const buildOptionsSchema = z
  .strictObject({
    $schema: z.string().exactOptional(),
    consent: z
      .partialRecord(z.enum(SOURCE_PARTS), options)
      .describe('The consent sources with their settings. Default: those of the manifest.')
      .exactOptional(),
    collectors: z
      .record(
        z.string().min(1),
        z.looseObject({ type: z.enum(COLLECTOR_PARTS), endpoints: z.record(z.string(), options).exactOptional() }),
      )
      .describe('An adapter for each collector of the manifest: its type, its options, and those of each region.')
      .exactOptional(),
    events: z
      .partialRecord(z.enum(EVENT_PARTS), options)
      .describe('Where events come from beside calls of track().')
      .exactOptional(),
    frames: z
      .array(z.string().refine(isOrigin, 'an origin such as "https://survey.example"'))
      .describe('Origins of embedded pages that may track through the page.')
      .exactOptional(),
    region: z.string().exactOptional(),
    flushInterval: z.number().positive().exactOptional(),
    hold: options.exactOptional(),
    buffer: options.exactOptional(),
  })
  .describe('What headgate build puts into the file.');

export type BuildOptions = z.infer<typeof buildOptionsSchema>;
