import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { root, runCommand } from './cli/run-command.js';
import { readSaasManifest } from './reports/saas-report.js';

// Compiling and parsing take as long as a busy machine lets them.
vi.setConfig({ testTimeout: 120_000 });

/** What is documented of the example, done with it. Build and plugin are tested on it where their tests are. */
describe('the example of a marketing-automation service', () => {
  const file = 'examples/saas/manifest.json';
  const events = Object.keys(readSaasManifest().events);
  let folder: string;
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'headgate-saas-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('passes the check', async () => {
    const { code, out } = await runCommand(['check', file]);
    expect([code, out]).toEqual([0, expect.stringContaining('nothing amiss')]);
  });

  // With them its code compiles, which is a check of types like that of every other example.
  it('has fresh declarations', async () => {
    expect(await runCommand(['types', file, '--check'])).toMatchObject({ code: 0 });
  });

  it('is called as it declares, in TypeScript, Vue, and templates of Magento', async () => {
    const { code, out } = await runCommand(['scan', 'examples/saas/src', '--manifest', file, '--json']);
    const { findings, calls } = JSON.parse(out) as {
      findings: object[];
      calls: { [event: string]: { file: string }[] };
    };
    expect([code, findings]).toEqual([0, []]);
    expect(Object.keys(calls).sort()).toEqual([...events].sort());
    const kinds = new Set(Object.values(calls).flatMap((places) => places.map((call) => call.file.split('.').at(-1))));
    expect(kinds).toEqual(new Set(['phtml', 'ts', 'vue']));
  });

  it('is found wrong by the scan where a template calls what it does not declare', async () => {
    const template = readFileSync(resolve(root, 'examples/saas/src/FeatureList.vue'), 'utf8');
    writeFileSync(join(folder, 'FeatureList.vue'), template.replace("'help_article_opened'", "'help_article_oppened'"));
    const { code, out } = await runCommand(['scan', folder, '--manifest', resolve(root, file), '--fail-on', 'error']);
    expect([code, out]).toEqual([
      1,
      expect.stringMatching(/FeatureList\.vue:\d+:\d+ error HG101\n.*help_article_oppened/),
    ]);
  });

  it('gives every form of the report', async () => {
    expect(await runCommand(['report', file, '--format', 'all', '--out', folder])).toMatchObject({ code: 0 });
    const reports = readdirSync(folder).filter((name) => !name.endsWith('.vue'));
    expect(reports).toHaveLength(7);
    for (const name of reports) {
      const text = readFileSync(join(folder, name), 'utf8');
      if (!/^(recipients|record)\.csv$/.test(name)) for (const event of events) expect(text).toContain(event);
    }
  });

  it('shows what changes for compliance, and fails on what is grave', async () => {
    const text = readFileSync(resolve(root, file), 'utf8');
    writeFileSync(join(folder, 'new.json'), text.replace('"retentionDays": 30', '"retentionDays": 300'));
    const { code, out } = await runCommand(['diff', file, join(folder, 'new.json'), '--fail-on', 'low']);
    expect([code, out]).toEqual([1, expect.stringContaining('30')]);
    expect(await runCommand(['diff', file, file, '--fail-on', 'low'])).toMatchObject({
      code: 0,
      out: 'Nothing changed.',
    });
  });
});
