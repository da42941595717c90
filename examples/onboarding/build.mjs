/** Writes the typed manifest, then builds the page with Vite. */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { writeTypedManifest } from './write-typed-manifest.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));

await writeTypedManifest();
await build({ root, logLevel: 'warn', configFile: `${root}vite.config.ts` });
