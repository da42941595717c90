import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { findBrowser } from '../../support/find-browser.mjs';
import { driveByPuppeteer } from './drive-by-puppeteer.js';
import type { Engine } from './engine.js';
import { takeProfile } from './profile.js';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/** The content setting of somebody who forbids all sites to store. */
const NO_COOKIES = { profile: { default_content_setting_values: { cookies: 2 } } };

/** Chromium by the DevTools protocol. The full browser: its headless shell keeps no page that is left. */
export const chromium: Engine = {
  name: 'Chromium',
  async open(options = {}) {
    const { profile, drop } = await takeProfile(options);
    if (options.visitor === 'no-cookies') {
      await mkdir(join(profile, 'Default'), { recursive: true });
      await writeFile(join(profile, 'Default/Preferences'), JSON.stringify(NO_COOKIES));
    }
    const browser = await puppeteer.launch({
      executablePath: (await findBrowser({ full: true }))!.executablePath,
      userDataDir: profile,
      args: FLAGS,
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
      handleSIGINT: false,
    });
    const context =
      options.visitor === 'private' ? await browser.createBrowserContext() : browser.defaultBrowserContext();
    return driveByPuppeteer({
      browser,
      profile,
      drop,
      openPage: () => context.newPage(),
      extend(page, tab) {
        return {
          ...tab,
          async setFrozen(isFrozen) {
            const session = await page.createCDPSession();
            await session.send('Page.setWebLifecycleState', { state: isFrozen ? 'frozen' : 'active' });
          },
        };
      },
    });
  },
};
