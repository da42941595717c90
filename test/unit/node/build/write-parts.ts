import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';
import esbuild from 'rollup-plugin-esbuild';
import { partConfigs } from '../../../../rollup.parts.mjs';

/** Writes parts as the package's build does, but for the last bytes: esbuild minifies in a tenth of the time. */
export async function writeParts(names: readonly string[]): Promise<URL> {
  const folder = mkdtempSync(join(tmpdir(), 'headgate-parts-'));
  const plugins = [
    nodeResolve({ extensions: ['.ts', '.js'] }),
    esbuild({
      include: /\.[jt]s$/,
      exclude: [],
      target: 'es2021',
      tsconfig: false,
      legalComments: 'none',
      minify: true,
    }),
  ];
  const configs = partConfigs(folder, { plugins, output: { generatedCode: { preset: 'es2015', symbols: false } } });
  for (const config of configs) {
    if (!names.includes(String(config.input).slice('\0part:'.length))) continue;
    const bundle = await rollup(config);
    await bundle.write(config.output as never);
    await bundle.close();
  }
  return pathToFileURL(`${folder}/`);
}
