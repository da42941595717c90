import type { Paint } from '../commands/command.js';
import { countFindings } from '../print-findings.js';
import { plural } from './plural.js';
import { describeFrame, type Sighting, type VerifyFinding } from './create-findings.js';
import type { Verification } from './verification.js';
import { verifyRules } from './verify-rules.js';

const TITLES: ReadonlyMap<string, string> = new Map(Object.values(verifyRules).map(({ id, title }) => [id, title]));
const COLOURS = { error: 'red', warning: 'yellow', note: 'blue' } as const;

/** Returns what a verification found, as paragraphs for a terminal. */
export function printVerification({ findings, visits, parties }: Verification, paint: Paint): string {
  const steps = visits.reduce((sum, visit) => sum + visit.steps.length, 0);
  const others = parties.filter(({ isOwn }) => !isOwn).length;
  const figures = [
    plural(visits.length, 'visit'),
    plural(steps, 'step'),
    plural(others, 'other party', 'other parties'),
  ];
  const paragraphs = findings.map((finding) => printFinding(finding, paint));
  return [...paragraphs, `${countFindings(findings)} (${figures.join(', ')})`].join('\n\n');
}

function printFinding(finding: VerifyFinding, paint: Paint): string {
  const { id, severity, party, found, expected, rule, file, sightings } = finding;
  const [first] = sightings;
  const caller = first?.stack.at(0);
  const rows: (readonly [string, string])[] = [
    ['found', found],
    ['expected', expected],
    ['seen', describeSightings(sightings)],
    ...(caller ? [['started', describeFrame(caller)] as const] : []),
    ['on', file],
    ['because', rule],
  ];
  const head = `${paint[COLOURS[severity]](severity)} ${id} ${paint.bold(party)}: ${TITLES.get(id)}`;
  return [head, ...rows.map(([label, text]) => `  ${paint.dim(label.padEnd(9))} ${toLine(text)}`)].join('\n');
}

/** A site names what it stores as it likes, and a terminal obeys some characters. */
function toLine(text: string): string {
  return text.replace(/\p{Cc}/gu, '\uFFFD');
}

/** Returns the first step of each visit in which it was seen, and how often in all. */
function describeSightings(sightings: readonly Sighting[]): string {
  const firsts = new Map<string, string>();
  for (const { visit, step } of sightings) if (!firsts.has(visit)) firsts.set(visit, step);
  const places = [...firsts].map(([visit, step]) => `${visit} (${step})`).join(', ');
  return `${sightings.length === 1 ? 'once' : `${sightings.length} times`} in ${places}`;
}
