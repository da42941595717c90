import type { SourceCase } from '../source-case.js';
import { HELD, type Point } from './point.js';

/** What was found of a source at a point: `HELD`, or why there is nothing to try; `undefined` where its test failed. */
export type Found = (point: Point, one: SourceCase) => string | undefined;

/** The page of all attempts on all sources, from what their tests found. */
export function toPointsPage(points: readonly Point[], cases: readonly SourceCase[], found: Found): string {
  const toCell = (point: Point, one: SourceCase): string => {
    const result = found(point, one);
    return result === HELD ? HELD : result ? '–' : 'FAILED';
  };
  const rows = cases
    .map((one) => `| ${[one.title, ...points.map((point) => toCell(point, one))].join(' | ')} |`)
    .sort();
  const reasons = toReasons(points, cases, found);
  return `# Attempts on consent

In eleven ways a consent source, or what it is told, could open more than the visitor did. Each is tried on each source, with
its platform: the package itself where it is published, a fake that behaves as it was recorded to where it is not
([which](./consent-sources.md)). \`held\` stands where [a test](../test/dom/sources/points.dom.test.ts) tried it and nothing
opened; that the attempts can succeed is shown on a source that is careless. \`–\` stands where there is nothing to try, for the
reason below the table. The tests write this page: \`UPDATE_README=1\` writes it anew.

${points.map(({ id, title }) => `- **${id}** ${title}.`).join('\n')}

| source | ${points.map(({ id }) => id).join(' | ')} |
|---|${points.map(() => '---').join('|')}|
${rows.join('\n')}

## Where there is nothing to try

${reasons.join('\n')}
`;
}

/** One line for each reason, with the sources that it stands for. */
function toReasons(points: readonly Point[], cases: readonly SourceCase[], found: Found): string[] {
  return points.flatMap((point) => {
    const byReason = new Map<string, string[]>();
    for (const one of cases) {
      const reason = found(point, one);
      if (reason && reason !== HELD) byReason.set(reason, [...(byReason.get(reason) ?? []), one.title]);
    }
    return [...byReason].map(([reason, titles]) => `- **${point.id}** ${reason} (${titles.sort().join(', ')})`);
  });
}
