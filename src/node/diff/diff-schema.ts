import * as z from 'zod';
import { describePath } from '../manifest-error.js';
import { GRADES, type Change, type Grade } from './change.js';

const side = z.strictObject({ from: z.string(), version: z.string() });

export const diffSchema = z
  .strictObject({
    format: z.literal('headgate-diff/1'),
    old: side,
    new: side,
    worst: z.enum(GRADES).describe('The gravest of the changes; "none" where there is nothing to look at.'),
    counts: z.strictObject({ high: z.int(), medium: z.int(), low: z.int(), none: z.int() }),
    changes: z.array(
      z.strictObject({
        kind: z.string().describe('A stable name of the kind of change.'),
        grade: z.enum(GRADES),
        effect: z.enum(['weakens', 'strengthens', 'neutral']),
        path: z.string(),
        text: z.string(),
        before: z.string().exactOptional(),
        after: z.string().exactOptional(),
        article: z.string().exactOptional(),
      }),
    ),
  })
  .describe('What changed for compliance between two manifests.');

export type Diff = z.infer<typeof diffSchema>;

/**
 * The shape of the JSON form as JSON Schema.
 *
 * @example
 * ```ts
 * import { diffJsonSchema } from 'headgate/node';
 *
 * JSON.stringify(diffJsonSchema()); // a JSON schema of what `headgate diff --format json` prints
 * ```
 */
export function diffJsonSchema(): object {
  return z.toJSONSchema(diffSchema, { target: 'draft-2020-12' });
}

/** Which manifest a side of a comparison is. */
export interface Side {
  /** The file or revision, as it was named. */
  readonly from: string;
  readonly version: string;
}

/**
 * Returns the changes, the gravest first, with the figures that one looks for first.
 *
 * @example
 * ```ts
 * import { diffManifests, readManifest, toDiff } from 'headgate/node';
 *
 * const [before, after] = [readManifest('old.json'), readManifest('new.json')];
 * const changes = diffManifests(before, after);
 * const diff = toDiff({ from: 'old.json', version: before.version }, { from: 'new.json', version: after.version }, changes);
 * ```
 */
export function toDiff(old: Side, now: Side, changes: readonly Change[]): Diff {
  const count = (grade: Grade): number => changes.filter((change) => change.grade === grade).length;
  return {
    format: 'headgate-diff/1',
    old: { ...old },
    new: { ...now },
    worst: changes[0]?.grade ?? 'none',
    counts: { high: count('high'), medium: count('medium'), low: count('low'), none: count('none') },
    changes: changes.map((change) => ({ ...change, path: describePath(change.path) })),
  };
}
