/**
 * Writes `src/manifest.ts` from `examples/manifest.json`: the same manifest with its literal types, so that `track` knows
 * every event and every field. JSON that is imported has no literal types.
 */
import { readFile, writeFile } from 'node:fs/promises';

const source = new URL('../manifest.json', import.meta.url);
const target = new URL('src/manifest.ts', import.meta.url);
const MAX_WIDTH = 120;

export async function writeTypedManifest() {
  const { $schema, ...manifest } = JSON.parse(await readFile(source, 'utf8'));
  const text = [
    '// Written by write-typed-manifest.mjs from examples/manifest.json: change it there.',
    "import { defineManifest } from 'headgate';",
    '',
    `export const manifest = defineManifest(${print(manifest, '')});`,
    '',
  ].join('\n');
  const before = await readFile(target, 'utf8').catch(() => '');
  if (text !== before) await writeFile(target, text);
}

/** Prints a value as the formatter would leave it. */
function print(value, indent) {
  if (typeof value === 'string') return `'${value.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
  if (Array.isArray(value)) return printList(value, indent);
  if (typeof value !== 'object' || value === null) return String(value);
  const inner = `${indent}  `;
  const names = Object.keys(value).map((name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`));
  const lines = Object.values(value).map((item, index) => `${inner}${names[index]}: ${print(item, inner)},`);
  return ['{', ...lines, `${indent}}`].join('\n');
}

function printList(values, indent) {
  const line = `[${values.map((value) => print(value, indent)).join(', ')}]`;
  if (indent.length + line.length < MAX_WIDTH - 20) return line;
  return ['[', ...values.map((value) => `${indent}  ${print(value, `${indent}  `)},`), `${indent}]`].join('\n');
}

if (process.argv[1] && import.meta.url.endsWith(process.argv[1].split(/[\\/]/).pop())) await writeTypedManifest();
