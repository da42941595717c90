import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { listen } from '../../support/listen.mjs';
import type { Engine, EngineBrowser, Frame, OpenOptions, Tab } from './engine.js';
import { killDescendants, killTree } from './processes.js';
import { takeProfile } from './profile.js';
import { startSession, type WebDriver } from './web-driver.js';

const BROWSER = resolve(import.meta.dirname, 'webkit-browser.py');

/** WebKitGTK by its own driver, on a screen that nobody sees. */
export const webkit: Engine = {
  name: 'WebKit',
  async open(options = {}) {
    const { profile, drop } = await takeProfile(options);
    const display = await startDisplay();
    const port = await findFreePort();
    const env = {
      ...process.env,
      DISPLAY: display.name,
      XDG_CACHE_HOME: profile,
      XDG_CONFIG_HOME: profile,
      NO_AT_BRIDGE: '1',
    };
    const driver = spawn('WebKitWebDriver', ['-p', String(port)], { env, stdio: 'ignore' });
    const origin = `http://127.0.0.1:${port}`;
    await waitFor(origin);
    const session = await startSession(origin, {
      'webkitgtk:browserOptions': { binary: BROWSER, args: [profile, ...toArguments(options)] },
    });
    return toBrowser(session, driver, profile, env, async () => {
      display.close();
      await drop();
    });
  },
};

function toArguments({ visitor }: OpenOptions): string[] {
  return visitor ? [visitor] : [];
}

function toBrowser(
  session: WebDriver,
  driver: ChildProcess,
  profile: string,
  env: NodeJS.ProcessEnv,
  drop: () => Promise<void>,
): EngineBrowser {
  const ended = once(driver, 'exit');
  let first: string | undefined;
  let undriven: ChildProcess | undefined;
  const end = async (): Promise<void> => {
    if (undriven) killTree(undriven.pid!);
    killTree(driver.pid!);
    await ended;
  };
  return {
    profile,
    async openTab(url) {
      const tab = await session.alone(async () => {
        // A new one opens from one that is there: the first is never closed.
        first ??= await session.send<string>('GET', '/window');
        await session.send('POST', '/window', { handle: first });
        const { handle } = await session.send<{ handle: string }>('POST', '/window/new', { type: 'tab' });
        return toTab(session, handle);
      });
      if (url) await tab.goTo(url);
      return tab;
    },
    async openUndriven(url) {
      // Two browsers share no profile.
      const folder = join(profile, 'undriven');
      await mkdir(folder, { recursive: true });
      undriven ??= spawn(BROWSER, [folder], { env, stdio: 'ignore' });
      const file = join(folder, 'open');
      await writeFile(`${file}.new`, url);
      await rename(`${file}.new`, file);
      // The browser takes the file away when it opens the page.
      while (existsSync(file)) await pause(20);
    },
    killProcesses: (named) => killDescendants(driver.pid!, named),
    kill: end,
    async close() {
      await Promise.race([session.send('DELETE', '').catch(() => {}), pause(3000, undefined, { ref: false })]);
      await end();
      await drop();
    },
  };
}

function toTab(session: WebDriver, handle: string): Tab {
  const inTab = <T>(run: () => Promise<T>): Promise<T> =>
    session.alone(async () => {
      await session.send('POST', '/window', { handle });
      return run();
    });
  const toFrame = (path: readonly number[]): Frame => ({
    evaluate: (run, ...args) =>
      inTab(async () => {
        for (const id of path) await session.send('POST', '/frame', { id });
        return evaluate(session, String(run), args) as never;
      }),
  });
  return {
    ...toFrame([]),
    goTo: (url) => inTab(() => session.send('POST', '/url', { url })),
    reload: () => inTab(() => session.send('POST', '/refresh')),
    frame: (index) => toFrame([index]),
    close: () => inTab(() => session.send('DELETE', '/window')),
  };
}

async function evaluate(session: WebDriver, source: string, args: readonly unknown[]): Promise<unknown> {
  const script = `const [args, done] = arguments;
    (async () => (${source})(...args))().then((value) => done({ value }), (error) => done({ error: String(error) }));`;
  const { value, error } = await session.send<{ value?: unknown; error?: string }>('POST', '/execute/async', {
    script,
    args: [args],
  });
  if (error) throw new Error(error);
  return value;
}

/** An X server on the next free screen; it says itself which. */
async function startDisplay(): Promise<{ name: string; close: () => void }> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1024x768x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [number] = (await once(server.stdio[3] as Readable, 'data')) as [Uint8Array];
  return { name: `:${String(number).trim()}`, close: () => void server.kill() };
}

async function findFreePort(): Promise<number> {
  const { port, close } = await listen(createServer());
  await close();
  return port;
}

/** Until the driver listens. */
async function waitFor(origin: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (
      await fetch(`${origin}/status`).then(
        () => true,
        () => false,
      )
    )
      return;
    await pause(25);
  }
  throw new Error('WebKitWebDriver does not answer.');
}
