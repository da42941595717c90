import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { fixtures, runCommand } from './run-command.js';

vi.setConfig({ testTimeout: 60_000 });

const folder = resolve(fixtures, 'scan-trees');
const trees = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());

/** What the comments of a tree say is there. */
function plantedIn(tree: string): string[] {
  const files = readdirSync(join(folder, tree), { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return files
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      return readFileSync(path, 'utf8')
        .split('\n')
        .flatMap((line, index) => {
          const [, ids = ''] = /expect((?: HG\d{3})+)/.exec(line) ?? [];
          return ids.split(' ').flatMap((id) => (id ? `${relative(folder, path)}:${index + 1} ${id}` : []));
        });
    })
    .sort();
}

interface Output {
  readonly findings: readonly { readonly id: string; readonly file: string; readonly line: number }[];
}

describe('headgate scan', () => {
  it('is tried on twenty trees at least', () => {
    expect(trees.length).toBeGreaterThanOrEqual(20);
  });

  it.each(trees.map(({ name }) => name))(
    'finds every call that passes the gate in the tree %s, and no other',
    async (tree) => {
      const { out } = await runCommand(['scan', tree, '--manifest', 'manifest.json', '--json'], { folder });
      const { findings } = JSON.parse(out) as Output;
      const found = findings.filter(({ id }) => id !== 'HG105' && id !== 'HG112');
      expect(found.map(({ file, line, id }) => `${file}:${line} ${id}`).sort()).toEqual(plantedIn(tree));
    },
  );
});
