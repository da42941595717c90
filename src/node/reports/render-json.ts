import type { Report } from './report-schema.js';

/** Returns the report as JSON, in the shape that `reportJsonSchema` describes. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
