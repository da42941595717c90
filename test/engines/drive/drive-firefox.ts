import puppeteer from 'puppeteer-core';
import { findFirefox } from '../../support/find-engines.mjs';
import { driveByPuppeteer } from './drive-by-puppeteer.js';
import type { Engine, OpenOptions } from './engine.js';
import { takeProfile } from './profile.js';

const VISITORS: Record<NonNullable<OpenOptions['visitor']>, Record<string, unknown>> = {
  private: { 'browser.privatebrowsing.autostart': true },
  'no-cookies': { 'network.cookie.cookieBehavior': 2 },
};

/** Preconnects as in any Firefox: puppeteer switches them off. */
const PREFERENCES = { 'network.http.speculative-parallel-limit': 20 };

/** Firefox by WebDriver BiDi, which it speaks itself. */
export const firefox: Engine = {
  name: 'Firefox',
  async open(options = {}) {
    const { profile, drop } = await takeProfile(options);
    const launch = () =>
      puppeteer.launch({
        browser: 'firefox',
        executablePath: findFirefox()!,
        userDataDir: profile,
        extraPrefsFirefox: { ...PREFERENCES, ...(options.visitor && VISITORS[options.visitor]) },
        handleSIGINT: false,
        // One that has not answered by then does not answer at all.
        protocolTimeout: 60_000,
      });
    // The driver may still be putting back the preferences of the browser before, which was killed: they are gone for a moment.
    const browser = await launch().catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return launch();
      throw error;
    });
    return driveByPuppeteer({ browser, profile, drop, openPage: () => browser.newPage() });
  },
};
