import type { FieldDefinition } from '../../manifest/manifest.js';
import { DATA_CATEGORIES, FIELD_TYPES, PROTECTIONS } from '../../manifest/vocabulary.js';
import { describeChoice } from '../../manifest/nearest-name.js';
import { UsageError } from '../commands/command.js';

/** How a field is said in a line. */
export const FIELD_FORM = 'name type [data category] [protection] [optional] [a|b|c] [min..max] [maxLength=N]';

const NAME = /^[A-Za-z][\w.:-]{0,63}$/;
const RANGE = /^(-?\d+(?:\.\d+)?)?\.\.(-?\d+(?:\.\d+)?)?$/;

/** Reads a field from a line such as `score integer 0..10` or `email string contact seal optional`. */
export function readField(line: string): readonly [name: string, definition: FieldDefinition] {
  const [name = '', type = '', ...rest] = line.trim().split(/\s+/);
  if (!NAME.test(name)) throw new UsageError(`${JSON.stringify(name)} is no name of a field. ${FIELD_FORM}`);
  if (!FIELD_TYPES.includes(type as never))
    throw new UsageError(`${name}: there is no type ${JSON.stringify(type)}: ${describeChoice(type, FIELD_TYPES)}`);
  return [name, Object.assign({ type }, ...rest.map((word) => readWord(name, word))) as FieldDefinition];
}

function readWord(name: string, word: string): Partial<FieldDefinition> {
  if (word === 'optional') return { optional: true };
  const data = DATA_CATEGORIES.find((one) => one === word);
  if (data) return { data };
  const protect = PROTECTIONS.find((one) => one === word);
  if (protect) return { protect };
  if (word.includes('|')) return { values: word.split('|') };
  const [, length] = /^maxLength=(\d+)$/.exec(word) ?? [];
  if (length !== undefined) return { maxLength: Number(length) };
  const range = RANGE.exec(word);
  if (!range) {
    const known = ['optional', ...DATA_CATEGORIES, ...PROTECTIONS];
    throw new UsageError(`${name}: ${JSON.stringify(word)} is none of these: ${describeChoice(word, known)}`);
  }
  const [, min, max] = range;
  return { ...(min !== undefined && { min: Number(min) }), ...(max !== undefined && { max: Number(max) }) };
}
