import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readPlan } from '../import/read-plan.js';
import type { Plan } from '../import/plan.js';
import { writeDraft } from '../import/write-draft.js';
import { readJson } from '../read-json.js';
import { UsageError, type Command, type ExitCode, type Terminal } from './command.js';

/** Makes a draft of a manifest from the tracking plan of another tool. */
export const importCommand: Command = {
  summary: 'Draft a manifest from the tracking plan of another tool',
  usage: `headgate import FILE [options]

Reads the plan of Segment (plan.json of Typewriter, or its API's answer) or RudderStack, a data structure of Snowplow, a
tracking plan of Avo, or the export of a Google Tag Manager container. Writes its events, fields and descriptions as the
draft of a manifest, and lists what was lost and why.

  --out FILE   Default: headgate.imported.jsonc
  --force      Overwrite the file
  --json       Say what was written and lost as JSON`,
  run: runImport,
};

function runImport(args: readonly string[], { folder, print, paint }: Terminal): ExitCode {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      out: { type: 'string', default: 'headgate.imported.jsonc' },
      force: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const [name, ...others] = positionals;
  if (name === undefined || others.length) throw new UsageError('Name one file to import.');
  const out = resolve(folder, values.out);
  if (existsSync(out) && !values.force) throw new UsageError(`${values.out} is there already: --force overwrites it.`);
  const plan = openPlan(name, folder);
  writeFileSync(out, writeDraft(plan, new Date().toISOString().slice(0, 10)));
  if (values.json) {
    const events = plan.events.map((event) => event.name);
    print(JSON.stringify({ file: values.out, form: plan.form, events, lost: plan.lost }, null, 2));
    return 0;
  }
  print(`${paint.green('written')} ${values.out}: ${plan.events.length} events of a ${plan.form}`);
  if (plan.lost.length) print(`\nLost:\n${plan.lost.map(({ path, why }) => `  ${path}: ${why}`).join('\n')}`);
  print(`\nNext: npx headgate check ${values.out}`);
  return 0;
}

function openPlan(name: string, folder: string): Plan {
  const file = resolve(folder, name);
  if (!existsSync(file)) throw new UsageError(`There is no ${name}.`);
  const json = readJson(readFileSync(file, 'utf8'));
  if ('message' in json) throw new UsageError(`${name} is not JSON: ${json.message}`);
  const plan = readPlan(json.value);
  if (plan) return plan;
  throw new UsageError(`${name} is no tracking plan that is known here, or it has no event.`);
}
