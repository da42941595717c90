import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judgeMutants, readSources, readSurvivors } from '../../mutation/judge-mutants.mjs';
import { root } from '../../support/dist.js';

/** The judgement over a run of mutants, on a file that is there. */

const FILE = 'src/gate/decide.ts';
const lines = readFileSync(join(root, FILE), 'utf8').split('\n');
const line = lines.findIndex((text) => text.includes("basis === 'consent'")) + 1;
const column = lines[line - 1]!.indexOf("'consent'") + 1;

const mutant = (status: string, replacement = '""') =>
  ({
    id: '1',
    fileName: join(root, FILE),
    mutatorName: 'StringLiteral',
    replacement,
    status,
    location: { start: { line, column }, end: { line, column: column + "'consent'".length } },
  }) as never;
const killed = Array.from({ length: 99 }, () => mutant('Killed'));
const code = lines[line - 1]!.trim();
const entry = {
  file: FILE,
  code,
  mutator: 'StringLiteral',
  original: "'consent'",
  replacement: '""',
  reason: 'A test.',
};
const whole = { isWhole: true, sources: readSources() };

describe('a run of mutants', () => {
  it('is good where each was noticed', () => {
    expect(judgeMutants(killed, [], whole)).toMatchObject({ isMet: true, unlisted: [] });
  });

  it('is bad where one was not and nobody said why', () => {
    const { isMet, unlisted, lines: said } = judgeMutants([...killed, mutant('Survived')], [], whole);
    expect(isMet).toBe(false);
    expect(unlisted).toMatchObject([{ ...entry, reason: '' }]);
    expect(said.join()).toContain(`NOT LISTED  ${FILE}:${line}`);
  });

  it('is good where the reason is listed, wherever in the file the code stands', () => {
    expect(judgeMutants([...killed, mutant('Survived')], [entry], whole).isMet).toBe(true);
  });

  it('is bad where another change of the same code survived than the one that is listed', () => {
    expect(judgeMutants([...killed, mutant('Survived', '"x"')], [entry], whole).isMet).toBe(false);
  });

  it('is bad where the same change survived in another line than the listed one', () => {
    const elsewhere = { ...entry, code: 'return basis;' };
    expect(judgeMutants([...killed, mutant('Survived')], [elsewhere], whole).isMet).toBe(false);
  });

  it('is bad where what is listed is noticed now, unless that was not tried', () => {
    expect(judgeMutants(killed, [entry], whole).isMet).toBe(false);
    expect(judgeMutants(killed, [{ ...entry, file: 'src/buffer/chunk.ts' }], { ...whole, isWhole: false }).isMet).toBe(
      true,
    );
  });

  it('is bad where less than 95 % were noticed, whatever is listed', () => {
    const survivors = Array.from({ length: 6 }, () => mutant('Survived'));
    expect(judgeMutants([...killed, ...survivors], [entry], whole).isMet).toBe(false);
  });

  it('is bad where nothing was tried', () => {
    expect(judgeMutants([], [], whole).isMet).toBe(false);
  });

  it('has a reason for each survivor of the list', () => {
    expect(readSurvivors().filter(({ reason }) => reason.length < 20)).toEqual([]);
  });
});
