import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { fixtures } from './run-command.js';

/**
 * Returns a check against one of the schemas in `test/fixtures/schemas`. That of SARIF is OASIS' own, in draft 4, of which it
 * uses nothing that draft 7 reads otherwise.
 */
export function schemaOf(name: string): ValidateFunction {
  const text = readFileSync(resolve(fixtures, 'schemas', `${name}.json`), 'utf8');
  const { $schema: _draft, id: _id, ...schema } = JSON.parse(text) as { [keyword: string]: unknown };
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  (addFormats as unknown as (ajv: Ajv) => Ajv)(ajv);
  return ajv.compile(schema);
}

/** What a schema has to say of a text of JSON; nothing where it is valid. */
export function problemsOf(validate: ValidateFunction, json: string): string[] {
  validate(JSON.parse(json));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
