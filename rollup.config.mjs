/**
 * Builds `dist/`: one flat ES module and one flat declaration file for each entry, the script-tag files, `integrity.json`,
 * and the notices of what is bundled of others. The same input gives the same bytes, whatever folder is built into (`--configOut=<folder>`).
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync, constants as zlib } from 'node:zlib';
import commonjs from '@rollup/plugin-commonjs';
import json from '@rollup/plugin-json';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { dts } from 'rollup-plugin-dts';
import esbuild from 'rollup-plugin-esbuild';
import license from 'rollup-plugin-license';
import { createIdentity } from './rollup.identity.mjs';
import { partConfigs } from './rollup.parts.mjs';

const root = dirname(fileURLToPath(import.meta.url));

/** The syntax of browsers since late 2020; Safari 15.4 of March 2022 is the oldest that has the functions in use. */
const COMPILE_HINT = '//# allFunctionsCalledOnLoad';
const BROWSER_SYNTAX = 'es2021';

/** The script tag's two files, and both in one. */
const SCRIPT = 'headgate.min.js';
const SCRIPT_ENGINE = 'headgate-engine.min.js';
const SINGLE_SCRIPT = 'headgate.single.min.js';
const DEBUG_FILE = 'headgate-debug.min.js';
const INSPECTOR_FILE = 'headgate-inspector.min.js';
const ENGINE = 'engine';
const NOTICES = 'THIRD-PARTY-NOTICES.txt';

const entries = [
  { name: 'index', input: 'src/index.ts', target: BROWSER_SYNTAX },
  // What the core imports once something may have an effect.
  { name: ENGINE, input: 'src/instance/engine.ts', target: BROWSER_SYNTAX },
  { name: 'frame', input: 'src/frame.ts', target: BROWSER_SYNTAX },
  { name: 'debug', input: 'src/debug.ts', target: BROWSER_SYNTAX },
  { name: 'inspector', input: 'src/inspector.ts', target: BROWSER_SYNTAX },
  { name: 'seal', input: 'src/seal.ts', target: BROWSER_SYNTAX },
  // Frameworks that render on a server ask of a module with hooks that it says where it belongs.
  { name: 'react', input: 'src/react.ts', target: BROWSER_SYNTAX, banner: "'use client';" },
  { name: 'node', input: 'src/node/index.ts', target: 'node20' },
  { name: 'plugin', input: 'src/node/plugin.ts', target: 'node20' },
];

/** The packages that are bundled into any of the files, by name. @type {Map<string, import('rollup-plugin-license').Dependency>} */
const bundled = new Map();

/** @param {string} id */
const isExternal = (id) => isBuiltin(id) || /^(react|rollup|vite|zod)(\/|$)/.test(id);

/** @param {import('rollup').RollupLog} warning */
const onwarn = (warning) => {
  throw new Error(`Rollup warns, which fails the build: ${warning.message}`);
};

/**
 * Each entry is a build of its own: a chunk shared by two entries would carry into each what only the other needs.
 *
 * @param {{ 'configOut'?: string }} args
 * @returns {import('rollup').RollupOptions[]}
 */
export default function build({ configOut = 'dist' }) {
  const out = resolve(root, configOut);
  // What an earlier build left behind would be published with this one.
  rmSync(out, { recursive: true, force: true });
  const identity = createIdentity();
  return [
    ...entries.map((entry) => moduleConfig(entry, out)),
    // Nobody imports the engine by its name.
    ...entries.filter(({ name }) => name !== ENGINE).map((entry) => typesConfig(entry, out)),
    commandConfig(out),
    // Before the files that name its hash.
    scriptConfig('src/script-engine.ts', SCRIPT_ENGINE, out, [identity.give()]),
    ...partConfigs(resolve(out, 'parts'), {
      onwarn,
      output: { generatedCode: { preset: 'es2015', symbols: false }, ...sourceMap('hidden') },
      plugins: [
        nodeResolve({ extensions: ['.ts', '.js'] }),
        stripTypes(BROWSER_SYNTAX),
        minify(),
        identity.take(),
        noteBundled(),
      ],
    }),
    toolConfig('src/debug.ts', DEBUG_FILE, out),
    toolConfig('src/inspector.ts', INSPECTOR_FILE, out),
    scriptConfig('src/script-single.ts', SINGLE_SCRIPT, out),
    scriptConfig('src/script.ts', SCRIPT, out, [identity.take(), integrity(out), notices(out)]),
  ];
}

