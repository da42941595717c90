/** Starts a Chromium with a profile of its own, in the way that a test asks for. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { HOW_TO_GET_A_BROWSER, findBrowser } from './find-browser.mjs';
import { readNetLogRequests } from './read-net-log.mjs';

/** @import { BrowserContext, BrowserContextOptions, LaunchOptions } from '@playwright/test' */
/** @import { NetLogRequest } from './read-net-log.mjs' */

/**
 * @typedef {object} BrowserOptions
 * @property {string} [profile] Folder of an earlier browser's profile, which is then kept. A new one by default.
 * @property {boolean} [bfcache] Keep pages that are left in the back/forward cache, as real browsers do and Playwright's do not. Takes the full browser.
 * @property {boolean} [partitioning] Give a cross-site frame a storage of its own for each host page, as real browsers do.
 * @property {boolean} [netLog] Record the network service's own log.
 * @property {string[]} [args] Further command-line flags.
 * @property {BrowserContextOptions} [context]
 */

/**
 * @typedef {object} OpenBrowser
 * @property {BrowserContext} context
 * @property {string} profile The folder where this browser keeps what pages store.
 * @property {() => Promise<void>} killRenderers SIGKILL to every process that runs a page: not one more line of a page runs.
 * @property {() => Promise<void>} kill SIGKILL to the browser itself: nothing is tidied up, and the profile stays as it is.
 * @property {() => Promise<NetLogRequest[]>} closeAndReadNetLog Every request that the network service started.
 * @property {() => Promise<void>} close Also deletes a profile that was made here.
 */

/** Chromium as root and in containers, without the requests that it makes on its own. */
const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/** What Playwright switches off besides storage partitioning. The last `--disable-features` of a command line counts. */
const DISABLED_FEATURES =
  'AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,' +
  'MediaRouter,PaintHolding,OptimizationHints,NetworkTimeServiceQuerying,PreconnectToSearch';

/**
 * The launch options for any Chromium of the tests.
 *
 * @param {BrowserOptions} [options]
 * @returns {Promise<LaunchOptions & { executablePath: string }>}
 */
export async function launchOptions({ bfcache = false, partitioning = false, args = [] } = {}) {
  const browser = await findBrowser({ full: bfcache });
  if (!browser) throw new Error(HOW_TO_GET_A_BROWSER);
  return {
    executablePath: browser.executablePath,
    headless: true,
    chromiumSandbox: process.getuid?.() !== 0 && process.platform !== 'linux',
    args: [...FLAGS, ...(partitioning ? [`--disable-features=${DISABLED_FEATURES}`] : []), ...args],
    ignoreDefaultArgs: bfcache ? ['--disable-back-forward-cache'] : [],
  };
}

/**
 * @param {BrowserOptions} [options]
 * @returns {Promise<OpenBrowser>}
 */
export async function openBrowser(options = {}) {
  const profile = options.profile ?? (await makeProfile());
  const netLog = join(profile, 'net-log.json');
  const recording = options.netLog ? [`--log-net-log=${netLog}`, '--net-log-capture-mode=IncludeSensitive'] : [];
  const launch = await launchOptions({ ...options, args: [...recording, ...(options.args ?? [])] });
  const context = await chromium.launchPersistentContext(profile, { ...launch, ...options.context });
  return {
    context,
    profile,
    killRenderers: () => killProcesses(context, 'renderer'),
    async kill() {
      const closed = context.waitForEvent('close');
      await killProcesses(context, 'browser');
      await closed;
    },
    async closeAndReadNetLog() {
      await context.close();
      if (!existsSync(netLog)) throw new Error('Open the browser with `netLog: true` to read its NetLog.');
      return readNetLogRequests(netLog);
    },
    async close() {
      await context.close();
      if (!options.profile) await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** With third-party cookies, and so storage in cross-site frames, which Debian's full browser blocks unless it is told. */
async function makeProfile() {
  const profile = await mkdtemp(join(tmpdir(), 'headgate-profile-'));
  await mkdir(join(profile, 'Default'));
  const preferences = { profile: { block_third_party_cookies: false, cookie_controls_mode: 0 } };
  await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
  return profile;
}

/**
 * The processes of this very browser, named by itself.
 *
 * @param {BrowserContext} context
 * @param {'browser' | 'renderer'} type
 */
async function killProcesses(context, type) {
  const session = await context.browser()?.newBrowserCDPSession();
  if (!session) throw new Error('This browser tells nothing of its processes.');
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  for (const { id } of processInfo.filter((info) => info.type === type)) kill(id);
  if (type !== 'browser') await session.detach();
}

/** @param {number} id */
function kill(id) {
  try {
    process.kill(id, 'SIGKILL');
  } catch {
    // It ended on its own in between.
  }
}
