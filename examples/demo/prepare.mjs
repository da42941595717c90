/** Brings a clone to the point where the demo can start: packages, library, pages. Uses only what comes with Node. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isOlder } from './is-older.mjs';
import { said, Trouble } from './progress.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const quiet = ['--no-audit', '--no-fund'];

/** @param {{ isCheck?: boolean }} [options] The scripted visitor reads no documentation. */
export async function prepare(progress, { isCheck = false } = {}) {
  checkNode();
  await progress.step('Installing packages (npm ci)', install);
  await progress.step('Building the library (npm run build)', buildLibrary);
  await progress.step('Building the shop’s event sources (esbuild)', buildShop);
  await progress.step('Building the onboarding page (Vite)', buildOnboarding);
  await progress.step('Building the survey (esbuild)', buildSurvey);
  await progress.step('Building the pages of consent platforms (esbuild)', buildConsent);
  if (!isCheck) await progress.step('Building the documentation (TypeDoc, VitePress)', buildDocs);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Trouble(
    `This is Node ${process.versions.node}; Headgate needs 20.19 or newer.`,
    'install a current Node (https://nodejs.org) and run npm start again.',
  );
}

async function install() {
  if (await isInstalled()) return said('Packages are installed');
  const advice = 'check the network or the npm registry, then run npm start again.';
  try {
    await run(...npm('ci', ...quiet), advice);
    return said('Packages installed (npm ci)');
  } catch (error) {
    // npm ci wants every platform's optional packages in the lock file; npm install takes the same versions without them.
    if (!/Missing: .* from lock file/.test(error.message)) throw error;
    await run(...npm('install', '--no-save', ...quiet), advice);
    return said('Packages installed (npm install)');
  }
}

/** What npm wrote down about the installed tree says the same versions as the lock file. */
async function isInstalled() {
  const read = async (path) => JSON.parse(await readFile(join(root, path), 'utf8')).packages;
  try {
    const [wanted, found] = await Promise.all([read('package-lock.json'), read('node_modules/.package-lock.json')]);
    return Object.entries(wanted).every(
      ([path, entry]) =>
        !path.includes('node_modules/') || entry.optional || entry.link || found[path]?.version === entry.version,
    );
  } catch {
    return false;
  }
}

async function buildLibrary() {
  const sources = ['src', 'rollup.config.mjs', 'tsconfig.json', 'package.json'];
  if (!(await isOlder('dist/index.js', sources))) return said('The library is built (dist/)');
  await run(...npm('run', 'build'), 'the lines above come from the build; fix src/ and run npm start again.');
  return said('Library built (dist/)');
}

async function buildShop() {
  const folder = 'examples/magento';
  if (!(await isOlder(`${folder}/dist/events.js`, [`${folder}/src`, 'dist/index.js'])))
    return said('The shop’s event sources are built');
  await run(process.execPath, [join(root, `${folder}/build.mjs`)], 'the lines above come from esbuild.');
  return said('Shop’s event sources built (esbuild)');
}

async function buildOnboarding() {
  const folder = 'examples/onboarding';
  const sources = ['src', 'index.html', 'vite.config.ts'].map((name) => `${folder}/${name}`);
  const others = [
    'examples/manifest.json',
    'examples/demo/instrument.js',
    'dist/index.js',
    'dist/react.js',
    'dist/seal.js',
  ];
  if (!(await isOlder(`${folder}/dist/index.html`, [...sources, ...others])))
    return said('The onboarding page is built');
  await run(process.execPath, [join(root, `${folder}/build.mjs`)], 'the lines above come from Vite.');
  return said('Onboarding page built (Vite)');
}

async function buildSurvey() {
  const folder = 'examples/survey';
  const others = ['examples/manifest.json', 'examples/demo/instrument.js', 'dist/index.js', 'dist/frame.js'];
  if (!(await isOlder(`${folder}/dist/host.js`, [`${folder}/src`, ...others]))) return said('The survey is built');
  await run(process.execPath, [join(root, `${folder}/build.mjs`)], 'the lines above come from esbuild.');
  return said('Survey built (esbuild)');
}

async function buildConsent() {
  const folder = 'examples/consent';
  const sources = [`${folder}/src`, `${folder}/platforms.mjs`];
  const others = ['examples/manifest.json', 'examples/demo/instrument.js', 'dist/index.js'];
  if (!(await isOlder(`${folder}/dist/klaro.js`, [...sources, ...others])))
    return said('The pages of consent platforms are built');
  await run(process.execPath, [join(root, `${folder}/build.mjs`)], 'the lines above come from esbuild.');
  return said('Pages of consent platforms built (esbuild)');
}

async function buildDocs() {
  // Pages, what they include, and the code whose comments are printed. Not what the build writes itself.
  const pages = (await readdir(join(root, 'docs'))).filter((name) => name !== 'api' && name !== '.vitepress');
  const settings = ['config.mjs', 'lead-outside.mjs', 'name-entries.mjs', 'sidebar.mjs', 'theme', 'typedoc.json'];
  const sources = [
    ...pages.map((name) => `docs/${name}`),
    ...settings.map((name) => `docs/.vitepress/${name}`),
    'RELIABILITY.md',
    'src',
  ];
  if (!(await isOlder('docs/.vitepress/dist/index.html', sources))) return said('The documentation is built');
  await run(...npm('run', 'docs'), 'the lines above come from TypeDoc and VitePress.');
  return said('Documentation built (TypeDoc, VitePress)');
}

/** npm as npm itself was started, so that the same npm runs on every system. */
function npm(...args) {
  const script = process.env.npm_execpath;
  if (script && existsSync(script) && /\.c?js$/.test(script)) return [process.execPath, [script, ...args]];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', args];
}

/** Runs a command quietly; shows what it printed only if it fails. */
function run(command, args, advice) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      shell: command.endsWith('.cmd'),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const kill = () => child.kill();
    process.once('exit', kill);
    let printed = '';
    child.stdout.on('data', (chunk) => (printed += chunk));
    child.stderr.on('data', (chunk) => (printed += chunk));
    child.on('error', (error) => reject(new Trouble(`${command} did not start: ${error.message}`, advice)));
    child.on('exit', (code) => {
      process.off('exit', kill);
      if (code === 0) resolve(printed);
      else reject(new Trouble(`${shorten(printed)}\n\n  ${command} ${args.join(' ')} ended with ${code}.`, advice));
    });
  });
}

/** npm names its cause first, builds name theirs last. */
function shorten(printed) {
  const lines = printed.trimEnd().split('\n');
  if (lines.length <= 40) return lines.join('\n');
  return [...lines.slice(0, 20), '  …', ...lines.slice(-20)].join('\n');
}
