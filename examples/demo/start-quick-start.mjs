/** Runs the server of the quick start as its readers do: in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { root } from './prepare.mjs';

/**
 * @param {number} port `0`: any free port
 * @returns {Promise<{ address: string, stop: () => Promise<void> }>}
 */
export async function startQuickStart(port) {
  const server = spawn(process.execPath, [join(root, 'examples/quick-start/receive.mjs')], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(server, 'exit');
  const [address] = await Promise.race([
    once(createInterface(server.stdout), 'line'),
    exit.then(([code]) => {
      throw new Error(`The quick start's server ended with code ${code}.`);
    }),
  ]);
  const stop = async () => {
    server.kill();
    await exit;
  };
  return { address, stop };
}
