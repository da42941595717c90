import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ROOT } from './files.mjs';

/** Imports a module of the package from its sources. @param {string} file */
export async function load(file) {
  const folder = mkdtempSync(join(tmpdir(), 'headgate-load-'));
  const outfile = join(folder, 'loaded.mjs');
  try {
    await build({ entryPoints: [join(ROOT, file)], bundle: true, platform: 'node', format: 'esm', outfile });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
