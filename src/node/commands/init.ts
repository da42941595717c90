import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { SourceName } from '../../manifest/source-settings.js';
import { isCountry } from '../adequate-countries.js';
import { MANIFEST_NAMES } from '../find-manifest.js';
import { TEMPLATES, type TemplateName } from '../init/templates.js';
import { writeManifest, type Answers } from '../init/write-manifest.js';
import { describeSteps, writeSnippet } from '../init/write-snippet.js';
import { describeChoice } from '../../manifest/nearest-name.js';
import { createAsk } from '../terminal/create-ask.js';
import { SOURCE_NAMES } from '../source-settings-schema.js';
import { UsageError, type Command, type ExitCode, type Terminal } from './command.js';

const NAMES = Object.keys(TEMPLATES) as TemplateName[];

/** Writes a starting manifest. */
export const initCommand: Command = {
  summary: 'Write a starting manifest, and print the snippet to paste',
  usage: `headgate init [options]

Asks what it is not told, and writes a commented manifest that "headgate check" accepts.

  --template NAME     ${NAMES.map((name) => `${name} (${TEMPLATES[name].title})`).join(`\n${' '.repeat(22)}`)}
  --cmp NAME          Where consent is read from: ${SOURCE_NAMES.join(', ')}
  --collectors LIST   Who receives events, such as warehouse,mixpanel. Default: warehouse
  --regions LIST      Where visitors are, ISO 3166, such as DE,US-CA. Default: EU
  --controller NAME   Who answers for the processing
  --contact ADDRESS   How to reach the controller
  --dpo ADDRESS       How to reach the data protection officer
  --country CODE      Where the controller's own collectors process events, ISO 3166
  --out FILE          Default: ${MANIFEST_NAMES[1]}
  --yes               Ask nothing: take the defaults. What nobody said is left as TODO, or out
  --force             Overwrite the file
  --json              Say what was written as JSON`,
  run: init,
};

async function init(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      template: { type: 'string' },
      cmp: { type: 'string' },
      collectors: { type: 'string' },
      regions: { type: 'string' },
      controller: { type: 'string' },
      contact: { type: 'string' },
      dpo: { type: 'string' },
      country: { type: 'string' },
      out: { type: 'string', default: MANIFEST_NAMES[1] },
      yes: { type: 'boolean', default: false },
      force: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const file = resolve(terminal.folder, values.out);
  if (existsSync(file) && !values.force) throw new UsageError(`${values.out} is there already: --force overwrites it.`);
  const answers = await askAll(values, createAsk(terminal, values.yes));
  writeFileSync(file, writeManifest(answers));
  const steps = writeSnippet(answers, values.out);
  if (values.json) terminal.print(JSON.stringify({ file: values.out, ...answers, steps }, null, 2));
  else
    terminal.print(
      `${terminal.paint.green('written')} ${values.out}\n\n${describeSteps(steps)}\n\nNext: npx headgate check ${values.out}`,
    );
  return 0;
}

type Values = {
  readonly [
    option in 'template' | 'cmp' | 'collectors' | 'regions' | 'controller' | 'contact' | 'dpo' | 'country'
  ]?: string;
};

/** Asks one question after the other. */
async function askAll(values: Values, ask: ReturnType<typeof createAsk>): Promise<Answers> {
  const template = await ask({
    what: 'template',
    given: values.template,
    choices: NAMES,
    otherwise: 'saas',
    read: readTemplate,
  });
  const source = await ask({
    what: 'consent platform',
    given: values.cmp,
    choices: SOURCE_NAMES,
    otherwise: template === 'magento' ? 'magento' : 'manual',
    read: readSource,
  });
  const collectors = await ask({
    what: 'collectors',
    given: values.collectors,
    otherwise: 'warehouse',
    read: (text) => readList(text, /^[A-Za-z][\w.:-]{0,63}$/),
  });
  const regions = await ask({ what: 'regions of visitors', given: values.regions, otherwise: 'EU', read: readRegions });
  const controller = await ask({ what: 'controller', given: values.controller, otherwise: UNSAID, read: readText });
  const contact = await ask({ what: 'contact', given: values.contact, otherwise: UNSAID, read: readText });
  const dpo = await ask({
    what: 'data protection officer',
    given: values.dpo,
    otherwise: '',
    read: (text) => text || undefined,
  });
  const country = await ask({
    what: 'servers of the controller in (country)',
    given: values.country,
    otherwise: '',
    read: readCountry,
  });
  return {
    template,
    source,
    collectors,
    regions,
    controller,
    contact,
    ...(dpo !== undefined && { dpo }),
    ...(country !== undefined && { country }),
    version: new Date().toISOString().slice(0, 10),
  };
}

/** What nobody said is marked, and found by "headgate check": the manifest is a legal record. */
const UNSAID = 'TODO';

function readText(text: string): string {
  return text;
}

function readCountry(text: string): string | undefined {
  if (text === '') return undefined;
  const country = text.toUpperCase();
  if (isCountry(country)) return country;
  throw new UsageError(`${JSON.stringify(text)} is no country of ISO 3166: DE, or US.`);
}

function readTemplate(name: string): TemplateName {
  const found = NAMES.find((one) => one === name);
  if (!found) throw new UsageError(`There is no template ${JSON.stringify(name)}: ${describeChoice(name, NAMES)}`);
  return found;
}

function readSource(name: string): SourceName {
  if (SOURCE_NAMES.includes(name)) return name as SourceName;
  throw new UsageError(`There is no consent source ${JSON.stringify(name)}: ${describeChoice(name, SOURCE_NAMES)}`);
}

function readList(text: string, pattern: RegExp): string[] {
  const items = [...new Set(text.split(',').map((item) => item.trim()))].filter(Boolean);
  const wrong = items.find((item) => !pattern.test(item));
  if (wrong !== undefined || items.length === 0) throw new UsageError(`${JSON.stringify(wrong ?? text)} is no name.`);
  return items;
}

function readRegions(text: string): string[] {
  const regions = readList(text.toUpperCase(), /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/);
  const wrong = regions.find((region) => region !== 'EU' && !isCountry(region.slice(0, 2)));
  if (wrong !== undefined) throw new UsageError(`${wrong} is no region of ISO 3166: DE, or US-CA.`);
  return regions;
}
