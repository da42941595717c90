import { spawn } from 'node:child_process';

/**
 * Runs a program to its end. Its output is shown as it comes, or with `quiet` only when it fails.
 *
 * @param {readonly string[]} command
 * @param {{ cwd: string, env?: Record<string, string>, quiet?: boolean }} options
 * @returns {Promise<boolean>} Whether it succeeded.
 */
export function runCommand([program = '', ...args], { cwd, env = {}, quiet = false }) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      // npm's programs are command files there.
      shell: process.platform === 'win32',
    });
    /** @type {Buffer[]} */
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(chunk));
    const end = (/** @type {boolean} */ succeeded) => {
      if (!succeeded) process.stdout.write(Buffer.concat(output));
      resolve(succeeded);
    };
    child.on('error', (error) => {
      console.error(`${program} could not be started: ${error.message}`);
      end(false);
    });
    child.on('close', (code) => end(code === 0));
  });
}
