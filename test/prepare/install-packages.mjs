/** Programs that tests need from outside npm: found on the path, or installed from Debian's packages. */
import { spawnSync } from 'node:child_process';

/** @param {string} program @returns {string | undefined} Where it lies. */
export function findProgram(program) {
  const { status, stdout } = spawnSync('sh', ['-c', 'command -v "$0"', program], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** @param {string} program */
export const hasProgram = (program) => findProgram(program) !== undefined;

/** Whether Debian's packages can be installed: as root, where there is apt. */
export function canInstallPackages() {
  return process.getuid?.() === 0 && hasProgram('apt-get');
}

/**
 * Installs Debian packages where that is possible, and shows apt's own words.
 *
 * @param {string[]} packages
 * @returns {boolean} Whether they are there now.
 */
export function installPackages(packages) {
  if (!canInstallPackages()) return false;
  console.log(`  installing ${packages.join(', ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (/** @type {string[]} */ ...args) =>
    spawnSync('apt-get', ['-y', '-qq', ...args], { env, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
  const install = () => apt('install', '--no-install-recommends', ...packages);
  // The list of packages may be old, or not there at all.
  return install() || (apt('update') && install());
}
