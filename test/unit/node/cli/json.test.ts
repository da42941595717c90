import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { problemsOf, schemaOf } from './output-schemas.js';
import { fixtures, runCommand } from './run-command.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headgate-json-'));
  copyFileSync(resolve(fixtures, 'manifests/good.json'), join(folder, 'good.json'));
  copyFileSync(resolve(fixtures, 'check/faulty.jsonc'), join(folder, 'faulty.jsonc'));
});
afterEach(() => rmSync(folder, { recursive: true }));

// What `check`, `scan`, `report`, `diff` and `build` print is checked where they are tested.
describe('--json', () => {
  it.each([
    [['init', '--yes', '--json'], 'init'],
    [['init', '--yes', '--template', 'magento', '--collectors', 'warehouse,mixpanel', '--json'], 'init'],
    [['types', 'good.json', '--json'], 'types'],
    [['check', '--explain', 'HG053', '--json'], 'explain'],
    [['check', '--explain', 'HG106', '--json'], 'explain'],
  ])('of %j is as its schema describes it, which refuses other JSON', async (args, schema) => {
    const { code, out } = await runCommand(args, { folder });
    expect(code).toBe(0);
    expect(problemsOf(schemaOf(`${schema}.schema`), out)).toEqual([]);
    expect(problemsOf(schemaOf(`${schema}.schema`), out.replace(/"(\w+)":/, '"else":'))).not.toEqual([]);
  });

  it.each([
    ['types', ['faulty.jsonc']],
    ['build', ['faulty.jsonc']],
    ['scan', ['.', '--manifest', 'faulty.jsonc']],
  ])('of %s says what is wrong with a faulty manifest', async (command, args) => {
    const { code, out, notes } = await runCommand([command, ...args, '--json'], { folder });
    expect([code, notes]).toEqual([1, '']);
    expect(problemsOf(schemaOf('failure.schema'), out)).toEqual([]);
  });

  it('of diff says what is wrong with a manifest that is none', async () => {
    copyFileSync(resolve(fixtures, 'manifests/bad.json'), join(folder, 'bad.json'));
    const { code, out } = await runCommand(['diff', 'good.json', 'bad.json', '--json'], { folder });
    expect([code, problemsOf(schemaOf('failure.schema'), out)]).toEqual([1, []]);
  });
});
