import { parseRegion, type Readings } from './law.js';

/** Finds the visitor's region: what the page says, else the first of the sources that knows it. */
export function findRegion(readings: Readings, configured: string | undefined): string | undefined {
  return [configured, ...readings.map((reading) => reading?.region)].map(parseRegion).find(Boolean);
}
