import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { describePath } from '../../../../src/node/manifest-error.js';
import { openManifest } from '../../../../src/node/open-manifest.js';
import { fixtures, runCommand } from './run-command.js';
import { problemsOf, schemaOf } from './output-schemas.js';

// All commands are loaded to list them, which takes as long as a busy machine lets it.
vi.setConfig({ testTimeout: 60_000 });

const faulty = resolve(fixtures, 'check/faulty.jsonc');
const folder = resolve(fixtures, 'check');

/** What the comments of a manifest say is wrong with it: `12 HG042 events.x.basis`. */
function plantedFaults(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      const [, comment = ''] = /\/\/ (HG\d{3} .*)$/.exec(line) ?? [];
      return comment ? comment.split(', ').map((fault) => `${index + 1} ${fault}`) : [];
    })
    .sort();
}

describe('headgate check', () => {
  it('finds every planted fault by its rule, path and line, and nothing else', () => {
    const found = openManifest(faulty).findings.map(({ id, path, line }) => `${line} ${id} ${describePath(path)}`);
    expect(plantedFaults(faulty).length).toBeGreaterThanOrEqual(40);
    expect(found.sort()).toEqual(plantedFaults(faulty));
  });

  it('finds nothing in the mended manifest, and prints what it accepts with the reason', async () => {
    const { code, out } = await runCommand(['check', 'sound.jsonc'], { folder });
    expect(code).toBe(0);
    expect(out).toContain('accepted  tax law asks for ten years');
    expect(out.split('\n').at(-1)).toMatch(/^sound\.jsonc: nothing amiss, 2 accepted \(checked against GDPR/);
  });

  it.each(['examples/manifest.json', 'examples/saas/manifest.json'])('finds nothing in %s', async (file) => {
    expect(await runCommand(['check', file])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/nothing amiss/) as string,
    });
  });

  it('prints file, line, column, path, what was found and expected, and the article', async () => {
    const { code, out } = await runCommand(['check', 'faulty.jsonc'], { folder });
    expect(code).toBe(1);
    await expect(`${out}\n`).toMatchFileSnapshot(resolve(fixtures, 'check/faulty.txt'));
  });

  it('prints JSON as its schema describes it, which refuses other JSON', async () => {
    const validate = schemaOf('check.schema');
    for (const file of ['faulty.jsonc', 'sound.jsonc']) {
      const { out } = await runCommand(['check', file, '--json'], { folder });
      expect(problemsOf(validate, out)).toEqual([]);
      expect(problemsOf(validate, out.replaceAll('"severity"', '"weight"'))).not.toEqual([]);
    }
  });

  it('prints SARIF as its schema describes it, what is accepted as suppressed', async () => {
    const validate = schemaOf('sarif-2.1.0-rtm.5');
    for (const file of ['faulty.jsonc', 'sound.jsonc']) {
      const { out } = await runCommand(['check', file, '--sarif'], { folder });
      expect(problemsOf(validate, out)).toEqual([]);
      expect(problemsOf(validate, out.replaceAll('"ruleIndex"', '"rule"'))).not.toEqual([]);
    }
    const { runs } = JSON.parse((await runCommand(['check', 'sound.jsonc', '--sarif'], { folder })).out) as {
      runs: [{ results: { ruleId: string; suppressions?: { justification: string }[] }[] }];
    };
    expect(runs[0].results.map(({ ruleId, suppressions }) => [ruleId, suppressions?.[0]?.justification])).toEqual([
      ['HG053', expect.stringContaining('Art. 49')],
      ['HG038', 'tax law asks for ten years'],
    ]);
  });

  it.each([
    ['error', 1],
    ['warning', 1],
    ['note', 1],
  ])('fails on findings of severity %s and above', async (severity, code) => {
    expect((await runCommand(['check', 'faulty.jsonc', '--fail-on', severity], { folder })).code).toBe(code);
  });

  it('takes warnings for no failure where only errors are to fail', async () => {
    const untitled = resolve(fixtures, 'check/placeholder.jsonc');
    expect((await runCommand(['check', untitled])).code).toBe(1);
    expect((await runCommand(['check', untitled, '--fail-on', 'error'])).code).toBe(0);
  });

  it('checks against the laws that are named, and cites them', async () => {
    const { out } = await runCommand(['check', 'faulty.jsonc', '--laws', 'gdpr,pdpa', '--json'], { folder });
    const { laws, findings } = JSON.parse(out) as { laws: string[]; findings: { id: string; articles?: string[] }[] };
    expect(laws).toEqual(['gdpr', 'pdpa']);
    expect(findings.find(({ id }) => id === 'HG053')?.articles).toEqual(['PDPA s. 26']);
    // Asked for by the law of California alone.
    expect(findings.map(({ id }) => id)).not.toContain('HG040');
    expect(findings.map(({ id }) => id)).toContain('HG058');
  });

  it('explains a rule', async () => {
    const { code, out } = await runCommand(['check', '--explain', 'hg053']);
    expect(code).toBe(0);
    expect(out).toContain('# HG053 A transfer without a safeguard');
    expect(out).toContain('LGPD Art. 33');
  });

  it.each([
    [['check', 'nowhere.json'], /There is no file nowhere\.json/],
    [['check', '--laws', 'gdrp', 'sound.jsonc'], /no law "gdrp".*"gdpr"\?/],
    [['check', '--fail-on', 'errors', 'sound.jsonc'], /error, warning or note/],
    [['check', '--json', '--sarif', 'sound.jsonc'], /Either/],
    [['check', '--explain', 'HG9'], /no rule HG9/],
    [['check', '--nonsense'], /--nonsense/],
    [['check'], /no manifest here/],
    [['chekc'], /was check meant\?/],
    [[], /COMMAND/],
  ])('answers the wrong call %j with exit code 2', async (args, message) => {
    const { code, out, notes } = await runCommand(args, { folder });
    expect(code).toBe(2);
    expect(`${out}${notes}`).toMatch(message);
  });
});
