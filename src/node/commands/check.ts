import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findManifest } from '../find-manifest.js';
import type { Law } from '../laws/law.js';
import { LAWS } from '../laws/laws.js';
import type { Problem } from '../manifest-error.js';
import { RULE_PAGES } from '../manifest-rules/rules.js';
import { severityOf, type Severity } from '../manifest-rules/rule.js';
import { describeChoice } from '../../manifest/nearest-name.js';
import { openManifest, type OpenedManifest } from '../open-manifest.js';
import { countFindings, hasFailed, printFindings, type PrintableFinding } from '../print-findings.js';
import { readSeverity } from '../read-severity.js';
import { ALL_PAGES, articlesOf, rulePage } from '../rules-page.js';
import { toSarif } from '../to-sarif.js';
import { readVersion } from '../read-version.js';
import { UsageError, type Command, type ExitCode, type Terminal } from './command.js';

/** Checks the manifest by every rule. */
export const checkCommand: Command = {
  summary: 'Check a manifest by every rule',
  usage: `headgate check [MANIFEST] [options]

Checks the shape of a manifest, its names, and what the law asks of it. Each finding has the id of its rule; a reason
under "accept" in the manifest, such as { "HG038": "tax law asks for ten years" }, stands for a remedy where one can.

  MANIFEST            JSON, comments allowed. Default: headgate.manifest.json or .jsonc
  --laws LIST         ${LAWS.map(({ id }) => id).join(', ')}. Default: gdpr and the laws of the regions in "regimes"
  --fail-on SEVERITY  error, warning or note: what makes the exit code 1. Default: warning
  --explain ID        Print the page of a rule, and check nothing
  --json              Findings as JSON
  --sarif             Findings as SARIF 2.1.0, for code hosts`,
  run: check,
};

function check(args: readonly string[], terminal: Terminal): ExitCode {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      laws: { type: 'string' },
      'fail-on': { type: 'string', default: 'warning' },
      explain: { type: 'string' },
      json: { type: 'boolean', default: false },
      sarif: { type: 'boolean', default: false },
    },
  });
  if (values.explain !== undefined) return explain(values.explain, values.json, terminal);
  if (positionals.length > 1) throw new UsageError('One manifest at a time.');
  if (values.json && values.sarif) throw new UsageError('Either --json or --sarif.');
  const failOn = readSeverity(values['fail-on']);
  const laws = values.laws === undefined ? undefined : readLaws(values.laws);
  const file = findManifest(positionals[0], terminal.folder);
  const opened = openManifest(resolve(terminal.folder, file), laws && { laws });
  if (values.json) terminal.print(JSON.stringify(toJson(opened, file), null, 2));
  else if (values.sarif)
    terminal.print(JSON.stringify(toSarif(toPrintable(opened, file), { version: readVersion() }), null, 2));
  else print(opened, file, terminal);
  return hasFailed(opened.findings, failOn) ? 1 : 0;
}

function print(opened: OpenedManifest, file: string, { print, paint }: Terminal): void {
  const findings = toPrintable(opened, file);
  if (findings.length) print(`${printFindings(findings, paint)}\n`);
  const laws = opened.laws.map(({ title }) => title).join(', ');
  print(`${file}: ${countFindings(opened.findings, opened.accepted.length)}${laws && ` (checked against ${laws})`}`);
}

function toPrintable({ findings, accepted }: OpenedManifest, file: string): PrintableFinding[] {
  return [...findings, ...accepted].map((problem) => ({ ...problem, file }));
}

/** What `--json` prints; `found` is absent where there is nothing. */
function toJson({ findings, accepted, laws }: OpenedManifest, file: string): object {
  const count = (severity: Severity): number => findings.filter((one) => one.severity === severity).length;
  const toEntry = (problem: Problem): object => {
    const page = RULE_PAGES.get(problem.id);
    return { ...problem, title: page?.title, remedy: page?.remedy };
  };
  return {
    file,
    laws: laws.map(({ id }) => id),
    errors: count('error'),
    warnings: count('warning'),
    notes: count('note'),
    findings: findings.map(toEntry),
    accepted: accepted.map(toEntry),
  };
}

function explain(id: string, isJson: boolean, { print }: Terminal): ExitCode {
  const page = ALL_PAGES.get(id.toUpperCase());
  if (!page) throw new UsageError(`There is no rule ${id}: ${describeChoice(id, ALL_PAGES.keys())}`);
  const { title, rule, remedy } = page;
  const articles = articlesOf(page);
  const fields = { id: page.id, severity: severityOf(page), title, rule, remedy, articles };
  print(isJson ? JSON.stringify(fields, null, 2) : rulePage(page));
  return 0;
}

function readLaws(list: string): Law[] {
  return list.split(',').map((id) => {
    const law = LAWS.find((one) => one.id === id.trim());
    const known = LAWS.map((one) => one.id);
    if (!law) throw new UsageError(`There is no law ${JSON.stringify(id)} here: ${describeChoice(id, known)}`);
    return law;
  });
}
