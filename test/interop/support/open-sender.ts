/** A page in a real Chromium that sends with the built package, and tells what it handed to the network. */
import type { Page } from '@playwright/test';
import type { Tally } from '../../../src/audit/create-ledger.js';
import type { HttpCollector } from '../../../src/delivery/collector.js';
import type { TaggedEvent } from '../../../src/tag/tagged-event.js';
import { openBrowser } from '../../support/open-browser.mjs';
import { IMPORT_MAP, servePages } from '../../support/serve-pages.mjs';
import { manifest, type Track } from './sample.js';

/** A request that left, with the events that the adapter wrote it of. */
export interface Encoded {
  readonly events: readonly TaggedEvent[];
  readonly sentAt: string;
  readonly body: string;
}

/** What the page got for a request, `status` 0 where it got nothing or the browser kept it from the page. */
export interface Answered {
  readonly status: number;
  readonly retryAfter?: string;
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
  /** In the order of the answers. */
  readonly answers: readonly Answered[];
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
      const exchange = watchExchange(page);
      await page.goto(pages.origin);
      await page.waitForFunction(() => 'interop' in globalThis);
      await page.evaluate(([name, given, more]) => interop.start(name, given, more), [
        adapter,
        options,
        changes,
      ] as const);
      return toSending(page, exchange);
    },
    async close() {
      await close();
      await pages.close();
    },
  };
}

interface Exchange {
  readonly bodies: readonly string[];
  readonly answers: readonly Answered[];
}

function watchExchange(page: Page): Exchange {
  const bodies: string[] = [];
  const answers: Answered[] = [];
  page.on('request', (request) => {
    const body = request.postData();
    if (body) bodies.push(body);
  });
  page.on('requestfailed', (request) => {
    if (request.method() === 'POST') answers.push({ status: 0, body: request.failure()?.errorText ?? '' });
  });
  page.on('response', async (response) => {
    if (response.request().method() !== 'POST') return;
    const retryAfter = await response.headerValue('retry-after');
    const body = await response.text().catch(() => '');
    answers.push({ status: response.status(), body, ...(retryAfter && { retryAfter }) });
  });
  return { bodies, answers };
}

function toSending(page: Page, { bodies, answers }: Exchange): Sending {
  const read = async (): Promise<Sent> => {
    const { encoded, ...sent } = await page.evaluate(() => interop.read());
    // Others were only written to be measured, and those last that left.
    const written = new Map(encoded.map((one) => [one.body, one]));
    return { ...sent, encoded: bodies.flatMap((body) => written.get(body) ?? []) };
  };
  return {
    page,
    answers,
    track: (events) => page.evaluate((all) => interop.track(all), events),
    read,
    async settle(until = isSettled) {
      for (let looks = 0; looks < 300; looks++) {
        await page.evaluate(() => interop.flush());
        const sent = await read();
        if (until(sent) && answers.length === bodies.length) return sent;
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
