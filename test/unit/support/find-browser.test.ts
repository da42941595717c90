import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBrowser } from '../../support/find-browser.mjs';

describe('finding a browser', () => {
  let folder: string;
  const put = (name: string) => {
    const file = join(folder, process.platform === 'win32' ? `${name}.exe` : name);
    writeFileSync(file, '');
    chmodSync(file, 0o755);
    return file;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'headgate-path-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('takes the one that HEADGATE_CHROMIUM names before an installed one', async () => {
    put('chromium');
    const named = put('other');
    expect(await findBrowser({ env: { PATH: folder, HEADGATE_CHROMIUM: named } })).toEqual({
      executablePath: named,
      from: 'HEADGATE_CHROMIUM',
    });
  });

  it('rejects a name that leads nowhere rather than test with another browser', async () => {
    put('chromium');
    await expect(findBrowser({ env: { PATH: folder, HEADGATE_CHROMIUM: '/nowhere' } })).rejects.toThrow('/nowhere');
  });

  it('prefers the headless shell among the installed ones, wherever on the path it is', async () => {
    put('chromium');
    const shell = put('chromium-headless-shell');
    const found = await findBrowser({ env: { PATH: ['/nowhere', folder].join(delimiter) } });
    expect(found).toEqual({ executablePath: shell, from: 'installed' });
  });

  it('passes over headless shells, a named one too, where the full browser is asked for', async () => {
    const shell = put('chromium-headless-shell');
    const full = put('chromium');
    const found = await findBrowser({ full: true, env: { PATH: folder, HEADGATE_CHROMIUM: shell } });
    expect(found).toEqual({ executablePath: full, from: 'installed' });
  });
});
