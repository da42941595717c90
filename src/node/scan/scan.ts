import { readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import type { Manifest } from '../../manifest/manifest.js';
import { severityOf, type RulePage } from '../manifest-rules/rule.js';
import type { PrintableFinding } from '../print-findings.js';
import { createInterest } from './create-interest.js';
import { createMeanings } from './create-meanings.js';
import { findInCode } from './find-in-code.js';
import { findInMarkup } from './find-in-markup.js';
import { findUncalled, judgeSighting } from './judge-sightings.js';
import type { UnreadFile } from './list-files.js';
import { createProject, type Project } from './project.js';
import { scanRules } from './scan-rules.js';
import type { Sighting } from './sighting.js';
import type { Origin, SyntaxFault } from './syntax.js';

/** What a scan found. */
export interface ScanResult {
  readonly findings: readonly PrintableFinding[];
  /** What a comment in the code gives a reason for. */
  readonly accepted: readonly PrintableFinding[];
  /** What was not read, or not all of it. */
  readonly unread: readonly UnreadFile[];
  /** Where each event is called, by its name. */
  readonly calls: ReadonlyMap<string, readonly (Origin & { readonly file: string })[]>;
}

export interface ScanOptions {
  readonly manifest: Manifest;
  /** The manifest's file, as it is to be named. */
  readonly manifestFile: string;
  /** Returns the place of an event in the manifest. */
  readonly locate: (event: string) => Origin;
  readonly files: readonly string[];
  /** What was left out. */
  readonly unread?: readonly UnreadFile[];
  /** Files are named relative to it. */
  readonly folder: string;
  readonly onFile?: (file: string, index: number) => void;
}

/** Scans files for what tracks, and compares it with the manifest, both ways. */
export function scan({
  manifest,
  manifestFile,
  locate,
  files,
  unread: leftOut = [],
  folder,
  onFile,
}: ScanOptions): ScanResult {
  const project = createProject();
  const meaningOf = createMeanings(project);
  const isInteresting = createInterest(project, Object.keys(manifest.events));
  const findings: PrintableFinding[] = [];
  const accepted: PrintableFinding[] = [];
  const unread = leftOut.map((one) => ({ ...one, file: nameIn(folder, one.file) }));
  const calls = new Map<string, (Origin & { readonly file: string })[]>();
  const unparsed: string[] = [];
  files.forEach((path, index) => {
    const file = nameIn(folder, path);
    onFile?.(file, index);
    const text = readFileSync(path, 'utf8');
    if (isPrintedByPhp(path, text)) unread.push({ file, why: 'printed by PHP' });
    if (!isInteresting(path, text)) return;
    const { sightings, faults } = look(path, project, meaningOf, manifest);
    if (faults.length) unparsed.push(text);
    for (const sighting of sightings) {
      if (sighting.kind !== 'event' || sighting.name === undefined) continue;
      const { name, line, column } = sighting;
      calls.set(name, [...(calls.get(name) ?? []), { file, line, column }]);
    }
    const reasons = readReasons(text);
    const found = [...faults.map((fault) => toFault(fault, file)), ...judgeAll(sightings, file, manifest)];
    for (const finding of found.sort(byPlace)) {
      const reason = reasons.find(
        ({ id, line }) => id === finding.id && (line === finding.line || line + 1 === finding.line),
      );
      if (reason) accepted.push({ ...finding, reason: reason.text });
      else findings.push(finding);
    }
  });
  // What was not read may call any of them.
  const uncalled = findUncalled(manifest, new Set(calls.keys()), locate, manifestFile);
  const gaps = unread.filter(({ why }) => why !== 'minified');
  if (gaps.length) findings.push(toGap(gaps, uncalled, manifestFile));
  else
    findings.push(...uncalled.filter(({ path = [] }) => !unparsed.some((text) => text.includes(String(path.at(-1))))));
  return { findings, accepted, unread, calls };
}

function nameIn(folder: string, path: string): string {
  return relative(folder, path).split(sep).join('/');
}

/** One finding for all files that were not read, in place of one for each event that they may call. */
function toGap(gaps: readonly UnreadFile[], uncalled: readonly PrintableFinding[], file: string): PrintableFinding {
  const page: RulePage = scanRules.unread;
  const names = gaps.map((one) => one.file);
  const events = uncalled.map(({ path = [] }) => String(path.at(-1)));
  const found = `${describeUnread(gaps)}: ${names.slice(0, SHOWN).join(', ')}${names.length > SHOWN ? ', …' : ''}`;
  const expected = events.length ? `a look at whether they call ${events.join(', ')}` : 'a look at what they call';
  return { id: page.id, severity: severityOf(page), file, line: 1, column: 1, found, expected, rule: page.rule };
}

const SHOWN = 12;

/** Says how many files of which kind were left out: `2 .pug, 1 minified`. */
export function describeUnread(unread: readonly UnreadFile[]): string {
  const kinds = new Map<string, number>();
  for (const { file, why } of unread) {
    const kind = why === 'language' ? `.${file.split('.').at(-1)}` : why;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return [...kinds].map(([kind, count]) => `${count} ${kind}`).join(', ');
}

/** Whether PHP prints a script out of a text, which a scan does not take apart. */
function isPrintedByPhp(file: string, text: string): boolean {
  if (!/\.(php|phtml)$/.test(file)) return false;
  return [...text.matchAll(/<\?(?:php\b|=)[\s\S]*?(?:\?>|$)/g)].some(([island]) => PRINTED_SCRIPT.test(island));
}

const PRINTED_SCRIPT = /<script\b|\bgtag\(|\bfbq\(|dataLayer\.push|_paq\.push|data-headgate-/;

function look(
  path: string,
  project: Project,
  meaningOf: ReturnType<typeof createMeanings>,
  manifest: Manifest,
): { sightings: Sighting[]; faults: readonly SyntaxFault[] } {
  const { modules, faults, markup } = project.modulesOf(path);
  const inCode = modules.flatMap((module) => findInCode(module, meaningOf));
  return { sightings: withoutRepeats([...inCode, ...findInMarkup(markup.elements, manifest)]), faults };
}

/** An element between Astro's braces is read as code and as markup. */
function withoutRepeats(sightings: readonly Sighting[]): Sighting[] {
  const seen = new Set<string>();
  return sightings.filter((one) => {
    const what = one.kind === 'event' || one.kind === 'category' ? one.name : one.text;
    const key = `${one.line}:${one.column} ${one.kind} ${what}`;
    return !seen.has(key) && seen.add(key);
  });
}

function judgeAll(sightings: readonly Sighting[], file: string, manifest: Manifest): PrintableFinding[] {
  return sightings.flatMap((sighting) => judgeSighting(sighting, file, manifest));
}

function toFault({ message, line, column }: SyntaxFault, file: string): PrintableFinding {
  const page: RulePage = scanRules.unreadable;
  const found = message.replace(/ \(\d+:\d+\)$/, '');
  return { id: page.id, severity: severityOf(page), file, line, column, found, expected: 'code', rule: page.rule };
}

const REASON = /headgate-accept\s+(HG\d{3})\s*:\s*(\S.*?)\s*(?:-->|\*\/|\?>|$)/;

/** Reasons in comments, on the line of a finding or on the one before it. */
function readReasons(text: string): { id: string; text: string; line: number }[] {
  return text.split('\n').flatMap((line, index) => {
    const [, id, reason] = REASON.exec(line) ?? [];
    return id !== undefined && reason !== undefined ? [{ id, text: reason, line: index + 1 }] : [];
  });
}

function byPlace(one: PrintableFinding, other: PrintableFinding): number {
  return (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0);
}
