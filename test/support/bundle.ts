import { resolve } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { root } from './dist.js';

const common: BuildOptions = {
  bundle: true,
  target: 'es2021',
  write: false,
  logLevel: 'silent',
  define: { 'process.env.NODE_ENV': '"production"' },
  // The package by its name is its sources, as for the tests that run in Node.
  alias: {
    headgate: resolve(root, 'src/index.ts'),
    'headgate/frame': resolve(root, 'src/frame.ts'),
    'headgate/react': resolve(root, 'src/react.ts'),
    'headgate/debug': resolve(root, 'src/debug.ts'),
    'headgate/inspector': resolve(root, 'src/inspector.ts'),
    'headgate/seal': resolve(root, 'src/seal.ts'),
  },
};

/** Modules of `src/` as one browser module, for tests of a part alone. `code` imports by paths such as `./src/events/…`. */
export async function bundle(code: string, format: 'esm' | 'iife' = 'esm'): Promise<string> {
  return toText({ stdin: { contents: code, resolveDir: root, loader: 'tsx' }, format });
}

/** A file of the repository with all that it imports, as one browser script. */
export async function bundleFile(path: string, format: 'esm' | 'iife' = 'iife'): Promise<string> {
  return toText({ entryPoints: [resolve(root, path)], format });
}

async function toText(options: BuildOptions): Promise<string> {
  const { outputFiles } = await build({ ...common, ...options });
  return outputFiles![0]!.text;
}
