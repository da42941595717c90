/** Bundles the script and the styles of each platform's page from npm imports. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { platforms } from './platforms.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

await build({
  entryPoints: platforms.map(({ name }) => here(`src/${name}.js`)),
  outdir: here('dist'),
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  sourcemap: true,
  logLevel: 'warning',
});
