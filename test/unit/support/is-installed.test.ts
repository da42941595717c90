import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isInstalled } from '../../prepare/is-installed.mjs';

describe('comparing node_modules with the lock file', () => {
  let root: string;
  const wanted = {
    '': { name: 'shop' },
    'examples/a': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b-for-another-system': { version: '1.0.0', optional: true },
  };
  const write = (file: string, packages: object) => writeFileSync(join(root, file), JSON.stringify({ packages }));

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'headgate-lock-'));
    mkdirSync(join(root, 'node_modules/a'), { recursive: true });
    write('package-lock.json', wanted);
    write('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.0.0' } });
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('finds an installation up to date that lacks packages for other systems only', () => {
    expect(isInstalled(root).installed).toBe(true);
  });

  it('finds it stale when the lock file asks for another version', () => {
    write('package-lock.json', { ...wanted, 'node_modules/a': { version: '1.0.1' } });
    expect(isInstalled(root)).toEqual({ installed: false, reason: 'node_modules/a is not as package-lock.json says' });
  });

  it('finds it stale when the lock file has one more package', () => {
    write('package-lock.json', { ...wanted, 'node_modules/c': { version: '1.0.0' } });
    expect(isInstalled(root).installed).toBe(false);
  });

  it('finds it stale when a package folder was deleted', () => {
    rmSync(join(root, 'node_modules/a'), { recursive: true });
    expect(isInstalled(root)).toEqual({ installed: false, reason: 'node_modules/a is missing' });
  });

  it('finds nothing installed on a clean clone', () => {
    rmSync(join(root, 'node_modules'), { recursive: true });
    expect(isInstalled(root)).toEqual({ installed: false, reason: 'node_modules is missing' });
  });
});
