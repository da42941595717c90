import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { UsageError } from '../commands/command.js';
import { readJson } from '../read-json.js';

const selector = z.string().min(1);

const stepSchema = z.union([
  z.strictObject({ click: selector }),
  z.strictObject({ type: selector, text: z.string() }),
  z.strictObject({ choose: selector, value: z.string() }),
  z.strictObject({ wait: z.union([selector, z.int().min(0).max(60_000)]) }),
]);

const pageSchema = z.union([
  z.string().min(1),
  z.strictObject({ path: z.string().min(1), steps: z.array(stepSchema).default([]) }),
]);

const bannerSchema = z.union([
  z.literal('none'),
  z.strictObject({
    accept: z.array(stepSchema).optional(),
    reject: z.array(stepSchema).optional(),
    withdraw: z.array(stepSchema).optional(),
  }),
]);

const journeySchema = z.strictObject({
  $schema: z.string().optional(),
  pages: z.array(pageSchema).min(1).optional(),
  banner: bannerSchema.optional(),
  own: z.array(z.string().min(1)).optional(),
});

/** What a visitor does on a page. `{email}`, `{name}`, `{phone}` and `{text}` in a text are replaced by canaries. */
export type JourneyStep = z.infer<typeof stepSchema>;

export interface JourneyPage {
  readonly url: string;
  readonly steps: readonly JourneyStep[];
}

/** Where a visitor goes, and how the banner is answered where no rule knows it. */
export interface Journey {
  readonly pages: readonly JourneyPage[];
  readonly banner: z.infer<typeof bannerSchema>;
  /** Hosts of the site itself beside its own domain. */
  readonly own: readonly string[];
}

/**
 * Returns the journey of a file, or one that opens pages and does nothing on them.
 *
 * @throws {UsageError} where the file is no journey.
 */
export function readJourney(file: string | undefined, start: URL, pages: readonly string[]): Journey {
  const given = file === undefined ? {} : parseJourney(file);
  const listed = pages.map((path) => ({ path, steps: [] }));
  const declared = (given.pages ?? []).map((page) => (typeof page === 'string' ? { path: page, steps: [] } : page));
  const all = [...declared, ...listed];
  const chosen = all.length > 0 ? all : [{ path: start.href, steps: [] }];
  return {
    pages: chosen.map(({ path, steps }) => ({ url: toAddress(path, start), steps })),
    banner: given.banner ?? {},
    own: given.own ?? [],
  };
}

function parseJourney(file: string): z.infer<typeof journeySchema> {
  const read = readJson(readFileSync(file, 'utf8'));
  if ('message' in read) throw new UsageError(`${file} is not JSON: ${read.message}`);
  const { success, data, error } = journeySchema.safeParse(read.value);
  if (!success) throw new UsageError(`${file} is not a journey.\n${z.prettifyError(error)}`);
  return data;
}

function toAddress(path: string, start: URL): string {
  const url = URL.canParse(path, start.href) ? new URL(path, start.href) : undefined;
  if (url?.origin === start.origin) return url.href;
  throw new UsageError(`${path} is no page of ${start.origin}: one site at a time.`);
}
