import type { EventDefinition, FieldDefinition } from '../../manifest/manifest.js';
import { DEFAULT_MAX_LENGTH } from '../../manifest/select-fields.js';
import { ENGLISH } from '../reports/words.js';
import type { Path } from '../manifest-error.js';
import { different, stronger, weaker, type Change, type Grade } from './change.js';
import { PROTECTIONS } from '../../manifest/vocabulary.js';

const ART_MINIMAL = 'GDPR Art. 5(1)(c)';

/** Strongest last: what a recipient can still read of the value. */
const STRENGTHS: readonly string[] = ['none', ...PROTECTIONS];

/** The more a kind of data says about a person, the more a new field of it matters. */
const GRADE_OF_DATA: { readonly [data: string]: Exclude<Grade, 'none'> } = {
  special: 'high',
  contact: 'high',
  identifier: 'high',
  location: 'high',
  content: 'medium',
};
const NEW_FIELD_GRADE = 'medium';

/** What changed in the fields of an event: what more is taken, and what is done to it. */
export function diffFields(event: Path, old: EventDefinition, now: EventDefinition): Change[] {
  const [before, after] = [old.fields ?? {}, now.fields ?? {}];
  const changes: Change[] = [];
  for (const [name, field] of Object.entries(after)) {
    const path = [...event, 'fields', name];
    const earlier = Object.hasOwn(before, name) ? before[name] : undefined;
    if (earlier) changes.push(...diffField(path, earlier, field));
    else changes.push(toNewField(path, name, field));
  }
  for (const name of Object.keys(before)) {
    if (!Object.hasOwn(after, name)) {
      changes.push(stronger('field-removed', [...event, 'fields', name], `the field ${name} is no longer taken`));
    }
  }
  return changes;
}

function toNewField(path: Path, name: string, { data = 'behaviour', protect }: FieldDefinition): Change {
  const protection = protect ? `, protected by ${protect}` : '';
  const text = `takes a new field ${name}: ${ENGLISH.texts.data[data].toLowerCase()}${protection}`;
  return weaker('field-added', GRADE_OF_DATA[data] ?? NEW_FIELD_GRADE, path, text, { article: ART_MINIMAL });
}

function diffField(path: Path, old: FieldDefinition, now: FieldDefinition): Change[] {
  return [diffData(path, old, now), diffProtection(path, old, now), ...diffShape(path, old, now)].filter(
    (change) => change !== undefined,
  );
}

function diffData(path: Path, { data: old = 'behaviour' }: FieldDefinition, { data = 'behaviour' }: FieldDefinition) {
  if (old === data) return undefined;
  const facts = { before: old, after: data, article: 'GDPR Art. 4(1), 9' };
  const rank = (kind: string): number => (GRADE_OF_DATA[kind] === 'high' ? 2 : GRADE_OF_DATA[kind] ? 1 : 0);
  const text = `holds ${ENGLISH.texts.data[data].toLowerCase()}, until now ${ENGLISH.texts.data[old].toLowerCase()}`;
  if (rank(data) > rank(old) || data === 'special')
    return weaker('more-telling-data', 'high', [...path, 'data'], text, facts);
  return different('other-data', 'medium', [...path, 'data'], text, facts);
}

function diffProtection(path: Path, { protect: old }: FieldDefinition, { protect }: FieldDefinition) {
  const [before, after] = [old ?? 'none', protect ?? 'none'];
  if (before === after) return undefined;
  const facts = { before, after, article: 'GDPR Art. 25(1), 32(1)(a)' };
  if (STRENGTHS.indexOf(after) > STRENGTHS.indexOf(before)) {
    return stronger(
      'stronger-protection',
      [...path, 'protect'],
      `is protected by ${after}, until now ${before}`,
      facts,
    );
  }
  const text = after === 'none' ? `is no longer protected by ${before}` : `is protected by ${after} only`;
  return weaker('weaker-protection', 'high', [...path, 'protect'], text, facts);
}

/** Wider limits let more through; narrower ones less. */
function diffShape(path: Path, old: FieldDefinition, now: FieldDefinition): Change[] {
  const changes: Change[] = [];
  if (old.type !== now.type) {
    changes.push(
      different('other-type', 'medium', [...path, 'type'], `has another type`, {
        before: old.type,
        after: now.type,
        article: ART_MINIMAL,
      }),
    );
  }
  const [lengthBefore, lengthAfter] = [lengthOf(old), lengthOf(now)];
  if (lengthBefore !== lengthAfter) {
    const facts = { before: describe(lengthBefore), after: describe(lengthAfter), article: ART_MINIMAL };
    changes.push(
      lengthAfter > lengthBefore
        ? weaker('longer-text', 'low', [...path, 'maxLength'], 'takes longer text', facts)
        : stronger('shorter-text', [...path, 'maxLength'], 'takes shorter text', facts),
    );
  }
  changes.push(...diffValues(path, old, now), ...diffBounds(path, old, now));
  if ((old.optional ?? false) !== (now.optional ?? false)) {
    changes.push(
      now.optional
        ? stronger('field-optional', [...path, 'optional'], 'may be left out now')
        : weaker('field-required', 'low', [...path, 'optional'], 'must be given now', { article: ART_MINIMAL }),
    );
  }
  return changes;
}

function lengthOf({ type, values, maxLength = DEFAULT_MAX_LENGTH }: FieldDefinition): number {
  return type === 'string' && !values ? maxLength : 0;
}

function describe(length: number): string {
  return length === 0 ? 'no free text' : `${length} characters`;
}

function diffValues(path: Path, { values: old = [] }: FieldDefinition, { values = [] }: FieldDefinition): Change[] {
  if (old.length === 0 || values.length === 0) return [];
  const added = values.filter((value) => !old.includes(value));
  const removed = old.filter((value) => !values.includes(value));
  return [
    ...(added.length ? [weaker('values-added', 'low', [...path, 'values'], `may also be ${added.join(', ')}`)] : []),
    ...(removed.length
      ? [stronger('values-removed', [...path, 'values'], `may no longer be ${removed.join(', ')}`)]
      : []),
  ];
}

function diffBounds(path: Path, old: FieldDefinition, now: FieldDefinition): Change[] {
  const isNumber = now.type === 'number' || now.type === 'integer';
  const { min: oldMin = -Infinity, max: oldMax = Infinity } = old;
  const { min = -Infinity, max = Infinity } = now;
  if (!isNumber || old.type !== now.type || (min === oldMin && max === oldMax)) return [];
  const facts = { before: `${oldMin} to ${oldMax}`, after: `${min} to ${max}`, article: ART_MINIMAL };
  const at = [...path, min === oldMin ? 'max' : 'min'];
  const isWider = min < oldMin || max > oldMax;
  return [
    isWider
      ? weaker('wider-bounds', 'low', at, 'takes a wider range of numbers', facts)
      : stronger('narrower-bounds', at, 'takes a narrower range of numbers', facts),
  ];
}
