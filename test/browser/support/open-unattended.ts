/** Starts a Chromium that nothing drives: some features, prerendering among them, are off while a tool is attached. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchOptions } from '../../support/open-browser.mjs';

/** Opens a page that acts on its own and reports to its server. Returns what ends the browser. */
export async function openUnattended(url: string): Promise<() => Promise<void>> {
  const profile = await mkdtemp(join(tmpdir(), 'headgate-profile-'));
  const { executablePath, args = [], chromiumSandbox } = await launchOptions();
  const flags = [
    '--headless',
    '--no-default-browser-check',
    // Without it, the headless shell ends when the page is loaded.
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    ...(chromiumSandbox ? [] : ['--no-sandbox']),
  ];
  const browser = spawn(executablePath, [...args, ...flags, url], { stdio: 'ignore' });
  const ended = once(browser, 'exit');
  return async () => {
    browser.kill();
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
}
