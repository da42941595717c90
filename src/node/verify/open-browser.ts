import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, LaunchOptions, PuppeteerNode } from 'puppeteer-core';
import { UsageError } from '../commands/command.js';

/** A browser of its own for one visit, with a new profile. */
export interface OpenedBrowser {
  readonly browser: Browser;
  readonly profile: string;
  /** The network service's own log, complete once the browser has ended. */
  readonly netLog: string;
  /** Ends the browser, so that its log and its profile are complete. */
  readonly close: () => Promise<void>;
  /** Deletes the profile. */
  readonly remove: () => Promise<void>;
}

/** Without what a browser asks of others by itself. */
const QUIET_FLAGS: readonly string[] = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-sync',
  '--disable-client-side-phishing-detection',
  '--disable-quic',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--metrics-recording-only',
  '--password-store=basic',
  '--use-mock-keychain',
  '--window-size=1280,900',
  // Consent banners hide from browsers that say they are driven, as from search engines: what visitors see would not be seen.
  '--disable-blink-features=AutomationControlled',
];

/** Chromium looks for updates of its own all the same: these hosts are none to it, so that nobody hears of a visit. */
const OWN_HOSTS: readonly string[] = ['clients2.google.com', 'update.googleapis.com'];

/**
 * The flags of a browser that visits a site for its user.
 *
 * @param resolve - `HOST=ADDRESS`: where a host is looked for, as for a site that is not yet at its place.
 */
export function toBrowserFlags(resolve: readonly string[]): string[] {
  const rules = [
    ...OWN_HOSTS.map((host) => `MAP ${host} ~NOTFOUND`),
    ...resolve.map((rule) => `MAP ${rule.replace('=', ' ')}`),
  ];
  return [
    ...QUIET_FLAGS,
    `--host-resolver-rules=${rules.join(', ')}`,
    // Chromium refuses to run its sandbox as root, as in containers.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
}

/**
 * Starts a Chromium.
 *
 * @param hint - What else can be done where it does not start, as a sentence.
 * @throws {UsageError} where it does not.
 */
export async function launchChromium(
  puppeteer: PuppeteerNode,
  executablePath: string,
  options: LaunchOptions,
  hint = 'Another one is named by --browser FILE.',
): Promise<Browser> {
  try {
    // The system's own browser may be slow to start the first time.
    return await puppeteer.launch({ executablePath, pipe: true, timeout: 120_000, ...options });
  } catch (error) {
    throw new UsageError(`${executablePath} did not start. ${hint}\n${String(error).split('\n', 1).join('')}`);
  }
}

/**
 * @param resolve - `HOST=ADDRESS`: where a host is looked for, as for a site that is not yet at its place.
 */
export async function openBrowser(
  puppeteer: PuppeteerNode,
  executablePath: string,
  resolve: readonly string[],
): Promise<OpenedBrowser> {
  const profile = await makeProfile();
  const netLog = join(profile, 'net-log.json');
  const remove = (): Promise<void> => rm(profile, { recursive: true, force: true, maxRetries: 5 });
  const launched = launchChromium(puppeteer, executablePath, {
    headless: true,
    ignoreDefaultArgs: ['--enable-automation'],
    userDataDir: profile,
    defaultViewport: { width: 1280, height: 900 },
    protocolTimeout: 120_000,
    args: [...toBrowserFlags(resolve), `--log-net-log=${netLog}`, '--net-log-capture-mode=IncludeSensitive'],
  });
  const browser = await launched.catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  return {
    browser,
    profile,
    netLog,
    close: () => browser.close(),
    remove,
  };
}

/** With third-party cookies, as most visitors have them: what would be set shall be seen. */
async function makeProfile(): Promise<string> {
  const profile = await mkdtemp(join(tmpdir(), 'headgate-verify-'));
  await mkdir(join(profile, 'Default'));
  const preferences = { profile: { block_third_party_cookies: false, cookie_controls_mode: 0 } };
  await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
  return profile;
}
