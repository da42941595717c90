/**
 * Finds a Chromium to drive: the one that HEADGATE_CHROMIUM names, an installed Chrome or Chromium, else Playwright's own.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright';
import { Trouble } from '../progress.mjs';

/** The headless shell first: it starts in a fraction of the time. */
const names = [
  'chromium-headless-shell',
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'chrome.exe',
];

const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) =>
    join(process.env[name] ?? '', 'Google/Chrome/Application/chrome.exe'),
  ),
];

export function findChromium() {
  const named = process.env.HEADGATE_CHROMIUM;
  if (named && !existsSync(named)) {
    throw new Trouble(`HEADGATE_CHROMIUM names ${named}, which is not there.`, 'correct or unset the variable.');
  }
  const folders = (process.env.PATH ?? '').split(delimiter);
  const installed = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = [named, ...installed, ...places, chromium.executablePath()].find((path) => path && existsSync(path));
  if (found) return found;
  throw new Trouble(
    'No Chromium was found: neither HEADGATE_CHROMIUM, nor an installed Chrome or Chromium, nor Playwright’s own.',
    'run npx playwright install --only-shell chromium, or set HEADGATE_CHROMIUM to the program.',
  );
}

/** Switches that make Debian's build start in a container and stay silent on the network. */
export const launchOptions = {
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
  // As visitors have it.
  ignoreDefaultArgs: ['--disable-back-forward-cache'],
};
