import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { MODULE } from './files.mjs';
import { load } from './load.mjs';

/**
 * The module's lists of words against those from which the package makes its schema of manifests.
 *
 * @returns {Promise<string[]>} Lists that differ.
 */
export async function compareVocabulary() {
  const { manifestJsonSchema } = await load('src/node/manifest-json-schema.ts');
  const { properties, $defs = {} } = manifestJsonSchema();
  /** @param {any} schema */
  const resolve = (schema) => (schema?.$ref ? $defs[schema.$ref.split('/').at(-1)] : schema);
  const event = resolve(resolve(properties.events).additionalProperties).properties;
  const field = resolve(resolve(event.fields).additionalProperties);
  const kinds = (field.oneOf ?? field.anyOf ?? [field]).map(resolve);
  const wordsOf = (/** @type {string} */ key) => [
    ...new Set(
      kinds.flatMap((/** @type {any} */ kind) => {
        const { enum: listed, const: only } = resolve(kind.properties[key]) ?? {};
        return listed ?? (only === undefined ? [] : [only]);
      }),
    ),
  ];
  const expected = {
    TIERS: resolve(event.tier).enum,
    BASES: resolve(event.basis).enum,
    FIELD_TYPES: wordsOf('type'),
    DATA: wordsOf('data'),
    PROTECTIONS: wordsOf('protect'),
    REGIMES: resolve(resolve(properties.regimes).additionalProperties).enum,
  };
  const code = `require $argv[1]; echo json_encode((new ReflectionClass('Headgate\\\\Tracking\\\\Manifest\\\\Vocabulary'))->getConstants());`;
  const actual = JSON.parse(
    execFileSync('php', ['-r', code, '--', join(MODULE, 'Manifest/Vocabulary.php')]).toString(),
  );
  return Object.entries(expected).flatMap(([name, words]) =>
    words?.length && isDeepStrictEqual(new Set(words), new Set(actual[name]))
      ? []
      : [`${name}: ${JSON.stringify(actual[name])} instead of ${JSON.stringify(words)}`],
  );
}
