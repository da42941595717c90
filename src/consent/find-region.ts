import type { Readings } from './merge.js';

/** A country or a part of one, as ISO 3166 has it, or `EU`. `XX` is what content networks say where they do not know. */
const REGION = /^(?!XX)[A-Z]{2}(-|$)/;

/** Finds the visitor's region: what the page says, else the first of the sources that knows it. */
export function findRegion(readings: Readings, configured: string | undefined): string | undefined {
  return [configured, ...readings.map((reading) => reading?.region)].find((region) => REGION.test(region ?? ''));
}
