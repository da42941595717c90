/** One visitor with a new profile, on a shop that runs one tracker, before a collector of its own. */
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen } from '../../support/listen.mjs';
import { openCollector } from './open-collector.mjs';
import { readDevice } from './read-device.mjs';

/** @import { Browser, Page } from '@playwright/test' */
/** @import { Collector } from './open-collector.mjs' */
/** @import { Entry } from './read-device.mjs' */

/** @typedef {'undecided' | 'granted' | 'denied'} Choice What the shop's consent platform says at the start of a page. */

/**
 * @typedef {object} Tab
 * @property {(choice: Choice) => Promise<void>} open A page of the shop. The platform's memory is the server's: what lies on the device is the tracker's.
 * @property {() => Promise<void>} leave To a page of the same shop without the tracker.
 * @property {(note: string) => Promise<void>} track
 * @property {(note: string) => Promise<void>} trackAndLeave In one task.
 * @property {() => Promise<void>} grant
 * @property {() => Promise<void>} deny
 * @property {() => Promise<void>} withdraw
 * @property {() => Promise<void>} close
 * @property {() => Promise<Entry[]>} readDevice
 */

/**
 * @typedef {object} Visit
 * @property {Collector} collector
 * @property {string[]} elsewhere Requests to anybody but the shop and the collector. They find nobody.
 * @property {() => Promise<Tab>} openTab
 * @property {(look: () => boolean, milliseconds: number) => Promise<boolean>} until
 * @property {(milliseconds: number) => Promise<void>} wait
 * @property {() => Promise<void>} close
 */

/** As a visitor's, not as a robot's: some trackers are silent before robots. */
const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

/**
 * @param {Browser} browser
 * @param {string} script
 * @returns {Promise<Visit>}
 */
export async function openVisit(browser, script) {
  const collector = await openCollector();
  const shop = await openShop(script, collector.origin);
  const context = await browser.newContext({ userAgent: USER_AGENT });
  /** @type {string[]} */
  const elsewhere = [];
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && ![shop.origin, collector.origin].includes(origin)) elsewhere.push(request.url());
  });
  return {
    collector,
    elsewhere,
    openTab: async () => toTab(await context.newPage(), shop.origin),
    async until(look, milliseconds) {
      for (let waited = 0; waited < milliseconds && !look(); waited += 50) await sleep(50);
      return look();
    },
    wait: (milliseconds) => sleep(milliseconds),
    async close() {
      await context.close();
      await shop.close();
      await collector.close();
    },
  };
}

/**
 * @param {string} script
 * @param {string} collector
 */
async function openShop(script, collector) {
  const head = '<!doctype html><html lang="en"><title>Shop</title><link rel="icon" href="data:,">';
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://shop');
    if (pathname === '/tracker.js') {
      response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(script);
      return;
    }
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (pathname !== '/') {
      response.end(head);
      return;
    }
    const call = { granted: 'conform.grant();', denied: 'conform.deny();' }[searchParams.get('choice') ?? ''] ?? '';
    response.end(
      `${head}<script src="/tracker.js"></script><script>conform.init(${JSON.stringify(collector)});${call}</script>`,
    );
  });
  return listen(server);
}

/**
 * @param {Page} page
 * @param {string} shop
 * @returns {Tab}
 */
function toTab(page, shop) {
  /** @param {string} code */
  const run = (code) => page.evaluate(`void (${code})`).then(() => undefined);
  return {
    open: async (choice) => void (await page.goto(`${shop}/?choice=${choice}`)),
    leave: async () => void (await page.goto(`${shop}/left`)),
    track: (note) => run(`conform.track('${note}')`),
    async trackAndLeave(note) {
      const left = page.waitForURL('**/left');
      await run(`(conform.track('${note}'), location.assign('/left'))`);
      await left;
    },
    grant: () => run('conform.grant()'),
    deny: () => run('conform.deny()'),
    withdraw: () => run('conform.withdraw()'),
    close: () => page.close(),
    readDevice: () => readDevice(page),
  };
}
