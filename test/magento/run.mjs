#!/usr/bin/env node
/**
 * Checks the Magento module as far as that goes without a shop: `node test/magento/run.mjs`. Needs PHP; as root on Debian it
 * installs what is missing, elsewhere it says what it left out. Writes `test-results/magento.json`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MODULE, ROOT, TESTS, readFiles } from './files.mjs';
import { compareChecks } from './compare-checks.mjs';
import { phpRules } from './rules/php-rules.mjs';
import { xmlRules } from './rules/xml-rules.mjs';

const PACKAGES = ['php-cli', 'php-xml', 'php-mbstring', 'php-sqlite3', 'phpunit'];
const EXTENSIONS = ['dom', 'mbstring', 'pdo_sqlite', 'SimpleXML'];

const counts = { passed: 0, failed: 0, skipped: 0 };
const php = readFiles(MODULE, ['.php', '.phtml']);
const xml = readFiles(MODULE, ['.xml']);

install();
checkRules('PHP', phpRules, (rule) => php.flatMap((file) => rule(file)));
checkRules('XML', xmlRules, (rule) => rule(xml));
if (has('php')) {
  checkSyntax();
  checkXml();
  checkStyle();
  runUnitTests();
  await compare();
} else skip('PHP syntax, XML syntax, unit tests, comparison with the package', 'there is no php');
finish();

function install() {
  const isWhole = has('php') && has('phpunit') && EXTENSIONS.every((name) => extensions().includes(name));
  if (isWhole || process.getuid?.() !== 0 || !has('apt-get')) return;
  console.log(`installing ${PACKAGES.join(', ')}`);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const args = ['install', '-y', '--no-install-recommends', ...PACKAGES];
  const attempt = () => spawnSync('apt-get', args, { env: environment, stdio: 'ignore' }).status === 0;
  if (!attempt()) {
    spawnSync('apt-get', ['update'], { stdio: 'ignore' });
    attempt();
  }
}

/** @param {string} program */
function has(program) {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}

function extensions() {
  return execFileSync('php', ['-m'], { encoding: 'utf8' }).split('\n');
}

/**
 * @template Rule
 * @param {string} kind
 * @param {Record<string, Rule>} rules
 * @param {(rule: Rule) => string[]} apply
 */
function checkRules(kind, rules, apply) {
  for (const [name, rule] of Object.entries(rules)) report(`${kind} ${name}`, apply(rule));
}

function checkSyntax() {
  for (const { path, name } of [...php, ...readFiles(TESTS, ['.php'])]) {
    const { status, stdout } = spawnSync('php', ['-d', 'display_errors=1', '-l', path], { encoding: 'utf8' });
    if (status !== 0) report(`php -l ${name}`, [stdout]);
  }
  report(`php -l takes ${php.length} files`, []);
}

function checkXml() {
  const code =
    'libxml_use_internal_errors(true); foreach (array_slice($argv, 1) as $f) { $d = new DOMDocument();' +
    ' if (!$d->load($f)) echo $f, ": ", libxml_get_last_error()->message; }';
  const output = execFileSync('php', ['-r', code, '--', ...xml.map(({ path }) => path)], { encoding: 'utf8' });
  report(`XML of ${xml.length} files is well-formed`, output.split('\n').filter(Boolean));
}

/** Magento's own standard where it is installed; else PSR-12, on which it stands, beside the rules above. */
function checkStyle() {
  if (!has('phpcs')) return skip('phpcs', 'it is not installed; Magento’s rules above were checked all the same');
  const installed = execFileSync('phpcs', ['-i'], { encoding: 'utf8' });
  const standard = /\bMagento2\b/.test(installed) ? 'Magento2' : 'PSR12';
  const args = [`--standard=${standard}`, '--extensions=php', '-q', '--report=emacs', '--ignore=*/pub/*', MODULE];
  const { status, stdout } = spawnSync('phpcs', args, { encoding: 'utf8' });
  if (standard !== 'Magento2') skip('phpcs --standard=Magento2', 'that standard is not installed');
  report(`phpcs finds nothing by ${standard}`, status === 0 ? [] : stdout.split('\n').filter(Boolean));
}

function runUnitTests() {
  if (!has('phpunit') || !EXTENSIONS.every((name) => extensions().includes(name))) {
    return skip('PHPUnit', `it needs phpunit and ${EXTENSIONS.join(', ')}`);
  }
  const folder = mkdtempSync(join(tmpdir(), 'headgate-phpunit-'));
  const log = join(folder, 'log.xml');
  const { stdout } = spawnSync('phpunit', ['-c', join(TESTS, 'phpunit.xml'), '--log-junit', log], { encoding: 'utf8' });
  console.log(stdout.trimEnd());
  const [, tests, errors, failures, skipped] =
    /tests="(\d+)"[^>]*errors="(\d+)"[^>]*failures="(\d+)"[^>]*skipped="(\d+)"/.exec(readFileSync(log, 'utf8')) ?? [];
  rmSync(folder, { recursive: true });
  const failed = Number(errors) + Number(failures);
  counts.failed += failed;
  counts.skipped += Number(skipped);
  counts.passed += Number(tests) - failed - Number(skipped);
}

async function compare() {
  const { compared, accepted, reasons, differences } = await compareChecks(20_000);
  const isTelling = accepted > 1000 && reasons.length >= 17;
  const faults = isTelling ? differences.slice(0, 10) : [`only ${accepted} accepted, ${reasons.join(', ')}`];
  report(`the collector judges ${compared} events as the package does, by ${reasons.length} reasons`, faults);
}

/** @param {string} name @param {string[]} faults */
function report(name, faults) {
  if (faults.length === 0) counts.passed += 1;
  else counts.failed += 1;
  console.log(`${faults.length === 0 ? '✔' : '✘'} ${name}`);
  for (const fault of faults.slice(0, 30)) console.log(`    ${fault}`);
}

/** @param {string} name @param {string} reason */
function skip(name, reason) {
  counts.skipped += 1;
  console.log(`- ${name}: left out, ${reason}`);
}

function finish() {
  const folder = join(ROOT, 'test-results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'magento.json'), `${JSON.stringify(counts)}\n`);
  console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} left out`);
  process.exitCode = counts.failed > 0 ? 1 : 0;
}
