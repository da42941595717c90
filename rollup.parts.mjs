/**
 * The parts of a tailored script file, which `headgate build` puts together without a bundler: each source, collector and
 * event source minified by itself, as an assignment to a name of its own. Imported by `rollup.config.mjs`.
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @import { InputPluginOption, OutputOptions, RollupOptions } from 'rollup' */
/** @typedef {{ module: string, export: string }} Part */

const root = dirname(fileURLToPath(import.meta.url));
/** @type {{ kernel: Part, gate: Part, bridge: Part, seal: Part, journeys: Part } & Record<'sources' | 'collectors' | 'events', Record<string, Part>>} */
const catalogue = JSON.parse(readFileSync(resolve(root, 'src/node/build/parts.json'), 'utf8'));

/** @returns {(Part & { name: string })[]} Every part with the name of its file. */
export function listParts() {
  const { sources, collectors, events, ...single } = catalogue;
  const groups = Object.entries({ sources, collectors, events }).flatMap(([kind, parts]) =>
    Object.entries(parts).map(([name, part]) => ({ ...part, name: `${kind}-${name}` })),
  );
  return [...Object.entries(single).map(([name, part]) => ({ ...part, name })), ...groups];
}

/**
 * @param {string} out The folder of the parts, `dist/parts`.
 * @param {{ plugins: InputPluginOption[], output: OutputOptions, onwarn?: RollupOptions['onwarn'] }} options Those of the script file.
 * @returns {RollupOptions[]}
 */
export function partConfigs(out, { plugins, output, onwarn }) {
  return listParts().map(({ name, module, export: exported }) => ({
    input: `\0part:${name}`,
    ...(onwarn && { onwarn }),
    output: {
      ...output,
      file: resolve(out, `${name}.js`),
      format: 'iife',
      name: toVariable(name),
      // The file that they are put into is strict as a whole.
      strict: false,
      sourcemap: 'hidden',
      sourcemapExcludeSources: false,
    },
    plugins: [onlyExport(name, resolve(root, 'src', `${module}.ts`), exported), plugins],
  }));
}

/** The variable that a part is assigned to: `sources-onetrust` is `sources_onetrust`. @param {string} name */
export function toVariable(name) {
  return name.replace(/[^\w$]/g, '_');
}

/**
 * An entry that exports one thing, so that the rest of its module is left out.
 *
 * @param {string} name @param {string} file @param {string} exported
 * @returns {import('rollup').Plugin}
 */
function onlyExport(name, file, exported) {
  const id = `\0part:${name}`;
  return {
    name: 'only-export',
    resolveId: (source) => (source === id ? id : null),
    load: (loaded) => (loaded === id ? `export { ${exported} as default } from ${JSON.stringify(file)};` : null),
  };
}
