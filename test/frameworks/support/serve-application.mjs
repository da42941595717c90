/** Starts a built application behind one address, under which the collector is too: pages of a visitor have one origin. */
import { spawn } from 'node:child_process';
import { createServer, request as askServer } from 'node:http';
import { listen } from '../../support/listen.mjs';

/** @import { ChildProcess } from 'node:child_process' */
/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { FakeCollector } from '../../support/create-fake-collector.mjs' */

/**
 * @param {string} application Where it lies.
 * @param {FakeCollector} collector
 * @returns {Promise<{ origin: string, close: () => Promise<void> }>}
 */
export async function serveApplication(application, collector) {
  const inner = await findPort();
  const child = spawn('npm', ['run', '--silent', 'start'], {
    cwd: application,
    env: { ...process.env, PORT: String(inner), HOST: '127.0.0.1', HOSTNAME: '127.0.0.1' },
    stdio: ['ignore', 'inherit', 'inherit'],
    // A group of its own: what npm started ends with it.
    detached: true,
  });
  await waitForAnswer(inner, child);
  const front = createServer((request, response) => {
    const port = request.url?.startsWith('/v1/events') ? collector.port : inner;
    forward(request, response, port);
  });
  const { origin, close } = await listen(front);
  return {
    origin,
    async close() {
      await close();
      if (child.pid && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    },
  };
}

/** @param {IncomingMessage} request @param {ServerResponse} response @param {number} port */
function forward(request, response, port) {
  const { method, url: path, headers } = request;
  const asked = askServer({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  asked.on('error', () => response.destroy());
  request.pipe(asked);
}

async function findPort() {
  const { port, close } = await listen(createServer());
  await close();
  return port;
}

/** @param {number} port @param {ChildProcess} child */
async function waitForAnswer(port, child) {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (child.exitCode !== null) throw new Error(`The application ended with ${child.exitCode}.`);
    if (await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('The application does not answer.');
}
