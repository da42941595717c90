import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { measureSource, type SourceFacts } from '../../support/measure-source.js';
import type { SourceCase } from '../../support/source-contract.js';
import { toSourcePage } from '../../support/source-table.js';
import { loadCases } from './load-cases.js';

const folder = resolve(import.meta.dirname, '../../../src/consent/sources');
const file = resolve(folder, 'README.md');

it('the page of consent sources says what was measured', { timeout: 120_000 }, async () => {
  const measured: [SourceCase, SourceFacts][] = [];
  for (const one of await loadCases('')) measured.push([one, await measureSource(one)]);
  const page = toSourcePage(measured);
  if (process.env['UPDATE_README']) writeFileSync(file, page);
  expect(existsSync(file) && readFileSync(file, 'utf8')).toBe(page);
});

it('every source has a case in the contract', async () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const exported = files
    .map((name) => readFileSync(resolve(folder, name), 'utf8'))
    .flatMap((code) => /^export function (\w+)(?:<[^>]*>)?\([^)]*\): (?:Consent|Manual)Source/m.exec(code)?.[1] ?? []);
  const names = new Set((await loadCases('')).map(({ name }) => name));
  expect([...names].sort()).toEqual(exported.sort());
});
