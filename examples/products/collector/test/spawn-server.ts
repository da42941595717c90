import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const server = fileURLToPath(new URL('../src/server.mjs', import.meta.url));
const fromSource = new URL('headgate-from-source.mjs', import.meta.url).href;

/** Bundles `headgate/node` from its sources, for servers that are given the file as `HEADGATE_NODE`. */
export async function bundleTo(file: string) {
  const entry = fileURLToPath(new URL('../../../../src/node/index.ts', import.meta.url));
  await build({
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
}

/** Runs `server.mjs` as an operator does. Resolves once it listens, or has ended. */
export async function spawnServer(args: readonly string[], environment: { [name: string]: string } = {}) {
  const child = spawn(process.execPath, ['--import', fromSource, server, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
  let output = '';
  const url = new Promise<string | undefined>((resolve) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const address = /listening on (http:\/\/\S+)\/v1\/events/.exec(output)?.[1];
      if (address !== undefined) resolve(address);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then(() => resolve(undefined));
  });
  return { url: await url, child: child as ChildProcess, ended, output: () => output };
}
