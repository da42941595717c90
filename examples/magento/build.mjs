/** Bundles the shop's event sources: a classic script, because RequireJS pages load all of theirs so. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

await build({
  entryPoints: [here('src/events.js')],
  outfile: here('dist/events.js'),
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2021',
  logLevel: 'warning',
});
