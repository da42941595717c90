import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = resolve(fileURLToPath(import.meta.url), '../../..');

/** The floors first, then Headgate, then the products that it is compared with. */
export const COLUMNS = ['beacon', 'queue', 'headgate', 'snowplow', 'segment', 'posthog'];

/**
 * Each column as one script, minified as a site does it. All are bundled before the first measurement, so a build that
 * runs meanwhile changes nothing.
 *
 * @param {{ columns: readonly string[], dist?: string | undefined, minify?: boolean }} options `dist`: a folder with the
 *   built package; the sources without it. `minify: false` keeps names for profiles.
 * @returns {Promise<Record<string, string>>}
 */
export async function bundleColumns({ columns, dist, minify = true }) {
  const headgate = dist ? join(resolve(dist), 'index.js') : join(root, 'src/index.ts');
  const bundles = columns.map(async (column) => [column, await bundle(column, headgate, minify)]);
  return Object.fromEntries(await Promise.all(bundles));
}

/** @param {string} column @param {string} headgate @param {boolean} minify */
async function bundle(column, headgate, minify) {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'test/bench/columns', `${column}.js`)],
    alias: { headgate },
    bundle: true,
    format: 'iife',
    minify,
    target: 'es2021',
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}
