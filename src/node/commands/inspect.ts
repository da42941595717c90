import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findPackages } from '../find-packages.js';
import { inspectSite } from '../inspect/inspect-site.js';
import { findChromium } from '../verify/find-chromium.js';
import { loadPuppeteer } from '../verify/load-tools.js';
import { UsageError, type Command, type ExitCode, type Terminal } from './command.js';

/** Opens a site with the inspector on it. */
export const inspectCommand: Command = {
  summary: 'Open a site with the inspector on each of its pages',
  usage: `headgate inspect URL [options]

Opens a site in Chromium with the inspector on each page that has a global headgate, whether or not the site offers it. The
site's own policy holds as it is. Closing the window ends it.
Needs Chrome or Chromium, and: npm install --save-dev puppeteer-core

  --screenshot FILE  Opens no window: takes a picture of the page with the inspector, as PNG
  --wait MS          How long after the inspector has opened the picture is taken. Default: 1000
  --resolve HOST=ADDRESS  Where to look for a host; can be given several times
  --browser FILE     The Chromium. Default: HEADGATE_CHROMIUM, or an installed one

Exit codes: 0 the inspector was opened; 1 no page had a Headgate; 2 wrong call, or no browser.`,
  run: runInspect,
};

async function runInspect(args: readonly string[], { folder, note }: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      screenshot: { type: 'string' },
      wait: { type: 'string', default: '1000' },
      resolve: { type: 'string', multiple: true, default: [] },
      browser: { type: 'string' },
    },
  });
  const [address, ...more] = positionals;
  if (address === undefined || more.length > 0) throw new UsageError('Name one address to open.');
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new UsageError(`${address} is no address such as https://shop.example/.`);
  }
  const wait = Number(values.wait);
  if (!(wait >= 0 && wait <= 60_000)) throw new UsageError('--wait takes milliseconds, up to 60000.');
  const wrong = values.resolve.find((pair) => !/^[^=]+=.+$/.test(pair));
  if (wrong !== undefined) throw new UsageError(`--resolve takes HOST=ADDRESS, not ${wrong}.`);
  const chromium = findChromium(values.browser === undefined ? undefined : resolve(folder, values.browser));
  const found = findPackages(['puppeteer-core'], folder, 'To open a site');
  const screenshot = values.screenshot === undefined ? undefined : resolve(folder, values.screenshot);
  const isOpened = await inspectSite({
    address,
    puppeteer: await loadPuppeteer(found['puppeteer-core']),
    chromium,
    resolve: values.resolve,
    screenshot,
    wait,
    note,
  });
  if (screenshot !== undefined) note(`wrote ${screenshot}`);
  return isOpened ? 0 : 1;
}
