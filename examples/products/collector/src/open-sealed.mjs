#!/usr/bin/env node
/**
 * Opens the sealed fields of an export: `npx headgate-open-sealed --key private.jwk.json export.json > opened.json`.
 * Without a file it reads standard input. Runs where the private key is, which need not be where the collector runs.
 */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';

import { openFields } from './open-fields.mjs';

const usage = 'usage: headgate-open-sealed --key PRIVATE_JWK_FILE [EXPORT_FILE]\n';

try {
  const { key, file } = readArguments();
  const exported = JSON.parse(file === undefined ? await text(process.stdin) : await readFile(file, 'utf8'));
  const { opened, openedCount, closedCount, movedCount } = await openFields(
    exported,
    toKeys(JSON.parse(await readFile(key, 'utf8'))),
  );
  process.stdout.write(`${JSON.stringify(opened, undefined, 2)}\n`);
  process.stderr.write(
    `${openedCount} opened, ${closedCount} sealed to another key, ${movedCount} sealed for another event or field\n`,
  );
  process.exitCode = closedCount + movedCount > 0 ? 1 : 0;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  process.exitCode = 2;
}

function readArguments() {
  const { values, positionals } = parseArgs({ options: { key: { type: 'string' } }, allowPositionals: true });
  if (values.key === undefined || positionals.length > 1) throw new Error('one key and at most one export are needed');
  return { key: values.key, file: positionals[0] };
}

/**
 * One JWK, or a set of them for exports that span a change of keys.
 *
 * @param {any} value
 * @returns {import('jose').JWK[]}
 */
function toKeys(value) {
  return Array.isArray(value.keys) ? value.keys : [value];
}
