import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { RulePage, Severity } from '../manifest-rules/rule.js';
import { openSoundManifest } from '../open-sound-manifest.js';
import { countFindings, hasFailed, printFindings, type PrintableFinding } from '../print-findings.js';
import { readSeverity } from '../read-severity.js';
import { readVersion } from '../read-version.js';
import { listFiles } from '../scan/list-files.js';
import { describeUnread, scan, type ScanResult } from '../scan/scan.js';
import { scanRules } from '../scan/scan-rules.js';
import { toSarif } from '../to-sarif.js';
import { UsageError, type Command, type ExitCode, type Terminal } from './command.js';

/** Compares the tracking calls in code with the manifest. */
export const scanCommand: Command = {
  summary: 'Compare the tracking calls in code with the manifest, both ways',
  usage: `headgate scan PATHS... [options]

Reads JavaScript, TypeScript, JSX, Vue, Svelte, Astro, HTML and the templates of PHP, Blade, Twig, Liquid, EJS, ERB and
Handlebars with a parser, the expressions of Vue's, Alpine's and Knockout's included, and says how many files of other
languages it left out. Finds \`track\` calls, calls in the form of the
stub, and data-headgate attributes. Says which of them the manifest does not declare, which declared events nothing calls,
and which calls, scripts and pixels of other trackers bypass the gate. A reason in a comment on the line or the line before,
such as "headgate-accept HG106: runs on the consent page alone", stands for a remedy.

  --manifest FILE     Default: headgate.manifest.json or .jsonc
  --exclude NAME      A file or folder to leave out; can be given several times
  --fail-on SEVERITY  error, warning or note: what makes the exit code 1. Default: warning
  --json              Findings, and where each event is called, as JSON
  --sarif             Findings as SARIF 2.1.0, for code hosts`,
  run: runScan,
};

function runScan(args: readonly string[], terminal: Terminal): ExitCode {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      manifest: { type: 'string' },
      exclude: { type: 'string', multiple: true, default: [] },
      'fail-on': { type: 'string', default: 'warning' },
      json: { type: 'boolean', default: false },
      sarif: { type: 'boolean', default: false },
    },
  });
  const { folder, print, progress } = terminal;
  if (positionals.length === 0) throw new UsageError('Name at least one path to scan.');
  if (values.json && values.sarif) throw new UsageError('Either --json or --sarif.');
  const missing = positionals.find((path) => !existsSync(resolve(folder, path)));
  if (missing !== undefined) throw new UsageError(`There is no ${missing}.`);
  const failOn = readSeverity(values['fail-on']);
  const { manifest, locate, name: manifestFile } = openSoundManifest(values.manifest, folder);
  const { read: files, unread } = listFiles(positionals, folder, values.exclude);
  if (files.length === 0) {
    const others = unread.length ? ` Left out: ${describeUnread(unread)}.` : '';
    terminal.note(`There is nothing that a scan can read in ${positionals.join(', ')}.${others}`);
    return 2;
  }
  const result = scan({
    manifest,
    manifestFile,
    locate: (event) => locate(['events', event]),
    files,
    unread,
    folder,
    onFile: (file, index) => progress(`${index + 1}/${files.length} ${file}`),
  });
  if (values.json) print(JSON.stringify(toJson(result, manifestFile, files.length), null, 2));
  else if (values.sarif) print(JSON.stringify(toSarifOf(result), null, 2));
  else printResult(result, files.length, terminal);
  return hasFailed(result.findings, failOn) ? 1 : 0;
}

const pages: readonly RulePage[] = Object.values(scanRules);

function toSarifOf({ findings, accepted }: ScanResult): object {
  return toSarif([...findings, ...accepted], { version: readVersion(), rules: pages });
}

function printResult(
  { findings, accepted, unread, calls }: ScanResult,
  files: number,
  { print, paint }: Terminal,
): void {
  const all = [...findings, ...accepted];
  if (all.length) print(`${printFindings(all, paint)}\n`);
  const count = [...calls.values()].reduce((sum, places) => sum + places.length, 0);
  const left = unread.length ? `; not read: ${describeUnread(unread)}` : '';
  print(`${countFindings(findings, accepted.length)} (${files} files, ${count} calls of ${calls.size} events)${left}`);
}

/** What `--json` prints; `found` is absent where there is nothing. */
function toJson({ findings, accepted, unread, calls }: ScanResult, manifest: string, files: number): object {
  const count = (severity: Severity): number => findings.filter((one) => one.severity === severity).length;
  const toEntry = (finding: PrintableFinding): object => {
    const page = pages.find(({ id }) => id === finding.id);
    return { ...finding, title: page?.title, remedy: page?.remedy };
  };
  return {
    manifest,
    files,
    unread,
    errors: count('error'),
    warnings: count('warning'),
    notes: count('note'),
    findings: findings.map(toEntry),
    accepted: accepted.map(toEntry),
    calls: Object.fromEntries([...calls].sort(([one], [other]) => (one < other ? -1 : 1))),
  };
}
