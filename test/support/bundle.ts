import { build } from 'esbuild';
import { root } from './dist.js';

/** Modules of `src/` as one browser module, for tests of a part alone. `code` imports by paths such as `./src/events/…`. */
export async function bundle(code: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: root, loader: 'ts' },
    bundle: true,
    format: 'esm',
    target: 'es2021',
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]!.text;
}
