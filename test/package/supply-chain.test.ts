import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readText, root } from '../support/dist.js';

interface PackageFile {
  readonly scripts?: { readonly [name: string]: string };
  readonly dependencies?: { readonly [name: string]: string };
  readonly publishConfig?: { readonly provenance?: boolean };
}

const HOOKS = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare'];
const workflows = readdirSync(join(root, '.github/workflows'));
const release = readText('.github/workflows/release.yml');
const readPackage = (path: string): PackageFile => JSON.parse(readText(path)) as PackageFile;
const examples = readdirSync(join(root, 'examples')).map((name) => `examples/${name}/package.json`);

describe('the supply chain', () => {
  it('has one dependency in the published package, and no other', () => {
    expect(Object.keys(readPackage('package.json').dependencies ?? {})).toEqual(['zod']);
  });

  it.each(['package.json', ...examples.filter((path) => existsSync(join(root, path)))])(
    '%s runs nothing when it is installed',
    (path) => {
      expect(HOOKS.filter((hook) => hook in (readPackage(path).scripts ?? {}))).toEqual([]);
    },
  );

  it('pins each package that builds it by the hash of its content', () => {
    const { packages } = JSON.parse(readText('package-lock.json')) as {
      packages: { [path: string]: { integrity?: string; link?: boolean; inBundle?: boolean } };
    };
    const installed = Object.entries(packages).filter(
      ([path, { link, inBundle }]) => path.includes('node_modules/') && !link && !inBundle,
    );
    const unpinned = installed.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'));
    expect(unpinned.map(([path]) => path)).toEqual([]);
    expect(installed.length).toBeGreaterThan(100);
  });

  it('is published with a statement of where and from what it was built', () => {
    expect(readPackage('package.json').publishConfig?.provenance).toBe(true);
    expect(release).toMatch(/id-token: write/);
    expect(release).toMatch(/NPM_CONFIG_PROVENANCE: 'true'/);
  });

  it('checks the signatures of what it is built with, and runs no script of it, where it is published', () => {
    const publishing = release.slice(release.indexOf('\n  release:'));
    const steps = ['npm ci --ignore-scripts', 'npm audit signatures', 'npm run build', 'changesets/action'];
    const places = steps.map((step) => publishing.indexOf(step));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(Math.min(...places)).toBeGreaterThan(0);
    expect(publishing).toMatch(/NPM_CONFIG_IGNORE_SCRIPTS: 'true'/);
  });

  it('is published by a workflow that npm trusts, without a stored token', () => {
    expect(release).not.toMatch(/NPM_TOKEN|NODE_AUTH_TOKEN|registry-url:/);
    // The first npm that knows trusted publishing, 11.5.1, comes with Node 24.
    const [, version] = /node-version: (\d+)/.exec(release.slice(release.indexOf('\n  release:')))!;
    expect(Number(version)).toBeGreaterThanOrEqual(24);
  });

  it('asks in its workflows for no more than each job needs', () => {
    for (const name of workflows) {
      expect(readText(`.github/workflows/${name}`)).toMatch(/^permissions:\n {2}contents: read$/m);
    }
  });

  it('pins each action that its workflows use by the commit', () => {
    const used = workflows.flatMap((name) => [...readText(`.github/workflows/${name}`).matchAll(/uses: (.*)/g)]);
    expect(used.map(([, action]) => action!).filter((action) => !/@[0-9a-f]{40} # v[\d.]+$/.test(action))).toEqual([]);
    expect(used.length).toBeGreaterThan(8);
  });
});
