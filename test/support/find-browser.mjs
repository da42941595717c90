/** Finds a Chromium for the tests. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** @typedef {{ executablePath: string, from: string }} FoundBrowser */

/** The headless shell starts sooner than the full browser, and has no back/forward cache. */
const SHELLS = ['chromium-headless-shell', 'chrome-headless-shell'];

const FULL_BROWSERS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];

const MAC_APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** What to do where no browser is found and none can be installed. */
export const HOW_TO_GET_A_BROWSER = `No Chromium was found. Any one of these helps:
  - install Chrome or Chromium, or
  - run \`npx playwright install chromium\`, or
  - name one: HEADGATE_CHROMIUM=/path/to/chromium npm test`;

/**
 * In this order: the one named by `HEADGATE_CHROMIUM`, an installed one, Playwright's own. A named one that does not
 * exist is an error: to test another than the one asked for would mislead.
 *
 * @param {{ full?: boolean, env?: NodeJS.ProcessEnv }} [options] `full`: not a headless shell.
 * @returns {Promise<FoundBrowser | undefined>}
 */
export async function findBrowser({ full = false, env = process.env } = {}) {
  const named = env['HEADGATE_CHROMIUM'];
  if (named && !existsSync(named)) throw new Error(`HEADGATE_CHROMIUM names ${named}, which does not exist.`);
  if (named && !(full && isShell(named))) return { executablePath: named, from: 'HEADGATE_CHROMIUM' };
  const installed = findInstalled(full ? FULL_BROWSERS : [...SHELLS, ...FULL_BROWSERS], env['PATH'] ?? '');
  if (installed) return { executablePath: installed, from: 'installed' };
  const own = await playwrightsOwn();
  return own && existsSync(own) ? { executablePath: own, from: 'Playwright' } : undefined;
}

/** @param {string} executablePath */
function isShell(executablePath) {
  return /headless[-_]shell/.test(executablePath);
}

/**
 * @param {string[]} commands
 * @param {string} path
 */
function findInstalled(commands, path) {
  for (const command of commands) {
    const found = findCommand(command, path);
    if (found) return found;
  }
  return process.platform === 'darwin' ? MAC_APPLICATIONS.find((file) => existsSync(file)) : undefined;
}

/**
 * @param {string} command
 * @param {string} path
 */
function findCommand(command, path) {
  const file = process.platform === 'win32' ? `${command}.exe` : command;
  return path
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, file))
    .find((candidate) => existsSync(candidate));
}

async function playwrightsOwn() {
  try {
    const { chromium } = await import('@playwright/test');
    return chromium.executablePath();
  } catch {
    // Not installed, or it knows no browser for this system.
    return undefined;
  }
}
