import { isObject, textOf, toFieldName, type Json, type Lost, type PlannedField } from './plan.js';

/** The fields of an object in JSON Schema, and what of it fields cannot say. */
export interface SchemaFields {
  readonly fields: { readonly [field: string]: PlannedField };
  readonly lost: readonly Lost[];
}

/** Reads what a JSON Schema says of an object, as the tracking plans of this field use it. */
export function readJsonSchema(schema: Json, path: string): SchemaFields {
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
  const fields: { [field: string]: PlannedField } = {};
  const lost: Lost[] = [];
  for (const [key, given] of Object.entries(isObject(schema['properties']) ? schema['properties'] : {})) {
    const at = `${path}.${key}`;
    if (!isObject(given)) {
      lost.push({ path: at, why: 'no description of a value' });
      continue;
    }
    const field = readField(given, required.has(key), at, lost);
    if (!field) continue;
    const name = toFieldName(key);
    if (name !== key) lost.push({ path: at, why: `its name: the field is called ${name}` });
    if (Object.hasOwn(fields, name)) lost.push({ path: at, why: `another field is called ${name} already` });
    else fields[name] = field;
  }
  for (const word of ['allOf', 'anyOf', 'oneOf', 'if', 'patternProperties', 'dependencies']) {
    if (schema[word] !== undefined) lost.push({ path: `${path}.${word}`, why: 'a rule over several fields' });
  }
  return { fields, lost };
}

function readField(schema: Json, isRequired: boolean, path: string, lost: Lost[]): PlannedField | undefined {
  const types = (Array.isArray(schema['type']) ? schema['type'] : [schema['type']]).filter(
    (type) => type !== undefined,
  );
  const [type, ...others] = types.filter((one) => one !== 'null');
  if (type === 'array' || type === 'object') {
    lost.push({ path, why: type === 'array' ? describeItems(schema) : 'an object: a field is one value' });
    return undefined;
  }
  if (others.length) {
    lost.push({ path, why: `one of several types (${types.join(', ')}): a field has one` });
    return undefined;
  }
  const values = readValues(schema['enum']);
  if (type === undefined && !values) {
    lost.push({ path, why: 'any value: a field has a type' });
    return undefined;
  }
  if (schema['enum'] !== undefined && !values) lost.push({ path: `${path}.enum`, why: 'values that are not texts' });
  for (const word of ['pattern', 'format', 'default', 'multipleOf', 'minLength']) {
    if (schema[word] !== undefined)
      lost.push({ path: `${path}.${word}`, why: `${JSON.stringify(schema[word])}: no such rule` });
  }
  const isNumber = type === 'integer' || type === 'number';
  const title = textOf(schema['description']) ?? textOf(schema['title']);
  return {
    type: isNumber || type === 'boolean' ? type : 'string',
    ...(title !== undefined && { title }),
    ...(values && !isNumber && { values }),
    ...(isNumber && numberOf(schema, 'minimum', 'min')),
    ...(isNumber && numberOf(schema, 'maximum', 'max')),
    ...(type === 'string' && !values && numberOf(schema, 'maxLength', 'maxLength')),
    ...((!isRequired || types.includes('null')) && { optional: true as const }),
  };
}

/** Lists are lost item by item: what each would have been is said. */
function describeItems({ items }: Json): string {
  const inner = isObject(items) && isObject(items['properties']) ? Object.keys(items['properties']) : [];
  return inner.length
    ? `a list of objects with ${inner.join(', ')}: a field is one value`
    : 'a list: a field is one value';
}

function readValues(given: unknown): readonly string[] | undefined {
  if (!Array.isArray(given)) return undefined;
  const values = given.filter((value) => value !== null);
  return values.length > 0 && values.every((value) => typeof value === 'string') ? [...new Set(values)] : undefined;
}

function numberOf(schema: Json, word: string, name: 'min' | 'max' | 'maxLength'): Partial<PlannedField> {
  const value = schema[word];
  return typeof value === 'number' ? { [name]: value } : {};
}
