import * as z from 'zod';
import catalogue from './parts.json' with { type: 'json' };

/**
 * What a tailored script file is made with, beside the manifest: the words are those of the script tag's JSON block. What stands
 * here is in the file, and no page can say otherwise: its block only adds what the file leaves open.
 */

const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;

const names = (kind: 'sources' | 'events') => Object.keys(catalogue[kind]);

const options = z.record(z.string(), z.json());

export const SOURCE_PARTS: readonly string[] = names('sources');
export const EVENT_PARTS: readonly string[] = names('events');
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
