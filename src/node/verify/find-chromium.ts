import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { UsageError } from '../commands/command.js';

const COMMANDS = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge',
  'chrome',
  'msedge',
];

const PLACES: { readonly [platform: string]: readonly string[] } = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/**
 * Returns the path of a Chromium: the one that is named, by the option or by `HEADGATE_CHROMIUM`, or an installed one. A
 * headless shell is passed over: it keeps no network log of service workers and is no browser that visitors have.
 *
 * @throws {UsageError} where there is none.
 */
export function findChromium(named: string | undefined, env: NodeJS.ProcessEnv = process.env): string {
  const wanted = named ?? env['HEADGATE_CHROMIUM'];
  if (wanted !== undefined && wanted !== '') {
    if (existsSync(wanted)) return wanted;
    throw new UsageError(`There is no browser at ${wanted}.`);
  }
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const candidates = COMMANDS.flatMap((command) => folders.map((folder) => join(folder, `${command}${suffix}`)));
  const found = [...candidates, ...(PLACES[process.platform] ?? [])].find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new UsageError(
    'No Chromium was found. Install Chrome or Chromium, fetch one by "npx @puppeteer/browsers install chrome@stable", or name ' +
      'one: --browser FILE.',
  );
}
