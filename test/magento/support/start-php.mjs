import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { listen } from '../../support/listen.mjs';
import { MODULE } from '../files.mjs';

/**
 * Starts PHP's own web server on pub/collect.php, for a shop in a folder.
 *
 * @param {string} folder
 * @returns {Promise<{ port: number, origin: string, stop: () => Promise<unknown> }>}
 */
export async function startPhp(folder) {
  const port = await findPort();
  // A group of its own: its workers end with it.
  const php = spawn('php', ['-S', `127.0.0.1:${port}`, join(MODULE, 'pub/collect.php')], {
    env: { ...process.env, HEADGATE_ROOT: folder, PHP_CLI_SERVER_WORKERS: '4' },
    stdio: 'ignore',
    detached: true,
  });
  const ended = new Promise((resolve) => php.once('exit', resolve));
  while (!(await accepts(port))) {
    if (php.exitCode !== null) throw new Error('PHP’s web server did not start.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const stop = () => {
    // As its own interrupt does it: the workers are waited for.
    if (php.pid) process.kill(-php.pid, 'SIGINT');
    return ended;
  };
  return { port, origin: `http://127.0.0.1:${port}`, stop };
}

/** @param {number} port @returns {Promise<boolean>} */
function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function findPort() {
  const { port, close } = await listen(createServer());
  await close();
  return port;
}
