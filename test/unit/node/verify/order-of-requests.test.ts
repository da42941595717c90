import { EventEmitter } from 'node:events';
import type { CDPSession, Protocol } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { watchDocuments, type DocumentLog, type ToldMessage } from '../../../../src/node/verify/watch-documents.js';
import { watchRequests, type RequestLog } from '../../../../src/node/verify/watch-requests.js';

/** What the DevTools protocol tells, in an order that no real browser can be made to keep. */
function createSession() {
  const session = Object.assign(new EventEmitter(), { id: () => 'page', send: () => Promise.resolve({}) });
  return { session: session as unknown as CDPSession, tell: session.emit.bind(session) };
}

const PAGE = { targetId: 'page', type: 'page', url: 'https://shop.example/' } as Protocol.Target.TargetInfo;

function asked(url: string, seconds: number, isRedirected = false) {
  const request = { url, method: 'POST', headers: {} };
  const redirectResponse = isRedirected ? { status: 307 } : undefined;
  return {
    request,
    requestId: '1',
    wallTime: seconds,
    initiator: { type: 'script' },
    documentURL: PAGE.url,
    redirectResponse,
  };
}

describe('what the DevTools protocol tells', () => {
  it('of a redirected request has the time at which the page asked', () => {
    const { session, tell } = createSession();
    const log: RequestLog = { requests: [], open: new Set(), lastRequest: 0, track: () => {} };
    watchRequests(session, PAGE, log);
    tell('Network.requestWillBeSent', asked('http://tracker.example/t', 1));
    tell('Network.requestWillBeSent', asked('https://tracker.example/t', 1.9, true));
    tell('Network.loadingFinished', { requestId: '1' });
    tell('Network.requestWillBeSent', asked('https://tracker.example/t', 3));
    expect(log.requests.map(({ url, at }) => [url, at])).toEqual([
      ['http://tracker.example/t', 1000],
      ['https://tracker.example/t', 1000],
      ['https://tracker.example/t', 3000],
    ]);
  });

  it('of a click comes after what was asked for in the same millisecond and told before', () => {
    const { session, tell } = createSession();
    const clicks: ToldMessage[] = [];
    const log: DocumentLog = {
      frames: new Map(),
      writes: [],
      listeners: [(message) => clicks.push(message)],
      pageBinding: '_page',
      lastAsked: () => 1000.7,
    };
    void Promise.all(watchDocuments(session, false, log));
    const context = { id: 7, name: 'headgate-verify', auxData: { frameId: 'main' } };
    tell('Runtime.executionContextCreated', { context });
    for (const at of [1000, 2000]) {
      const payload = JSON.stringify({ type: 'click', at });
      tell('Runtime.bindingCalled', { name: 'headgateTell', payload, executionContextId: 7 });
    }
    const [first, second] = clicks.map(({ at }) => Number(at));
    expect(first).toBeGreaterThan(1000.7);
    expect(first).toBeLessThan(1001);
    expect(second).toBe(2000);
  });
});
