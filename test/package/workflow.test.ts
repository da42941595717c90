import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readText } from '../support/dist.js';
import { installPackage, type Application } from '../support/install-package.js';

/** The shell steps of the example's workflow, as a runner runs them, in a repository with the published package. */

const MANIFEST = 'headgate.manifest.json';
const steps = readSteps(readText('examples/saas/compliance.yml'));
const manifest = JSON.parse(readText('examples/saas/manifest.json')) as {
  events: { [name: string]: { title: string; collectors: string[] } };
};

let application: Application;
beforeAll(() => {
  application = installPackage();
  // Stands where GitHub's own command would: keeps what it is told.
  const gh = join(application.folder, 'bin/gh');
  mkdirSync(join(application.folder, 'bin'));
  writeFileSync(gh, '#!/bin/sh\necho "$@" > gh.txt\ncat diff.md >> gh.txt\n', { mode: 0o755 });
  git('init', '--quiet', '--initial-branch=main');
  writeFileSync(join(application.folder, '.gitignore'), 'node_modules\nbin\n*.tgz\n*.md\n*.txt\n');
  commit();
  git('update-ref', 'refs/remotes/origin/empty', 'HEAD');
  save(manifest);
  commit();
  git('update-ref', 'refs/remotes/origin/main', 'HEAD');
});
beforeEach(() => {
  for (const file of ['diff.md', 'summary.md', 'gh.txt']) rmSync(join(application.folder, file), { force: true });
});
afterAll(() => rmSync(application.folder, { recursive: true }));

const git = (...args: string[]): void => void execFileSync('git', args, { cwd: application.folder });
const save = (value: object): void => writeFileSync(join(application.folder, MANIFEST), JSON.stringify(value, null, 2));
const read = (file: string): string => readFileSync(join(application.folder, file), 'utf8');

function commit(): void {
  git('add', '--all');
  git('-c', 'user.name=a', '-c', 'user.email=a@b.example', 'commit', '--quiet', '--message=change');
}

/** Exit codes of the steps by name, until one fails. */
function runSteps(base = 'main'): Record<string, number | null> {
  const codes: Record<string, number | null> = {};
  for (const { name, script } of steps) {
    if (script === 'npm ci') continue;
    const { status } = spawnSync('bash', ['-e', '-c', script], {
      cwd: application.folder,
      env: {
        ...process.env,
        PATH: `${join(application.folder, 'bin')}${delimiter}${process.env['PATH']}`,
        OLD: `origin/${base}:${MANIFEST}`,
        NUMBER: '7',
        GITHUB_STEP_SUMMARY: join(application.folder, 'summary.md'),
      },
    });
    codes[name] = status;
    if (status !== 0) break;
  }
  return codes;
}

describe('the workflow of the example', () => {
  it('has the steps that are tested here', () => {
    expect(steps.map(({ name }) => name)).toEqual([
      '',
      'Check the manifest',
      'Say what the change means',
      'Say it in the pull request',
      'Fail on grave changes',
    ]);
  });

  it('fails, after it was said, where data goes to a new recipient', () => {
    const event = manifest.events['tooltip_hovered']!;
    save({
      ...manifest,
      events: { ...manifest.events, tooltip_hovered: { ...event, collectors: [...event.collectors, 'mixpanel'] } },
    });
    expect(runSteps()).toEqual({
      'Check the manifest': 0,
      'Say what the change means': 0,
      'Say it in the pull request': 0,
      'Fail on grave changes': 1,
    });
    expect(read('gh.txt')).toContain('pr comment 7 --body-file diff.md');
    expect(read('gh.txt')).toMatch(/#### High.*goes to a new recipient: Mixpanel/s);
    expect(read('summary.md')).toBe(read('diff.md'));
  });

  it('passes where only words change', () => {
    const event = manifest.events['tooltip_hovered']!;
    save({ ...manifest, events: { ...manifest.events, tooltip_hovered: { ...event, title: 'A tooltip was read' } } });
    expect(Object.values(runSteps())).toEqual([0, 0, 0, 0]);
  });

  it('stops at a manifest that breaks a rule', () => {
    save({ ...manifest, purposes: {} });
    expect(runSteps()).toEqual({ 'Check the manifest': 1 });
    expect(existsSync(join(application.folder, 'gh.txt'))).toBe(false);
  });

  it('passes where the manifest is new', () => {
    save(manifest);
    expect(Object.values(runSteps('empty'))).toEqual([0, 0, 0, 0]);
    expect(read('diff.md')).toContain('new');
  });
});

/** The `run` steps: enough of YAML for this file. */
function readSteps(text: string): { name: string; script: string }[] {
  return text
    .split(/^ {6}- /m)
    .slice(1)
    .flatMap((step) => {
      const [, name = ''] = /^name: (.*)$/m.exec(step) ?? [];
      const [, block] = /^ {8}run: \|\n((?: {10}.*\n?)+)/m.exec(step) ?? [];
      const [, line] = /^(?: {8})?run: (?!\|)(.*)$/m.exec(step) ?? [];
      const script = block?.replace(/^ {10}/gm, '') ?? line;
      return script === undefined ? [] : [{ name, script: script.trim() }];
    });
}
