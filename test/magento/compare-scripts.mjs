import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MODULE, ROOT, TESTS } from './files.mjs';

/**
 * The script file that `bin/magento headgate:script` puts together must be that of `headgate build`, byte for byte: with the usual
 * sources, with every one, and with what sealed fields and journeys need.
 */
export function compareScripts() {
  const folder = mkdtempSync(join(tmpdir(), 'headgate-scripts-'));
  try {
    const usual = runBuild(folder, []);
    const parts = readdirSync(join(folder, 'storefront/parts'));
    const all = parts.flatMap((file) => /^sources-(?!manual)(\w+)\.js$/.exec(file)?.[1] ?? []);
    const sets = [[...USUAL], all, ['magento']];
    const built = [usual, ...sets.slice(1).map((sources) => runBuild(folder, sources))];
    const assembled = sets.map((sources) => assemble(folder, sources, []));
    const differences = assembled.flatMap((code, at) =>
      code === built[at] ? [] : [`with ${sets[at]?.join(', ')}: ${firstDifference(code, built[at] ?? '')}`],
    );
    const withExtras = assemble(folder, ['magento'], ['journeys', 'seal']).split('},{"manifest"')[0] ?? '';
    const wanted = buildWithExtras(folder).split('},{"manifest"')[0] ?? '';
    if (withExtras !== wanted) differences.push(`with extras: ${firstDifference(withExtras, wanted)}`);
    return { sources: all.length, differences };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const USUAL = /** @type {const} */ (['magento', 'hyva', 'amasty', 'onetrust', 'trustarc', 'gpc']);

/** @param {string} folder @param {string[]} sources */
function runBuild(folder, sources) {
  const named = sources.flatMap((name) => ['--source', name]);
  execFileSync('node', [join(MODULE, 'build.mjs'), '--out', folder, ...named], { cwd: ROOT, stdio: 'pipe' });
  return readFileSync(join(folder, 'storefront/view/frontend/web/js/headgate.min.js'), 'utf8');
}

/** The examples' manifest has sealed fields and journeys. @param {string} folder */
function buildWithExtras(folder) {
  const config = join(folder, 'config.json');
  const collectors = { warehouse: { type: 'json', url: '/hg/default/events' } };
  writeFileSync(
    config,
    JSON.stringify({ consent: { magento: {} }, events: { magento: {}, attributes: {} }, collectors }),
  );
  const args = [
    'dist/cli.js',
    'build',
    'examples/manifest.json',
    '--config',
    config,
    '--out',
    folder,
    '--single',
    '--json',
  ];
  execFileSync('node', args, { cwd: ROOT, stdio: 'pipe' });
  return readFileSync(join(folder, 'headgate.min.js'), 'utf8');
}

/** @param {string} folder @param {string[]} sources @param {string[]} extras */
function assemble(folder, sources, extras) {
  const args = [join(TESTS, 'support/assemble-script.php'), join(folder, 'storefront')];
  return execFileSync('php', [...args, sources.join(','), extras.join(',')], { encoding: 'utf8', maxBuffer: 8 << 20 });
}

/** @param {string} one @param {string} other */
function firstDifference(one, other) {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return `${one.slice(at, at + 80)} instead of ${other.slice(at, at + 80)}`;
}
