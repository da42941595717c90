import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { expect, test } from '../support/browser.js';
import { root } from '../support/dist.js';

/** Runs the server of `examples/quick-start` as its readers do, and keeps what it prints. */
async function startServer(): Promise<{ address: string; lines: string[]; stop: () => void }> {
  const server = spawn(process.execPath, [join(root, 'examples/quick-start/receive.mjs')], {
    env: { ...process.env, PORT: '0', FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  createInterface(server.stdout).on('line', (line) => lines.push(line));
  await expect.poll(() => lines.length).toBe(1);
  return { address: lines.shift()!, lines, stop: () => void server.kill() };
}

test('the quick start sends what was allowed, and nothing before and after', async ({ page }) => {
  const { address, lines, stop } = await startServer();
  try {
    const warnings: string[] = [];
    page.on('console', (message) => warnings.push(message.text()));
    await page.goto(address);
    await page.locator('#search').click();
    await expect(page.locator('#log')).toHaveText('hold: undecided\n');
    await page.locator('#allow').click();
    await expect.poll(() => lines).toEqual(['arrived: search_used { results: 12 }']);
    await page.locator('#withdraw').click();
    await page.locator('#search').click();
    await expect(page.locator('#log')).toHaveText(/refuse: denied\n$/);
    await page.locator('#allow').click();
    await page.locator('#search').click();
    // The one that was tracked in between never arrives: this one is the second.
    await expect.poll(() => lines).toEqual(Array(2).fill('arrived: search_used { results: 12 }'));
    expect(warnings).toEqual([]);
  } finally {
    stop();
  }
});
