/** Which engines the suites in `test/engines` can run in on this machine, and what those that cannot are missing. */
import { spawnSync } from 'node:child_process';
import { findProgram, hasProgram } from '../prepare/install-packages.mjs';
import { findBrowser } from './find-browser.mjs';

/** @typedef {'chromium' | 'firefox' | 'webkit'} EngineId */

/**
 * @typedef {object} EngineState
 * @property {EngineId} id
 * @property {string} title
 * @property {string[]} missing What is not there; the engine is left out if there is any.
 * @property {string[]} packages Debian's packages that bring it all.
 */

/** @returns {Promise<EngineState[]>} */
export async function findEngines() {
  const hasChromium = await findBrowser({ full: true });
  return [
    {
      id: 'chromium',
      title: 'Chromium',
      missing: hasChromium ? [] : ['a full Chromium'],
      packages: ['chromium'],
    },
    {
      id: 'firefox',
      title: 'Firefox',
      missing: findFirefox() ? [] : ['firefox-esr or firefox'],
      packages: ['firefox-esr'],
    },
    {
      id: 'webkit',
      title: 'WebKit',
      missing: [
        ...['WebKitWebDriver', 'Xvfb'].filter((program) => !hasProgram(program)),
        ...(hasWebKitForPython() ? [] : ['WebKit2 4.1 for /usr/bin/python3']),
      ],
      packages: ['webkit2gtk-driver', 'xvfb', 'python3-gi', 'gir1.2-webkit2-4.1'],
    },
  ];
}

/** Where Firefox lies: Debian's long-term release before any other. */
export function findFirefox() {
  return findProgram('firefox-esr') ?? findProgram('firefox');
}

/** MiniBrowser forgets what pages store as soon as it is driven. The one that keeps it is written in Python. */
function hasWebKitForPython() {
  const code = 'import gi; gi.require_version("WebKit2", "4.1"); gi.require_version("Gtk", "3.0")';
  return spawnSync('/usr/bin/python3', ['-c', code], { stdio: 'ignore' }).status === 0;
}
