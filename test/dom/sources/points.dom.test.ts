import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { carelessCase } from '../../support/points/careless-source.js';
import { closePages, withFakeTime } from '../../support/points/open-point-page.js';
import type { Point } from '../../support/points/point.js';
import { toPointsPage } from '../../support/points/points-page.js';
import { POINTS } from '../../support/points/points.js';
import type { SourceCase } from '../../support/source-case.js';
import { loadCases } from './load-cases.js';

const cases = await loadCases();
const file = resolve(import.meta.dirname, '../../../docs/consent-attempts.md');
const found = new Map<string, string>();
const nameOf = ({ id }: Point, { title }: SourceCase): string => `${id} ${title}`;

async function attempt(point: Point, one: SourceCase): Promise<string> {
  return withFakeTime(async () => {
    try {
      return await point.attempt(one);
    } finally {
      await closePages(one);
    }
  });
}

describe.each(POINTS)('$id $title', { timeout: 120_000 }, (point) => {
  it.each(cases)('is tried on $title', async (one) => {
    const result = await attempt(point, one);
    expect(result).toMatch(/^held$|^[A-Z].{10,}\.$/);
    found.set(nameOf(point, one), result);
  });
});

describe('a source that is careless', () => {
  // The others are not the source’s to break: each of them brings what must open beside what must not.
  const breakable = POINTS.filter(({ id }) => !['A3', 'A4', 'A9'].includes(id));

  it.each(breakable)('is found out by $id', async (point) => {
    await expect(attempt(point, carelessCase)).rejects.toThrow(/expected/);
  });
});

it.skipIf(process.env['SOURCE'])('the page of attempts on consent says what was tried', () => {
  const page = toPointsPage(POINTS, cases, (point, one) => found.get(nameOf(point, one)));
  if (process.env['UPDATE_README']) writeFileSync(file, page);
  expect(readFileSync(file, 'utf8')).toBe(page);
});
