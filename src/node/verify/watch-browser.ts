import type { Browser, CDPSession, Protocol } from 'puppeteer-core';
import type { SeenRequest, SeenWrite } from './evidence.js';
import { watchDocuments, type DocumentLog, type ToldMessage, type WatchedFrame } from './watch-documents.js';
import { LARGEST_BODY, watchRequests, type RequestLog } from './watch-requests.js';

/** What the DevTools protocol sees of a browser: all pages, frames on other sites, workers and service workers. */
export interface Watch {
  readonly session: CDPSession;
  readonly requests: readonly SeenRequest[];
  readonly writes: readonly SeenWrite[];
  readonly frames: () => WatchedFrame[];
  readonly lastRequest: () => number;
  /** Returns how many requests have no end yet. */
  readonly open: () => number;
  /** What a page that was left had open will have no end. */
  readonly forgetOpen: () => void;
  readonly onTold: (listener: (message: ToldMessage, frame: WatchedFrame) => void) => void;
  /** Resolves when all is done that new frames, workers and bodies made necessary. */
  readonly settled: () => Promise<void>;
}

/**
 * Starts to watch a browser. Each new page, frame and worker waits until it is watched, so that none of its requests comes
 * before.
 */
export async function watchBrowser(browser: Browser, { hasSignal }: { readonly hasSignal: boolean }): Promise<Watch> {
  const session = await browser.target().createCDPSession();
  // A browser without a window says so, and some sites answer it otherwise.
  const userAgent = (await browser.userAgent()).replace('Headless', '');
  const pending = new Set<Promise<unknown>>();
  const track = (work: Promise<unknown>): void => {
    // A page may be gone before its answer.
    const done = work.catch(() => undefined).finally(() => pending.delete(done));
    pending.add(done);
  };
  const requestLog: RequestLog = { requests: [], open: new Set(), lastRequest: Date.now(), track };
  const pageBinding = `_${Math.random().toString(36).slice(2)}`;
  const lastAsked = (): number => requestLog.requests.at(-1)?.at ?? 0;
  const documentLog: DocumentLog = { frames: new Map(), writes: [], listeners: [], pageBinding, lastAsked };
  const watched = new Set<string>();

  function attach(parent: CDPSession): void {
    const sessions = new Map<string, CDPSession>();
    parent.on('sessionattached', (child) => void sessions.set(child.id(), child));
    parent.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      const child = sessions.get(sessionId);
      if (child) track(welcome(child, targetInfo));
    });
  }

  async function welcome(child: CDPSession, target: Protocol.Target.TargetInfo): Promise<void> {
    const hasDocuments = target.type === 'page' || target.type === 'iframe';
    const isWatched = hasDocuments || target.type.endsWith('worker');
    // A service worker is announced by the browser and by each of its pages.
    const isNew = !watched.has(target.targetId);
    watched.add(target.targetId);
    const sent: Promise<unknown>[] = [];
    if (isWatched && isNew) {
      watchRequests(child, target, requestLog);
      attach(child);
      sent.push(child.send('Network.enable', { maxPostDataSize: LARGEST_BODY }));
      sent.push(child.send('Network.setUserAgentOverride', { userAgent }));
      if (hasSignal) sent.push(child.send('Network.setExtraHTTPHeaders', { headers: { 'Sec-GPC': '1' } }));
      sent.push(child.send('Target.setAutoAttach', AUTO_ATTACH));
      if (hasDocuments) sent.push(...watchDocuments(child, hasSignal, documentLog));
    }
    // In the order in which it was sent: it runs once all of the above holds.
    sent.push(child.send('Runtime.runIfWaitingForDebugger'));
    await Promise.allSettled(sent);
  }

  attach(session);
  await session.send('Target.setAutoAttach', AUTO_ATTACH);
  return {
    session,
    requests: requestLog.requests,
    writes: documentLog.writes,
    frames: () => [...documentLog.frames.values()],
    lastRequest: () => requestLog.lastRequest,
    open: () => requestLog.open.size,
    forgetOpen: () => requestLog.open.clear(),
    onTold: (listener) => void documentLog.listeners.push(listener),
    async settled() {
      while (pending.size > 0) await Promise.all(pending);
    },
  };
}

const AUTO_ATTACH = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true } as const;
