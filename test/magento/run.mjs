#!/usr/bin/env node
/**
 * Checks the Magento module as far as that goes without a shop: `node test/magento/run.mjs`. Needs PHP; as root on Debian it
 * installs what is missing, elsewhere it says what it left out. Writes `test-results/magento.json`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasProgram, installPackages } from '../prepare/install-packages.mjs';
import { MODULE, ROOT, TESTS, readFiles } from './files.mjs';
import { compareChecks } from './compare-checks.mjs';
import { compareForwards } from './compare-forwards.mjs';
import { compareManifests } from './compare-manifests.mjs';
import { comparePhrases } from './compare-phrases.mjs';
import { compareScripts } from './compare-scripts.mjs';
import { phpRules } from './rules/php-rules.mjs';
import { findBlindRules } from './rules/spoiled.mjs';
import { xmlRules } from './rules/xml-rules.mjs';
import { canStartMaria, startMaria } from './support/start-maria.mjs';
import { findFaultsInSamples, tryEntry } from './try-entry.mjs';
import { compareVocabulary } from './compare-vocabulary.mjs';

const PACKAGES = ['php-cli', 'php-xml', 'php-mbstring', 'php-sqlite3', 'php-mysql', 'phpunit', 'mariadb-server'];
const EXTENSIONS = ['dom', 'mbstring', 'pdo_sqlite', 'SimpleXML'];

const counts = { passed: 0, failed: 0, skipped: 0 };
const php = readFiles(MODULE, ['.php', '.phtml']);
const xml = readFiles(MODULE, ['.xml']);

install();
checkRules('PHP', phpRules, (rule) => php.flatMap((file) => rule(file)));
checkRules('XML', xmlRules, (rule) => rule(xml));
report('each phrase is there in each language, with the same places for values', comparePhrases(MODULE));
report('web servers leave it to the collector what to refuse', findFaultsInSamples());
report('each rule finds the faults that it is for', findBlindRules(xml));
if (hasProgram('php')) {
  checkSyntax();
  checkXml();
  checkStyle();
  runUnitTests();
  await runUnitTestsOnMaria();
  report('the collector refuses while the module is switched off, and what is no POST', await tryEntry());
  await compare();
} else skip('PHP syntax, XML syntax, unit tests, comparison with the package', 'there is no php');
finish();

function install() {
  const isWhole =
    hasProgram('php') &&
    hasProgram('phpunit') &&
    EXTENSIONS.every((name) => extensions().includes(name)) &&
    canStartMaria();
  if (!isWhole) installPackages(PACKAGES);
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
  if (!hasProgram('phpcs'))
    return skip('phpcs', 'it is not installed; Magento’s rules above were checked all the same');
  const installed = execFileSync('phpcs', ['-i'], { encoding: 'utf8' });
  const standard = /\bMagento2\b/.test(installed) ? 'Magento2' : 'PSR12';
  const args = [`--standard=${standard}`, '--extensions=php', '-q', '--report=emacs', '--ignore=*/pub/*', MODULE];
  const { status, stdout } = spawnSync('phpcs', args, { encoding: 'utf8' });
  if (standard !== 'Magento2') skip('phpcs --standard=Magento2', 'that standard is not installed');
  report(`phpcs finds nothing by ${standard}`, status === 0 ? [] : stdout.split('\n').filter(Boolean));
}

function canRunUnitTests() {
  return hasProgram('phpunit') && EXTENSIONS.every((name) => extensions().includes(name));
}

/** @param {Record<string, string>} [env] */
function runUnitTests(env = {}) {
  if (!canRunUnitTests()) return skip('PHPUnit', `it needs phpunit and ${EXTENSIONS.join(', ')}`);
  const folder = mkdtempSync(join(tmpdir(), 'headgate-phpunit-'));
  const log = join(folder, 'log.xml');
  const args = ['-c', join(TESTS, 'phpunit.xml'), '--log-junit', log];
  const { stdout } = spawnSync('phpunit', args, { encoding: 'utf8', env: { ...process.env, ...env } });
  console.log(stdout.trimEnd());
  const [, tests, errors, failures, skipped] =
    /tests="(\d+)"[^>]*errors="(\d+)"[^>]*failures="(\d+)"[^>]*skipped="(\d+)"/.exec(readFileSync(log, 'utf8')) ?? [];
  rmSync(folder, { recursive: true });
  const failed = Number(errors) + Number(failures);
  counts.failed += failed;
  counts.passed += Number(tests) - failed - Number(skipped);
}

/** The same tests, and those that want it, on the tables that a shop gets. */
async function runUnitTestsOnMaria() {
  if (!canRunUnitTests() || !canStartMaria())
    return skip('PHPUnit on MariaDB', 'it needs mariadb-server and php-mysql');
  const maria = await startMaria(['unit']);
  try {
    console.log(`\nOn MariaDB ${maria.version}`);
    runUnitTests({ HEADGATE_TEST_DSN: maria.dsn('unit'), HEADGATE_TEST_USER: 'root' });
  } finally {
    await maria.stop();
  }
}

async function compare() {
  const { compared, accepted, reasons, differences } = await compareChecks(20_000);
  const isTelling = accepted > 1000 && reasons.length >= 17;
  const faults = isTelling ? differences.slice(0, 10) : [`only ${accepted} accepted, ${reasons.join(', ')}`];
  report(`the collector judges ${compared} events as the package does, by ${reasons.length} reasons`, faults);
  const forwards = await compareForwards(300);
  const known = [
    ...new Set(textOf('etc/di.xml').match(/(?<=<item name=")\w+(?=" xsi:type="object">Headgate.Tracking.Forward)/g)),
  ];
  const left = known.filter((name) => !forwards.formats.includes(name)).map((name) => `${name} is not compared`);
  report(
    `the shop forwards in ${forwards.formats.length} formats as the adapters of browsers send: ${forwards.compared} requests and answers`,
    [...left, ...forwards.differences.slice(0, 10)],
  );
  report('pages are told of a manifest what the package’s compiler tells them', await compareManifests());
  report('the words of manifests are those of the package', await compareVocabulary());
  const scripts = compareScripts();
  const title = `the shop puts together the script file of headgate build, with any of ${scripts.sources} sources`;
  report(title, scripts.sources > 20 ? scripts.differences : ['parts are missing']);
}

/** @param {string} name */
function textOf(name) {
  return readFileSync(join(MODULE, name), 'utf8');
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
