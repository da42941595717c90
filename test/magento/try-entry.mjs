import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MODULE, TESTS } from './files.mjs';
import { startPhp } from './support/start-php.mjs';

/**
 * Asks pub/collect.php itself, which runs without Magento, over HTTP: whether it refuses while the shop has the module switched
 * off, and what it answers to requests that are no POST.
 *
 * @returns {Promise<string[]>} What is wrong.
 */
export async function tryEntry() {
  const folder = mkdtempSync(join(tmpdir(), 'headgate-entry-'));
  const configuration = join(folder, 'app/etc');
  mkdirSync(configuration, { recursive: true });
  const dsn = `sqlite:${join(folder, 'shop.sqlite')}`;
  execFileSync('php', [join(TESTS, 'support/create-tables.php'), dsn]);
  writeFileSync(
    join(configuration, 'env.php'),
    `<?php return ['crypt' => ['key' => 'k'], 'db' => ['connection' => ['default' => ['dsn' => '${dsn}']]]];`,
  );
  const { origin, stop } = await startPhp(folder);
  const address = `${origin}/hg/default/events`;
  /** @param {string} [modules] */
  const switchTo = (modules) =>
    modules === undefined
      ? rmSync(join(configuration, 'config.php'), { force: true })
      : writeFileSync(join(configuration, 'config.php'), `<?php return ['modules' => [${modules}]];`);
  try {
    /** @type {string[]} */
    const faults = [];
    /** @param {string} what @param {string} method @param {string} expected */
    const expectAnswer = async (what, method, expected) => {
      const response = await fetch(address, { method, ...(method === 'POST' && { body: '{}' }) });
      const body = method === 'HEAD' ? '' : await response.text();
      const actual = `${response.status} ${body} ${response.headers.get('allow') ?? ''}`.trim();
      if (actual !== expected) faults.push(`${what}: ${actual} instead of ${expected}`);
      if (response.headers.has('set-cookie')) faults.push(`${what}: sets a cookie`);
    };
    const refusal = '404 {"error":"module_disabled"}';
    switchTo("'Headgate_Tracking' => 1");
    await expectAnswer('switched on', 'POST', '404 {"error":"no_such_store_view"}');
    await expectAnswer('GET', 'GET', '405 {"error":"post_only"} POST');
    await expectAnswer('HEAD', 'HEAD', '405  POST');
    switchTo("'Headgate_Tracking' => 0, 'Headgate_Core' => 1");
    await expectAnswer('switched off', 'POST', refusal);
    switchTo("'Headgate_Core' => 1");
    await expectAnswer('not installed', 'POST', refusal);
    switchTo();
    await expectAnswer('no configuration', 'POST', refusal);
    return faults;
  } finally {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The samples for web servers let every request through to the collector, which answers what it does not take in JSON. */
export function findFaultsInSamples() {
  const nginx = readFileSync(join(MODULE, 'server/nginx.conf.sample'), 'utf8');
  const apache = readFileSync(join(MODULE, 'server/apache.conf.sample'), 'utf8');
  return [
    ...(/limit_except|deny/.test(nginx) ? ['nginx refuses by itself, with the shop’s page'] : []),
    ...(/<Limit(?!Request)/.test(apache) ? ['Apache refuses by itself, with the shop’s page'] : []),
  ];
}
