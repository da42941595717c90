/**
 * `npm test`: installs what is missing, builds, and runs every check, on a clean clone as on a used one. A developer
 * runs some of them by `npm test -- --only unit,browser`. The last line has the numbers.
 */
import { rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HOW_TO_GET_A_BROWSER, findBrowser } from './support/find-browser.mjs';
import { installPackages } from './prepare/install-packages.mjs';
import { isInstalled } from './prepare/is-installed.mjs';
import { runCommand } from './prepare/run-command.mjs';
import { createSteps } from './prepare/steps.mjs';

/** @import { Step } from './prepare/steps.mjs' */
/** @typedef {import('./prepare/read-counts.mjs').Counts} Counts */
/** @typedef {{ title: string, succeeded: boolean, seconds: number, counts?: Counts | undefined }} Result */

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
/** @type {Result[]} */
const results = [];

const steps = choose(createSteps(root));
if (steps) {
  if (await prepare(steps)) for (const step of steps) await take(step.title, () => runStep(step));
  finish();
}

/**
 * The steps that `--only` names; all without it.
 *
 * @param {Step[]} all
 */
function choose(all) {
  const at = process.argv.findIndex((arg) => arg === '--only' || arg.startsWith('--only='));
  if (at < 0) return all;
  const names = (process.argv[at]?.split('=')[1] ?? process.argv[at + 1] ?? '').split(',').filter(Boolean);
  const unknown = names.filter((name) => !all.some((step) => step.name === name));
  if (names.length > 0 && unknown.length === 0) return all.filter(({ name }) => names.includes(name));
  console.error(
    `Unknown: ${unknown.join(', ') || '(nothing named)'}. --only takes ${all.map(({ name }) => name).join(', ')}`,
  );
  process.exitCode = 2;
  return undefined;
}

/**
 * What all steps stand on. The first failure ends the run: the rest would fail for the same reason.
 *
 * @param {Step[]} chosen
 */
async function prepare(chosen) {
  const needs = new Set(chosen.flatMap((step) => step.needs));
  rmSync(join(root, 'test-results'), { recursive: true, force: true });
  return (
    (await take('Install', install)) &&
    (!needs.has('browser') || (await take('Find a browser', provideBrowser))) &&
    (!needs.has('dist') ||
      (await take('Build', () => runCommand(['npm', 'run', '--silent', 'build'], { cwd: root, quiet: true }))))
  );
}

async function install() {
  const { installed, reason } = isInstalled(root);
  console.log(installed ? `  ${reason}` : `  ${reason}: npm ci`);
  return installed || runCommand(['npm', 'ci', '--no-audit', '--no-fund'], { cwd: root });
}

async function provideBrowser() {
  // A headless shell alone is not enough: some tests go back to a page in the back/forward cache.
  if (!(await findBrowser({ full: true }))) installPackages(['chromium']);
  const full = await findBrowser({ full: true });
  const browser = await findBrowser();
  if (!full || !browser) {
    console.error(HOW_TO_GET_A_BROWSER);
    return false;
  }
  console.log(`  ${[...new Set([browser.executablePath, full.executablePath])].join(', ')} (${browser.from})`);
  return true;
}

/** @param {Step} step @returns {Promise<boolean | Counts>} */
async function runStep({ commands, env = {}, loud = false, report, count }) {
  let succeeded = true;
  for (const command of commands) succeeded &&= await runCommand(command, { cwd: root, env, quiet: !loud });
  if (!report || !count) return succeeded;
  const counts = await count(report).catch(() => undefined);
  if (!counts) return false;
  // The runner knows of something that no test names.
  return succeeded || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

/**
 * @param {string} title
 * @param {() => Promise<boolean | Counts>} run
 */
async function take(title, run) {
  console.log(`\n▶ ${title}`);
  const from = performance.now();
  const outcome = await run();
  const seconds = (performance.now() - from) / 1000;
  const counts = typeof outcome === 'object' ? outcome : undefined;
  const succeeded = counts ? counts.failed === 0 : outcome === true;
  results.push({ title, succeeded, seconds, counts });
  console.log(`${succeeded ? '✔' : '✘'} ${title} (${seconds.toFixed(1)} s)`);
  return succeeded;
}

/** The table of steps, what failed, and the numbers: each test counts, and each other step that fails counts as one failure. */
function finish() {
  const width = Math.max(...results.map(({ title }) => title.length));
  console.log('\n');
  for (const { title, succeeded, seconds, counts } of results) {
    const detail = counts ? `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped` : '';
    console.log(
      `${succeeded ? '✔' : '✘'} ${title.padEnd(width)} ${seconds.toFixed(1).padStart(7)} s  ${detail}`.trimEnd(),
    );
  }
  for (const { title, counts } of results)
    for (const failure of counts?.failures ?? []) console.log(`\n✘ ${title}: ${failure}`);
  const passed = results.reduce((sum, { counts }) => sum + (counts?.passed ?? 0), 0);
  const failed = results.reduce((sum, { counts, succeeded }) => sum + (counts?.failed ?? (succeeded ? 0 : 1)), 0);
  process.exitCode = failed > 0 ? 1 : 0;
  console.log(`\n${passed} passed, ${failed} failed`);
}
