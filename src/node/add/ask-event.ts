import type { EventDefinition, FieldDefinition, Manifest } from '../../manifest/manifest.js';
import { describeChoice } from '../../manifest/nearest-name.js';
import { LEGAL_BASES, TIERS } from '../../manifest/vocabulary.js';
import { UsageError, type Terminal } from '../commands/command.js';
import type { Ask } from '../terminal/create-ask.js';
import { FIELD_FORM, readField } from './read-field.js';

/** What the command line may say, so that it need not be asked. */
export type Given = {
  readonly [
    option in
      | 'title'
      | 'need'
      | 'purpose'
      | 'purpose-title'
      | 'tier'
      | 'basis'
      | 'categories'
      | 'retention'
      | 'collectors'
      | 'undecided'
  ]?: string | undefined;
} & { readonly field?: readonly string[] | undefined };

/** A new event, and what has to be written beside it. */
export interface NewEvent {
  readonly name: string;
  readonly event: EventDefinition;
  /** The title of its purpose, where the manifest does not have that purpose yet. */
  readonly purposeTitle?: string;
  /** How its recipients delete, for those of whom the manifest does not say it. */
  readonly deletion: { readonly [collector: string]: string };
}

const EVENT_NAME = /^[A-Za-z][\w .:/-]{0,99}$/;
const NAME = /^[A-Za-z][\w.:-]{0,63}$/;

/** Asks for a new micro-conversion what a reviewer would ask. What nobody says is not made up. */
export async function askEvent(
  manifest: Manifest,
  givenName: string | undefined,
  given: Given,
  ask: Ask,
  { note, ask: answers }: Terminal,
): Promise<NewEvent> {
  const name = await ask({
    what: 'name of the event, such as coupon_applied',
    given: givenName,
    read: (text) => readName(text, manifest),
  });
  const title = await ask({ what: 'what happened, in one sentence', given: given.title, read: readText });
  const need = await ask({ what: 'who needs it, and for which decision', given: given.need, read: readText });
  const { purpose, purposeTitle } = await askPurpose(manifest, given, ask);
  const fields = await askFields(given.field, ask, note, !!answers);
  const law = await askLaw(manifest, given, ask);
  const { undecided, ...rest } = law;
  return {
    name,
    event: {
      title,
      need,
      purpose,
      ...rest,
      ...(Object.keys(fields).length > 0 && { fields }),
      ...(undecided === 'refuse' && { undecided }),
    },
    ...(purposeTitle !== undefined && { purposeTitle }),
    deletion: await askDeletion(manifest, law.collectors, ask),
  };
}

async function askPurpose(manifest: Manifest, given: Given, ask: Ask) {
  const purposes = Object.keys(manifest.purposes ?? {});
  const purpose = await ask({
    what: 'purpose, one of these or a new one',
    given: given.purpose,
    choices: purposes,
    read: (text) => readPattern(text, NAME),
  });
  if (purposes.includes(purpose)) return { purpose, purposeTitle: undefined };
  const what = `${purpose} is new: what is it for`;
  return { purpose, purposeTitle: await ask({ what, given: given['purpose-title'], read: readText }) };
}

/** On what basis, with which consent, how long and for whom. */
async function askLaw(manifest: Manifest, given: Given, ask: Ask) {
  const tier = await ask({
    what: 'tier: how much it says about a person',
    given: given.tier,
    choices: TIERS,
    read: (text) => readChoice(text, TIERS),
  });
  const basis = await ask({
    what: 'legal basis (GDPR Art. 6(1))',
    given: given.basis,
    choices: LEGAL_BASES,
    read: (text) => readChoice(text, LEGAL_BASES),
  });
  const known = Object.keys(manifest.categories);
  const what = basis === 'consent' ? 'consent categories that must be granted' : 'categories by which one objects';
  const isByChoice = basis === 'consent' || basis === 'legitimate_interests';
  const categories =
    isByChoice &&
    (await ask({ what, given: given.categories, choices: known, read: (text) => readNames(text, known) }));
  const undecided = basis === 'consent' ? await askUndecided(given, ask) : 'hold';
  const retentionDays = await ask({ what: 'how many days it is kept', given: given.retention, read: readDays });
  const recipients = Object.keys(manifest.collectors);
  const collectors = await ask({
    what: 'who receives it',
    given: given.collectors,
    choices: recipients,
    read: (text) => readNames(text, recipients),
  });
  return { tier, basis, ...(categories && { categories }), retentionDays, collectors, undecided };
}

function askUndecided({ undecided }: Given, ask: Ask): Promise<'hold' | 'refuse'> {
  const choices = ['hold', 'refuse'] as const;
  return ask({
    what: 'while the visitor has not chosen: hold it in page memory, or refuse it',
    given: undecided,
    choices,
    otherwise: 'hold',
    read: (text) => readChoice(text, choices),
  });
}

async function askFields(
  given: readonly string[] | undefined,
  ask: Ask,
  note: (text: string) => void,
  isAnswered: boolean,
): Promise<{ [name: string]: FieldDefinition }> {
  if (given) return Object.fromEntries(given.map(readField));
  const fields: { [name: string]: FieldDefinition } = {};
  if (isAnswered) note(`${FIELD_FORM}\nsuch as: score integer 0..10, or: user string identifier pseudonymise`);
  for (;;) {
    const field = await ask({
      what: 'which data: a field, or nothing for no more',
      given: undefined,
      otherwise: '',
      read: (text) => (text === '' ? undefined : readField(text)),
    });
    if (!field) return fields;
    const [name, definition] = field;
    fields[name] = definition;
  }
}

/** What goes when it is withdrawn. In the browser everything unsent does; the rest is with those who received it. */
async function askDeletion(
  manifest: Manifest,
  collectors: readonly string[],
  ask: Ask,
): Promise<{ [collector: string]: string }> {
  const deletion: { [collector: string]: string } = {};
  for (const name of collectors) {
    const { recipient = name, controls } = manifest.collectors[name]!;
    if (controls?.deletion !== undefined) continue;
    const said = await ask({
      what: `what goes at ${recipient} when it is withdrawn, and how (empty: not known yet)`,
      given: undefined,
      otherwise: '',
      read: (text) => text,
    });
    if (said !== '') deletion[name] = said;
  }
  return deletion;
}

function readName(text: string, { events }: Manifest): string {
  if (Object.hasOwn(events, text)) throw new UsageError(`The manifest has an event ${JSON.stringify(text)} already.`);
  return readPattern(text, EVENT_NAME);
}

function readPattern(text: string, pattern: RegExp): string {
  if (pattern.test(text)) return text;
  throw new UsageError(`${JSON.stringify(text)} is no name: letters, digits, "_" and the like, a letter first.`);
}

function readText(text: string): string {
  if (text.length > 0 && text.length <= 500) return text;
  throw new UsageError('1-500 characters: somebody will ask.');
}

function readDays(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= 3650) return days;
  throw new UsageError(`${JSON.stringify(text)} is no number of whole days, 1-3650.`);
}

function readChoice<T extends string>(text: string, choices: readonly T[]): T {
  const found = choices.find((one) => one === text);
  if (found) return found;
  throw new UsageError(`There is no ${JSON.stringify(text)}: ${describeChoice(text, choices)}`);
}

function readNames(text: string, known: readonly string[]): string[] {
  const names = [...new Set(text.split(/[\s,]+/))].filter(Boolean);
  if (names.length === 0) throw new UsageError(`At least one: ${describeChoice(text, known)}`);
  return names.map((name) => readChoice(name, known));
}
