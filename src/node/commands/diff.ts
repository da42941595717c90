import { parseArgs } from 'node:util';
import { GRADES, type Grade } from '../diff/change.js';
import { diffManifests } from '../diff/diff-manifests.js';
import { diffJsonSchema, toDiff, type Diff } from '../diff/diff-schema.js';
import { readRevision } from '../diff/read-revision.js';
import { renderDiffMarkdown, renderDiffText } from '../diff/render-diff.js';
import { ManifestError } from '../manifest-error.js';
import { manifestSchema } from '../manifest-schema.js';
import { auditText } from '../open-manifest.js';
import { readJson } from '../read-json.js';
import type { Manifest } from '../../manifest/manifest.js';
import { UsageError, type Command, type ExitCode, type Terminal } from './command.js';

/** Says what changed for compliance between two manifests. */
export const diffCommand: Command = {
  summary: 'Say what changed for compliance between two manifests',
  usage: `headgate diff OLD NEW [options]

Compares two manifests and grades each change: more data, a weaker basis, longer retention, a new recipient or country,
weaker protection … What protects more is listed too, and never fails.

  OLD, NEW          Files, or git revisions as revision:path, such as main:headgate.manifest.json
  --format FORMAT   text, markdown (for a pull request) or json. Default: text
  --fail-on GRADE   high, medium or low: exit code 1 where a change has that grade or a higher one. Default: never
  --json            The same as --format json
  --schema          Print the JSON Schema of the JSON form, and compare nothing`,
  run: runDiff,
};

const FORMATS = ['text', 'markdown', 'json'];

async function runDiff(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: 'string' },
      'fail-on': { type: 'string' },
      json: { type: 'boolean', default: false },
      schema: { type: 'boolean', default: false },
    },
  });
  if (values.schema) {
    terminal.print(JSON.stringify(diffJsonSchema(), null, 2));
    return 0;
  }
  const [old, now] = positionals;
  if (old === undefined || now === undefined || positionals.length > 2) {
    throw new UsageError('Two manifests: the older one and the newer one.');
  }
  const format = values.format ?? (values.json ? 'json' : 'text');
  if (!FORMATS.includes(format)) throw new UsageError(`--format takes ${FORMATS.join(', ')}.`);
  if (values.json && format !== 'json') throw new UsageError('Either --json or --format.');
  const failOn = readGrade(values['fail-on']);
  const before = await readSide(old, terminal);
  const after = await readSide(now, terminal);
  const diff = toDiff(
    { from: old, version: before.version },
    { from: now, version: after.version },
    diffManifests(before, after),
  );
  terminal.print(render(diff, format, terminal));
  return failOn && GRADES.indexOf(diff.worst) >= GRADES.indexOf(failOn) ? 1 : 0;
}

function readGrade(given: string | undefined): Grade | undefined {
  if (given === undefined) return undefined;
  const grade = GRADES.find((one) => one === given && one !== 'none');
  if (!grade) throw new UsageError('--fail-on takes high, medium or low.');
  return grade;
}

function render(diff: Diff, format: string, { paint }: Terminal): string {
  if (format === 'json') return JSON.stringify(diff, null, 2);
  return format === 'markdown' ? renderDiffMarkdown(diff).trimEnd() : renderDiffText(diff, paint);
}

/**
 * A manifest of the right shape can be compared, also where it breaks rules: those of an older revision may be newer than
 * itself.
 */
async function readSide(name: string, { folder }: Terminal): Promise<Manifest> {
  const text = (await readRevision(name, folder)).replace(/^\uFEFF/, '');
  const json = readJson(text);
  const shape = manifestSchema.safeParse('message' in json ? undefined : json.value);
  if (shape.success) return shape.data;
  const errors = auditText(text, name).findings.filter(({ severity }) => severity === 'error');
  throw new ManifestError(errors, name);
}
