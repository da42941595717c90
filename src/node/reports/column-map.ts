import * as z from 'zod';
import { describeChoice } from '../../manifest/nearest-name.js';
import { TABLE_NAMES, TABLES } from './csv-tables.js';

/**
 * How a CSV file matches an import form: its headings, each with the column that fills it, or with a text that is the same
 * in every line. The forms of OneTrust, TrustArc and others differ from customer to customer, so a map is taken from
 * the template that one's own instance exports.
 */
export const columnMapSchema = z.strictObject({
  $comment: z.string().exactOptional(),
  table: z.enum(TABLE_NAMES).describe('The table that is exported.'),
  columns: z
    .record(z.string().min(1), z.union([z.string().min(1), z.strictObject({ value: z.string() })]))
    .describe('By heading: the name of a column of the table, or { "value": a fixed text }.'),
});

export type ColumnMap = z.infer<typeof columnMapSchema>;

/**
 * Checks a column map against the columns that its table has.
 *
 * @throws {Error} which says what is wrong with it.
 *
 * @example
 * ```ts
 * import { parseColumnMap, readManifest, renderMappedCsv, toReport } from 'headgate/node';
 *
 * const columns = parseColumnMap({ table: 'events', columns: { Event: 'event', Purpose: 'purpose' } });
 * const csv = renderMappedCsv(toReport(readManifest('headgate.manifest.json'), { date: '2026-11-21' }), columns);
 * ```
 */
export function parseColumnMap(input: unknown): ColumnMap {
  const { success, data, error } = columnMapSchema.safeParse(input);
  if (!success) throw new Error(`The column map is not one. ${z.prettifyError(error)}`);
  const known = TABLES[data.table].columns;
  for (const [heading, source] of Object.entries(data.columns)) {
    if (typeof source !== 'string' || known.includes(source)) continue;
    throw new Error(
      `The column map fills "${heading}" from "${source}", which the table ${data.table} does not have: ` +
        `expected ${describeChoice(source, known)}`,
    );
  }
  return data;
}
