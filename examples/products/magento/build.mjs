#!/usr/bin/env node
/**
 * Puts the script file and its parts into the module, as a release has them: `node build.mjs`, in a folder where the package
 * `headgate` is installed. What the file is built with is written beside it, for the choices in the admin. From the parts
 * `bin/magento headgate:script` makes the same file, and any other, without Node.
 *
 *   node build.mjs --source magento --source gpc --source onetrust     choose the consent sources
 *   node build.mjs --from headgate.single.min.js --part sources-onetrust …    take a file that was built elsewhere
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const MODULE = dirname(fileURLToPath(import.meta.url));

/** The platforms that Magento shops have most. More, or fewer, by `--source`: each costs a few hundred bytes. */
const SOURCES = ['magento', 'hyva', 'amasty', 'onetrust', 'trustarc', 'gpc'];
const EVENTS = ['magento', 'attributes'];

/** What the published `headgate.single.min.js` has. It has no event sources: those need a file of one's own. */
const PUBLISHED = ['sources-magento', 'sources-onetrust', 'sources-gpc', 'collectors-json'];

const list = /** @type {const} */ ({ type: 'string', multiple: true });
const { values } = parseArgs({
  options: { from: { type: 'string' }, part: list, source: list, out: { type: 'string', default: MODULE } },
});
const { code, parts } = values.from === undefined ? build(values.source ?? SOURCES) : take(values.from, values.part);
check(code);
write(resolve(values.out), code, parts);
copyParts(resolve(values.out));

/**
 * By `headgate build`, with an empty manifest: each page's own block says what is in force. In one file: a deployment gives static
 * files a folder of their own each time, and shops that merge or bundle scripts leave no second one beside them.
 *
 * @param {string[]} sources
 */
function build(sources) {
  const folder = mkdtempSync(join(tmpdir(), 'headgate-module-'));
  try {
    const manifest = join(folder, 'manifest.json');
    const config = join(folder, 'config.json');
    const options = {
      consent: toKeys(sources),
      events: toKeys(EVENTS),
      collectors: { shop: { type: 'json', url: '/hg/default/events' } },
    };
    writeFileSync(manifest, JSON.stringify({ version: '0', categories: {}, collectors: { shop: {} }, events: {} }));
    writeFileSync(config, JSON.stringify(options));
    const args = [findCommand(), 'build', manifest, '--config', config, '--out', folder, '--single', '--json'];
    const built = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
    return {
      code: readFileSync(join(folder, 'headgate.min.js'), 'utf8'),
      parts: /** @type {string[]} */ (built.parts),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {string[]} names */
function toKeys(names) {
  return Object.fromEntries(names.map((name) => [name, {}]));
}

function findCommand() {
  return join(findPackage(), 'dist/cli.js');
}

function findPackage() {
  const require = createRequire(join(process.cwd(), 'package.json'));
  return dirname(require.resolve('headgate/package.json'));
}

/** @param {string} out */
function copyParts(out) {
  const from = join(findPackage(), 'dist/parts');
  const to = join(out, 'storefront/parts');
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  const isWanted = (/** @type {string} */ file) =>
    /^(kernel|seal|journeys|(sources|events)-\w+|collectors-json)\.js$/.test(file);
  for (const file of readdirSync(from).filter(isWanted)) copyFileSync(join(from, file), join(to, file));
}

/** @param {string} file @param {string[]} [named] */
function take(file, named = PUBLISHED) {
  return { code: readFileSync(file, 'utf8'), parts: named };
}

/**
 * What Magento does to script files, and what it would break.
 *
 * @param {string} text
 */
function check(text) {
  /** @type {[RegExp, string][]} */
  const faults = [
    [/\bdefine\.amd\b/, 'asks for AMD: RequireJS would take it away'],
    [/\beval\(|\bnew Function\b/, 'makes code of text: a strict policy refuses that'],
    [/sourceMappingURL/, 'names a source map: merged with another file it would swallow that'],
  ];
  const found = faults.filter(([pattern]) => pattern.test(text)).map(([, fault]) => fault);
  if (!text.endsWith('\n')) found.push('does not end in a line feed');
  if (found.length > 0) throw new Error(`The file cannot go into a shop, because it ${found.join(', and ')}.`);
}

/** @param {string} out @param {string} text @param {string[]} names */
function write(out, text, names) {
  const of = (/** @type {string} */ kind) =>
    names.filter((name) => name.startsWith(`${kind}-`)).map((name) => name.slice(kind.length + 1));
  const scripts = join(out, 'storefront/view/frontend/web/js');
  const etc = join(out, 'storefront/etc');
  mkdirSync(scripts, { recursive: true });
  mkdirSync(etc, { recursive: true });
  writeFileSync(join(scripts, 'headgate.min.js'), text);
  const described = { sources: of('sources'), events: of('events'), collectors: of('collectors'), extras: [] };
  writeFileSync(join(etc, 'script.json'), `${JSON.stringify(described, null, 2)}\n`);
  console.log(`${join(scripts, 'headgate.min.js')}: ${Buffer.byteLength(text)} bytes, with ${names.join(', ')}`);
}
