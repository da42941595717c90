/**
 * `npm run size`: what each part of the built package adds to a page, by brotli, against the budgets in
 * `size-limit.json`. Exit code 1 when one is exceeded; `--json` prints the rows for other programs, `--modules` what
 * each source file takes of the core and of the script file.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
// @ts-expect-error It comes without types.
import filePlugin from '@size-limit/file';
import { build } from 'esbuild';
import sizeLimit from 'size-limit';

/** @typedef {{ name: string, title: string, bytes: number, limit?: number }} Row */

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz';
const budgets = JSON.parse(await readFile(join(root, 'test/size-limit.json'), 'utf8'));

if (process.argv.includes('--modules')) await printModules();
else {
  const rows = await measure();
  if (process.argv.includes('--json')) console.log(JSON.stringify(rows, null, 2));
  else print(rows);
  if (rows.some(exceedsLimit)) process.exitCode = 1;
}

/** @param {Row} row */
function exceedsLimit({ bytes, limit = Infinity }) {
  return bytes > limit;
}

/** @returns {Promise<Row[]>} */
async function measure() {
  const folder = await mkdtemp(join(tmpdir(), 'headgate-size-'));
  try {
    return await measureIn(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @returns {Promise<Row[]>}
 */
async function measureIn(folder) {
  const {
    core,
    engine,
    script,
    scriptEngine,
    scriptSingle,
    sources,
    alone,
    follower,
    collectors,
    shared,
    events,
    bridge,
    frame,
    debug,
    inspector,
    seal,
  } = budgets;
  const bundle = createBundler(folder);
  return [
    { name: 'core', title: core.title, bytes: await bundle(application(core.with)), limit: core.limit },
    { name: 'engine', title: engine.title, bytes: await bundle(everythingOf(engine.file)), limit: engine.limit },
    ...(await files({ script, scriptEngine, scriptSingle })),
    ...(await margins('source', sources, core.with, bundle)),
    ...(await margins('alone', { ...sources, ...alone, beside: [] }, core.with, bundle)),
    ...(await margins('follower', follower, core.with, bundle)),
    ...(await margins('collector', collectors, core.with, bundle)),
    ...(await margins('shared', shared, core.with, bundle)),
    ...(await margins('events', events, core.with, bundle)),
    ...(await margins('bridge', bridge, core.with, bundle)),
    { name: 'frame', title: frame.title, bytes: await bundle(everythingOf(frame.file)), limit: frame.limit },
    { name: 'debug', title: debug.title, bytes: await bundle(everythingOf(debug.file)), limit: debug.limit },
    {
      name: 'inspector',
      title: inspector.title,
      bytes: await bundle(everythingOf(inspector.file)),
      limit: inspector.limit,
    },
    { name: 'seal', title: seal.title, bytes: await bundle(everythingOf(seal.file)) },
  ];
}

/**
 * Files that pages load as they are.
 *
 * @param {Record<string, { title: string, limit: number, file: string }>} scripts
 * @returns {Promise<Row[]>}
 */
async function files(scripts) {
  const measured = Object.entries(scripts).map(async ([name, { title, limit, file }]) => {
    return { name, title, bytes: await brotli(join(root, file)), limit };
  });
  return Promise.all(measured);
}

/**
 * What each part adds: an application with it less the same application without it. What several parts share (`beside`) is in
 * both: it has a row of its own. `limits` are those of single parts, `limit` that of each. Brotli takes some tens of bytes
 * more or less for the same part as the text around it changes: `applications` says of how many this is the mean.
 *
 * @param {string} kind
 * @param {{ title: string, limit?: number, limits?: Record<string, number>, exports: string[], beside?: string[], applications?: number }} budget
 * @param {string[]} core
 * @param {(code: string) => Promise<number>} bundle
 * @returns {Promise<Row[]>}
 */
async function margins(
  kind,
  { title, limit: common, limits = {}, exports, beside = [], applications = 1 },
  core,
  bundle,
) {
  const rowsOfKind = [];
  const sum = async (/** @type {string[]} */ parts) => {
    let bytes = 0;
    for (let number = 0; number < applications; number++)
      bytes += await bundle(`${application(parts)} globalThis.shop = '${ALPHABET.slice(0, number)}';`);
    return bytes;
  };
  for (const name of exports) {
    const others = [...core, ...beside].filter((part) => part !== name);
    const limit = limits[name] ?? common;
    const bytes = Math.round(((await sum([...others, name])) - (await sum(others))) / applications);
    rowsOfKind.push({ name: `${kind}:${name}`, title: `${title}: ${name}`, bytes, ...(limit && { limit }) });
  }
  return rowsOfKind;
}

/**
 * An application as people write it, with these consent sources and collectors.
 *
 * @param {string[]} parts
 * @param {string} [entry]
 */
function application(parts, entry = './dist/index.js') {
  const uses = (/** @type {string} */ kind) => parts.filter((part) => budgets[kind].exports.includes(part));
  return `
    import { ${['createHeadgate', ...parts].join(', ')} } from '${entry}';
    const headgate = createHeadgate({
      manifest: globalThis.manifest,
      consent: [${uses('sources')
        .map((source) => `${source}({})`)
        .join(', ')}],
      collectors: { ${uses('collectors')
        .map((name) => `${name}: ${name}({ url: '/v1/events' })`)
        .join(', ')} },
    });
    ${uses('bridge')
      .map((bridge) => `${bridge}(headgate, { origins: [] });`)
      .join('\n')}
    Object.assign(globalThis, { ${[...uses('events'), ...uses('follower'), ...uses('shared')].join(', ')} });
    headgate.track('page_view', {});`;
}

/** @param {string} file */
function everythingOf(file) {
  return `export * from './${file}';`;
}

/**
 * Bundles as an application's build does, and returns the size.
 *
 * @param {string} folder
 */
function createBundler(folder) {
  let count = 0;
  return async (/** @type {string} */ contents) => {
    const outdir = join(folder, String(count++));
    await build({
      stdin: { contents, resolveDir: root },
      outdir,
      bundle: true,
      // What is imported when it is needed is a file of its own, and not measured here.
      splitting: true,
      minify: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2021',
      logLevel: 'error',
    });
    return brotli(join(outdir, 'stdin.js'));
  };
}

/** @param {string} file */
async function brotli(file) {
  const results = /** @type {{ size?: number }[]} */ (await sizeLimit([filePlugin], [file]));
  const size = results[0]?.size;
  if (size === undefined) throw new Error(`No size for ${file}. Run \`npm run build\` first.`);
  return size;
}

/** @param {Row[]} table */
function print(table) {
  const width = Math.max(...table.map(({ title }) => title.length));
  console.log(`${'brotli, bytes'.padEnd(width)}    size  budget  share`);
  for (const row of table) {
    const share = row.limit === undefined ? '' : `${Math.round((100 * row.bytes) / row.limit)} %`;
    const numbers = [String(row.bytes).padStart(8), String(row.limit ?? '').padStart(8), share.padStart(7)].join('');
    console.log(`${row.title.padEnd(width)}${numbers}${exceedsLimit(row) ? '  over the budget' : ''}`);
  }
}

/** Minified bytes, before compression: what to look at when a budget is exceeded. */
async function printModules() {
  const builds = [
    { title: 'core', contents: application(budgets.core.with, './src/index.ts') },
    { title: 'script', contents: `import './src/script.ts';` },
  ];
  for (const { title, contents } of builds) {
    const { metafile } = await build({
      stdin: { contents, resolveDir: root },
      absWorkingDir: root,
      bundle: true,
      minify: true,
      write: false,
      metafile: true,
      format: 'esm',
      target: 'es2021',
    });
    const [output] = Object.values(metafile.outputs);
    const files = Object.entries(output?.inputs ?? {}).sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput);
    console.log(`${title}: ${output?.bytes} bytes minified`);
    for (const [file, { bytesInOutput }] of files) console.log(`${String(bytesInOutput).padStart(8)}  ${file}`);
  }
}
