/** Bundles the host page's and the embedded survey's scripts from npm imports. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const common = { outdir: here('dist'), bundle: true, target: 'es2022', sourcemap: true, logLevel: 'warning' };

await build({ ...common, entryPoints: [here('src/host.js')], format: 'esm' });
// A classic script: a sandboxed page's origin is `null`, and a module from its own server would be one from elsewhere.
await build({ ...common, entryPoints: [here('src/survey.js'), here('src/survey.css')], format: 'iife', minify: true });