/**
 * @param {{ name: string, input: string, target: string, banner?: string }} entry
 * @param {string} out
 * @returns {import('rollup').RollupOptions}
 */
function moduleConfig({ name, input, target, banner = '' }, out) {
  return {
    input: resolve(root, input),
    external: isExternal,
    onwarn,
    treeshake: { moduleSideEffects: false },
    output: [
      { file: resolve(out, `${name}.js`), format: 'es', banner, ...sourceMap(true) },
      // For `require`, which test runners and older servers still call. Its lines are those of the module.
      {
        file: resolve(out, `${name}.cjs`),
        format: 'cjs',
        banner,
        exports: 'named',
        dynamicImportInCjs: false,
        paths: { [`./${ENGINE}.js`]: `./${ENGINE}.cjs` },
      },
    ],
    plugins: [
      leaveEngine(),
      nodeResolve({ extensions: ['.ts', '.js'] }),
      json({ compact: true }),
      stripTypes(target),
      noteBundled(),
    ],
  };
}

/**
 * Leaves the engine where it is: a file beside, which an application's bundler makes a chunk of. It has its own copy of the few
 * helpers that both need, so that a visitor loads one file before the grant, and one after it.
 *
 * @returns {import('rollup').Plugin}
 */
function leaveEngine() {
  return {
    name: 'leave-engine',
    resolveDynamicImport: (source) => (source === `./${ENGINE}.js` ? { id: source, external: true } : null),
  };
}

/**
 * The command, in chunks: parsers and builders are loaded when they are called. What it needs of other packages but zod is in it.
 *
 * @param {string} out
 * @returns {import('rollup').RollupOptions}
 */
function commandConfig(out) {
  return {
    input: resolve(root, 'src/node/cli.ts'),
    external: isExternal,
    onwarn,
    treeshake: { moduleSideEffects: false },
    output: { dir: out, format: 'es', entryFileNames: 'cli.js', chunkFileNames: 'cli/[name].js', ...sourceMap(true) },
    plugins: [
      nodeResolve({ extensions: ['.ts', '.js'] }),
      commonjs(),
      json({ compact: true }),
      stripTypes('node20'),
      noteBundled(),
      shipAdapters(),
    ],
  };
}

/**
 * Adapters of `headgate conform` lie beside the command as they are: each is bundled with its tracker when that is asked.
 *
 * @returns {import('rollup').Plugin}
 */
function shipAdapters() {
  const folder = resolve(root, 'src/node/conform/adapters');
  return {
    name: 'ship-adapters',
    generateBundle() {
      for (const name of readdirSync(folder)) {
        this.emitFile({ type: 'asset', fileName: `cli/adapters/${name}`, source: readFileSync(resolve(folder, name)) });
      }
    },
  };
}

/**
 * A file for a script tag. Only `src/script/start-script.ts` names the global, by assignment: RequireJS pages evaluate the file in places where a top-level
 * `var` stays local. The map lies beside the file, unnamed in it: a shop that joins files by `;` without a line
 * break would lose the next file to that comment.
 *
 * @param {string} input
 * @param {string} file
 * @param {string} out
 * @param {import('rollup').Plugin[]} [last]
 * @returns {import('rollup').RollupOptions}
 */
function scriptConfig(input, file, out, last = []) {
  return {
    input: resolve(root, input),
    onwarn,
    output: {
      file: resolve(out, file),
      format: 'iife',
      generatedCode: { preset: 'es2015', symbols: false },
      // Browsers compile the whole file while it loads, not each function when it first runs: start-up is twice as fast.
      banner: COMPILE_HINT,
      ...sourceMap('hidden'),
    },
    plugins: [
      nodeResolve({ extensions: ['.ts', '.js'] }),
      stripTypes(BROWSER_SYNTAX),
      minify(),
      endInNewline(),
      noteBundled(),
      ...last,
    ],
  };
}

/**
 * What a script file loads where a page asks for explanations, or for the inspector: a module, which no page pays for that does
 * not ask.
 *
 * @param {string} input
 * @param {string} file
 * @param {string} out
 * @returns {import('rollup').RollupOptions}
 */
function toolConfig(input, file, out) {
  return {
    input: resolve(root, input),
    onwarn,
    output: { file: resolve(out, file), format: 'es', ...sourceMap('hidden') },
    plugins: [nodeResolve({ extensions: ['.ts', '.js'] }), stripTypes(BROWSER_SYNTAX), minify(), endInNewline()],
  };
}

