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
import { createProject, type Project } from './project.js';
import { scanRules } from './scan-rules.js';
import type { Sighting } from './sighting.js';
import type { Origin, SyntaxFault } from './syntax.js';

/** What a scan found. */
export interface ScanResult {
  readonly findings: readonly PrintableFinding[];
  /** What a comment in the code gives a reason for. */
  readonly accepted: readonly PrintableFinding[];
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
  /** Files are named relative to it. */
  readonly folder: string;
  readonly onFile?: (file: string, index: number) => void;
}

/** Scans files for what tracks, and compares it with the manifest, both ways. */
export function scan({ manifest, manifestFile, locate, files, folder, onFile }: ScanOptions): ScanResult {
  const project = createProject();
  const meaningOf = createMeanings(project);
  const isInteresting = createInterest(project, Object.keys(manifest.events));
  const findings: PrintableFinding[] = [];
  const accepted: PrintableFinding[] = [];
  const calls = new Map<string, (Origin & { readonly file: string })[]>();
  files.forEach((path, index) => {
    const file = relative(folder, path).split(sep).join('/');
    onFile?.(file, index);
    const text = readFileSync(path, 'utf8');
    if (!isInteresting(path, text)) return;
    const { sightings, faults } = look(path, project, meaningOf, manifest);
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
  findings.push(...findUncalled(manifest, new Set(calls.keys()), locate, manifestFile));
  return { findings, accepted, calls };
}

function look(
  path: string,
  project: Project,
  meaningOf: ReturnType<typeof createMeanings>,
  manifest: Manifest,
): { sightings: Sighting[]; faults: readonly SyntaxFault[] } {
  const { modules, faults, markup } = project.modulesOf(path);
  const inCode = modules.flatMap((module) => findInCode(module, meaningOf));
  return { sightings: [...inCode, ...findInMarkup(markup.elements, manifest)], faults };
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
