/**
 * A MariaDB of one's own, in a folder and behind a socket, as Magento's tables live in one. Gone with everything in it at the end.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @typedef {{ socket: string, version: string, dsn: (name: string) => string, stop: () => Promise<void> }} Maria */

const PROGRAMS = ['mariadb-install-db', 'mariadbd', 'mariadb-admin', 'mariadb'];
const USER = process.getuid?.() === 0 ? ['--user=root'] : [];

/** Programs that are there, and PHP's driver. */
export function canStartMaria() {
  const path = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` };
  const areThere = PROGRAMS.every((name) => spawnSync('sh', ['-c', `command -v ${name}`], { env: path }).status === 0);
  return areThere && spawnSync('php', ['-m'], { encoding: 'utf8' }).stdout.includes('pdo_mysql');
}

/** @param {readonly string[]} databases @returns {Promise<Maria>} */
export async function startMaria(databases) {
  const folder = mkdtempSync(join(tmpdir(), 'headgate-maria-'));
  const env = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` };
  const socket = join(folder, 's');
  const data = `--datadir=${join(folder, 'data')}`;
  execFileSync(
    'mariadb-install-db',
    ['--no-defaults', data, ...USER, '--auth-root-authentication-method=normal', '--skip-test-db'],
    { env, stdio: 'pipe' },
  );
  const server = spawn(
    'mariadbd',
    [
      '--no-defaults',
      data,
      ...USER,
      `--socket=${socket}`,
      '--skip-networking',
      '--skip-log-bin',
      `--pid-file=${join(folder, 'pid')}`,
      '--innodb-flush-log-at-trx-commit=0',
      '--sql-mode=STRICT_ALL_TABLES',
    ],
    { env, stdio: 'ignore' },
  );
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const client = [`--socket=${socket}`, '--user=root'];
  async function stop() {
    server.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
  try {
    while (spawnSync('mariadb-admin', ['--no-defaults', ...client, 'ping'], { env }).status !== 0) {
      if (server.exitCode !== null) throw new Error('MariaDB did not start.');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const create = databases.map((name) => `CREATE DATABASE ${name} CHARACTER SET utf8mb3;`).join(' ');
    const said = execFileSync('mariadb', ['--no-defaults', ...client, '-Ne', `${create} SELECT VERSION()`], { env });
    const version = said.toString().trim();
    return { socket, version, dsn: (name) => `mysql:unix_socket=${socket};dbname=${name};charset=utf8mb4`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