/**
 * @param {{ name: string, input: string }} entry
 * @param {string} out
 * @returns {import('rollup').RollupOptions}
 */
function typesConfig({ name, input }, out) {
  return {
    input: resolve(root, input),
    external: isExternal,
    onwarn,
    // The same twice: to TypeScript, a file's ending says whether it is a module.
    output: ['ts', 'cts'].map((ending) => ({ file: resolve(out, `${name}.d.${ending}`), format: 'es' })),
    // One file after the other: TypeScript writes what is in a union in the order in which it first met it.
    maxParallelFileOps: 1,
    // What is inlined in the code is inlined in its types.
    plugins: [dts({ tsconfig: resolve(root, 'tsconfig.json'), includeExternal: ['idb-keyval'] })],
  };
}

/**
 * @param {boolean | 'hidden'} sourcemap
 * @returns {import('rollup').OutputOptions}
 */
function sourceMap(sourcemap) {
  return {
    sourcemap,
    // As seen from `dist`, wherever this build is written to.
    sourcemapPathTransform: (path, mapFile) =>
      `../${relative(root, resolve(dirname(mapFile), path))
        .split(sep)
        .join('/')}`,
  };
}

/**
 * Also leaves comments out, those of inlined dependencies too: the source map has them for readers. The annotations
 * that let bundlers drop unused calls stay.
 *
 * @param {string} target
 */
const stripTypes = (target) =>
  esbuild({ include: /\.[jt]s$/, exclude: [], target, tsconfig: false, legalComments: 'none' });

/** Never `module: true` here: on a function that is called at once, it drops the global or leaves the file as it is. */
function minify() {
  return terser({
    ecma: 2020,
    module: false,
    toplevel: false,
    compress: { passes: 3, pure_getters: true, unsafe_arrows: true, hoist_props: true },
    // A page in another encoding than UTF-8 may load the file.
    format: { comments: new RegExp(COMPILE_HINT.slice(4)), ascii_only: true },
  });
}

/** @returns {import('rollup').Plugin} */
function endInNewline() {
  return { name: 'end-in-newline', renderChunk: (code) => ({ code: `${code.trimEnd()}\n`, map: null }) };
}

/**
 * For each JavaScript file: the value of a script element's `integrity`, and its size as it is, by gzip and by brotli.
 * Runs with the last build and reads what lies on disk, so the hashes are those of the files.
 *
 * @param {string} out
 * @returns {import('rollup').Plugin}
 */
function integrity(out) {
  const scripts = [SCRIPT, SCRIPT_ENGINE, SINGLE_SCRIPT, DEBUG_FILE, INSPECTOR_FILE];
  const files = [...scripts, 'cli.js', ...entries.map(({ name }) => `${name}.js`)].sort();
  return {
    name: 'integrity',
    writeBundle() {
      const table = Object.fromEntries(files.map((file) => [file, measure(readFileSync(resolve(out, file)))]));
      writeFileSync(resolve(out, 'integrity.json'), `${JSON.stringify(table, null, 2)}\n`);
    },
  };
}

/** Remembers what a file takes from other packages. */
const noteBundled = () =>
  license({
    thirdParty: (dependencies) => {
      for (const dependency of dependencies) if (dependency.name) bundled.set(dependency.name, dependency);
    },
  });

/**
 * The names and licences of all that is bundled, as those licences ask for. Runs with the last build, so it knows all files.
 *
 * @param {string} out
 * @returns {import('rollup').Plugin}
 */
function notices(out) {
  return {
    name: 'notices',
    writeBundle() {
      const all = [...bundled.values()].sort((a, b) => String(a.name).localeCompare(String(b.name), 'en'));
      const texts = all.map((dependency) => {
        if (!dependency.licenseText)
          throw new Error(`${dependency.name} is bundled and brings no text of its licence.`);
        return `${dependency.name} ${dependency.version} (${dependency.license})\n\n${dependency.licenseText.trim()}\n`;
      });
      const head = 'Files of this folder contain code of these packages, under the licences that follow.\n';
      writeFileSync(resolve(out, NOTICES), [head, ...texts].join(`\n${'-'.repeat(80)}\n\n`));
    },
  };
}

/** @param {Buffer} bytes */
function measure(bytes) {
  return {
    integrity: `sha384-${createHash('sha384').update(bytes).digest('base64')}`,
    bytes: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, { params: { [zlib.BROTLI_PARAM_QUALITY]: 11 } }).length,
  };
}
