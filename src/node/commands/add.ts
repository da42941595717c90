import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { askEvent, type NewEvent } from '../add/ask-event.js';
import { FIELD_FORM } from '../add/read-field.js';
import { diffManifests } from '../diff/diff-manifests.js';
import { toDiff } from '../diff/diff-schema.js';
import { renderDiffText } from '../diff/render-diff.js';
import { findManifest } from '../find-manifest.js';
import { insertMember } from '../insert-member.js';
import { auditText, openManifest, type OpenedManifest } from '../open-manifest.js';
import { countFindings, hasFailed, printFindings, type PrintableFinding } from '../print-findings.js';
import { createAsk } from '../terminal/create-ask.js';
import { UsageError, type Command, type ExitCode, type Terminal } from './command.js';

/** Writes a new event into the manifest, once somebody has answered for it. */
export const addCommand: Command = {
  summary: 'Add a micro-conversion: asks what a reviewer would ask, then checks and compares',
  usage: `headgate add [EVENT] [options]

Asks who needs a new event and for which decision, which data it has, on what basis and with which consent, how long it is
kept, who receives it, and what goes when it is withdrawn. Writes it after the other events and leaves the rest of the file
as it is; then says what "headgate check" and "headgate diff" say of it.

  EVENT                Its name, such as coupon_applied
  --manifest FILE      JSON, comments allowed. Default: headgate.manifest.json or .jsonc
  --title TEXT         What happened, in one sentence
  --need TEXT          Who needs it, and for which decision
  --purpose NAME       One of the manifest's, or a new one with --purpose-title TEXT
  --field "FIELD"      ${FIELD_FORM}
                       As often as there are fields; --field "" for none
  --tier NAME          anonymous, pseudonymous, personal or sensitive
  --basis NAME         consent, contract, legal_obligation, vital_interests, public_task or legitimate_interests
  --categories LIST    Consent categories of the manifest
  --undecided WHAT     hold or refuse, while the visitor has not chosen. Default: hold
  --retention DAYS     How long every copy is kept
  --collectors LIST    Collectors of the manifest
  --dry-run            Write nothing
  --json               What is added, the findings and the changes as JSON`,
  run: add,
};

async function add(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      manifest: { type: 'string' },
      title: { type: 'string' },
      need: { type: 'string' },
      purpose: { type: 'string' },
      'purpose-title': { type: 'string' },
      field: { type: 'string', multiple: true },
      tier: { type: 'string' },
      basis: { type: 'string' },
      categories: { type: 'string' },
      undecided: { type: 'string' },
      retention: { type: 'string' },
      collectors: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  if (positionals.length > 1) throw new UsageError('One event at a time.');
  const name = findManifest(values.manifest, terminal.folder);
  const file = resolve(terminal.folder, name);
  const before = openManifest(file);
  if (!before.manifest) {
    terminal.note(printFindings(toPrintable(before, name), terminal.paint));
    terminal.note(`${name} has errors: mend them first, or nobody knows what is added to.`);
    return 1;
  }
  const field = values.field?.filter((line) => line.trim() !== '');
  const given = { ...values, field };
  const added = await askEvent(before.manifest, positionals[0], given, createAsk(terminal, false), terminal);
  const text = write(before, added);
  const after = auditText(text, name);
  if (!values['dry-run']) writeFileSync(file, text);
  report(before, after, added, { name, isJson: values.json, isDry: values['dry-run'] }, terminal);
  return hasFailed(after.findings, 'warning') ? 1 : 0;
}

/** The text with what is new in it. */
function write({ text, manifest }: OpenedManifest, { name, event, purposeTitle, deletion }: NewEvent): string {
  let whole = text;
  if (purposeTitle !== undefined) {
    const purpose = { title: purposeTitle };
    whole = manifest!.purposes
      ? insertMember(whole, ['purposes'], event.purpose, purpose)
      : insertMember(whole, [], 'purposes', { [event.purpose]: purpose });
  }
  for (const [collector, how] of Object.entries(deletion)) {
    const path = ['collectors', collector];
    whole = manifest!.collectors[collector]!.controls
      ? insertMember(whole, [...path, 'controls'], 'deletion', how)
      : insertMember(whole, path, 'controls', { deletion: how });
  }
  return insertMember(whole, ['events'], name, event);
}

interface How {
  readonly name: string;
  readonly isJson: boolean;
  readonly isDry: boolean;
}

function report(
  before: OpenedManifest,
  after: OpenedManifest,
  added: NewEvent,
  { name, isJson, isDry }: How,
  { print, paint }: Terminal,
): void {
  const [old, now] = [before.manifest!, after.input as NonNullable<OpenedManifest['manifest']>];
  const side = { version: old.version };
  const diff = toDiff(
    { from: `${name} before`, ...side },
    { from: `${name} with ${added.name}`, ...side },
    diffManifests(old, now),
  );
  if (isJson) {
    const { findings } = after;
    print(
      JSON.stringify({ file: name, name: added.name, event: added.event, findings, changes: diff.changes }, null, 2),
    );
    return;
  }
  const findings = toPrintable(after, name);
  print(`${paint.green(isDry ? 'would write' : 'written')} ${added.name} in ${name}`);
  print(`\n${renderDiffText(diff, paint)}\n`);
  if (findings.length > 0) print(`${printFindings(findings, paint)}\n`);
  print(`${name}: ${countFindings(after.findings, after.accepted.length)}`);
  print('\nWithdrawn, what waits in the browser is deleted; what was sent is with its recipients.');
  print(`Next: raise "version", now ${JSON.stringify(old.version)}; it travels with every event.`);
}

function toPrintable({ findings, accepted }: OpenedManifest, file: string): PrintableFinding[] {
  return [...findings, ...accepted].map((problem) => ({ ...problem, file }));
}
