/** A page in a real Chromium that sends with the built package, and tells what it handed to the network. */
import type { Page } from '@playwright/test';
import type { Tally } from '../../../src/audit/create-ledger.js';
import type { HttpCollector } from '../../../src/delivery/collector.js';
import type { TaggedEvent } from '../../../src/tag/tagged-event.js';
import { openBrowser } from '../../support/open-browser.mjs';
import { IMPORT_MAP, servePages } from '../../support/serve-pages.mjs';
import { manifest, type Track } from './sample.js';

/** One call of the adapter's `encode`, with what came of it. */
export interface Encoded {
  readonly events: readonly TaggedEvent[];
  readonly sentAt: string;
  readonly body: string;
}

/** What the page read of an answer. */
export interface Answered {
  readonly status: number;
  readonly body: string;
}

export interface Sent {
  readonly tally: Tally;
  readonly encoded: readonly Encoded[];
  readonly diagnostics: readonly string[];
}

export interface Sender {
  readonly origin: string;
  /** Starts Headgate in a new page, with an adapter of the package by its name. */
  start(adapter: string, options: object, changes?: object): Promise<Sending>;
  close(): Promise<void>;
}

export interface Sending {
  readonly page: Page;
  track(events: readonly Track[]): Promise<void>;
  /** Sends what waits, until nothing waits or `until` says so; then what became of all. */
  settle(until?: (sent: Sent) => boolean): Promise<Sent>;
  read(): Promise<Sent>;
  stop(): Promise<void>;
}

interface Kit {
  readonly [adapter: string]: (options: object) => HttpCollector;
}

declare global {
  var interop: {
    start(adapter: string, options: object, changes: object): void;
    track(events: readonly Track[]): void;
    flush(): Promise<void>;
    read(): Sent;
    stop(): Promise<void>;
  };
  var kit: Kit;
}

const PAGE = `<!doctype html><html lang="en"><title>Shop</title>${IMPORT_MAP}<script type="module">
  import * as kit from 'headgate';
  import { createSealer } from 'headgate/seal';
  const manifest = ${JSON.stringify(manifest)};
  let headgate;
  const encoded = [];
  const diagnostics = [];
  globalThis.interop = {
    start(adapter, options, { publicKey, ...changes }) {
      const collector = kit[adapter](options);
      const choice = kit.manual();
      headgate = kit.createHeadgate({
        manifest,
        consent: [choice],
        flushInterval: 50,
        onDiagnostic: ({ code }) => diagnostics.push(code),
        ...(publicKey && { seal: createSealer(publicKey) }),
        ...changes,
        collectors: {
          far: {
            ...collector,
            encode(events, sentAt) {
              const request = collector.encode(events, sentAt);
              encoded.push({ events, sentAt, body: request.body });
              return request;
            },
          },
        },
      });
      choice.grant('analytics', 'marketing');
    },
    track(events) {
      for (const [event, data] of events) headgate.track(event, data);
    },
    flush: () => headgate.flush(),
    read: () => ({ tally: headgate.status().collectors.far, encoded, diagnostics }),
    async stop() {
      await headgate.forget();
      headgate.stop();
    },
  };
</script></html>`;

const isSettled = ({ tally }: Sent): boolean => tally.tracked > 0 && tally.held + tally.buffered === 0;

export async function openSender(): Promise<Sender> {
  const pages = await servePages({ '/': PAGE });
  const { context, close } = await openBrowser();
  return {
    origin: pages.origin,
    async start(adapter, options, changes = {}) {
      const page = await context.newPage();
      await page.goto(pages.origin);
      await page.waitForFunction(() => 'interop' in globalThis);
      await page.evaluate(([name, given, more]) => interop.start(name, given, more), [adapter, options, changes] as const);
      return toSending(page);
    },
    async close() {
      await close();
      await pages.close();
    },
  };
}

function toSending(page: Page): Sending {
  const read = (): Promise<Sent> => page.evaluate(() => interop.read());
  return {
    page,
    track: (events) => page.evaluate((all) => interop.track(all), events),
    read,
    async settle(until = isSettled) {
      for (let looks = 0; looks < 300; looks++) {
        await page.evaluate(() => interop.flush());
        const sent = await read();
        if (until(sent)) return sent;
        await page.waitForTimeout(50);
      }
      throw new Error(`Never settled: ${JSON.stringify({ ...(await read()), encoded: [] })}`);
    },
    async stop() {
      await page.evaluate(() => interop.stop());
      await page.close();
    },
  };
}
