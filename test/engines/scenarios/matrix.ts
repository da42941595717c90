import { expect, test } from 'vitest';
import { configBlock, configure, serveBuilt } from '../../browser/support/shop.js';
import type { OpenOptions } from '../drive/engine.js';
import type { InEngine, Scene } from '../in-engine.js';
import { notesOf, until } from './shopper.js';

/** Seven kinds of document times sixteen states of the browser: no error reaches the page, and its events arrive. */

/** How a page gets a document of each kind. `url` is the document's address here, `other` on another site. */
const KINDS: Record<string, string> = {
  top: '',
  'same-origin': `frame.src = url`,
  'cross-site': `frame.src = other`,
  sandboxed: `frame.sandbox = 'allow-scripts'; frame.src = url`,
  srcdoc: `frame.srcdoc = html`,
  blob: `frame.src = URL.createObjectURL(new Blob([html], { type: 'text/html' }))`,
  data: `frame.src = 'data:text/html;charset=utf-8,' + encodeURIComponent(html)`,
};

/** What happens in the document before Headgate comes. */
const MODES: Record<string, string> = {
  'nothing is wrong': '',
  'IndexedDB is missing': `hide('indexedDB');`,
  'reading IndexedDB throws': `forbid('indexedDB');`,
  'opening a database throws': `IDBFactory.prototype.open = refuse; IDBFactory.prototype.databases = refuse;`,
  'opening a database never answers': `IDBFactory.prototype.open = () => ({ addEventListener() {} });
    IDBFactory.prototype.databases = () => new Promise(() => {});`,
  'a transaction never ends': `IDBObjectStore.prototype.put = IDBObjectStore.prototype.get = () => ({});
    IDBTransaction.prototype.commit = () => {}; keepAlive();`,
  'the device is full': `IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };
    Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };`,
  'everything stored is cleared midway': `clearMidway();`,
  'reading localStorage throws': `forbid('localStorage');`,
  'BroadcastChannel is missing': `hide('BroadcastChannel');`,
  'Web Locks are missing': `hide('locks', Navigator.prototype);`,
  'crypto.subtle is missing': `hide('subtle', Crypto.prototype);`,
  'randomUUID is missing': `hide('randomUUID', Crypto.prototype);`,
  'all of these are missing': `for (const name of ['indexedDB', 'localStorage', 'sessionStorage', 'caches']) forbid(name);
    hide('BroadcastChannel'); hide('locks', Navigator.prototype); hide('subtle', Crypto.prototype); hide('randomUUID', Crypto.prototype);`,
};

/** In these each document waits for seconds: they do so at the same time. */
const SLOW = new Set(['opening a database never answers', 'a transaction never ends']);

/** These have the page's own storage. */
const SHARING = new Set(['same-origin', 'srcdoc', 'blob']);

/** States of the browser itself, in one that is opened for them. */
const VISITORS: Record<string, OpenOptions['visitor']> = {
  'the window is private': 'private',
  'the visitor forbids cookies': 'no-cookies',
};

const EVENTS = 3;

interface Report {
  readonly cell: string;
  readonly errors: readonly string[];
  readonly delivered: number;
  /** Where the others are, for whoever reads why this failed. */
  readonly reasons: object;
}

const SABOTAGE = `
  const refuse = () => { throw new DOMException('Forbidden here', 'SecurityError'); };
  const forbid = (name, owner = globalThis) => Object.defineProperty(owner, name, { get: refuse, configurable: true });
  const hide = (name, owner = globalThis) => Object.defineProperty(owner, name, { value: undefined, configurable: true });
  const keepAlive = () => {
    // A request that follows itself keeps a transaction open.
    const { get } = IDBObjectStore.prototype;
    const begin = IDBDatabase.prototype.transaction;
    const getKey = IDBObjectStore.prototype.getKey;
    IDBDatabase.prototype.transaction = function (...args) {
      const transaction = begin.apply(this, args);
      const again = () => { try { getKey.call(transaction.objectStore(args[0]), 0).onsuccess = again; } catch {} };
      again();
      return transaction;
    };
  };
  // What lies undelivered on a device that is cleared is gone: first it is delivered, then all is cleared.
  const clearMidway = () => (globalThis.midway = async () => {
    while (delivered() < 2) await pause(25);
    try { localStorage.clear(); } catch {}
    try { await new Promise((resolve) => { indexedDB.deleteDatabase('headgate').onsuccess = resolve; }); } catch {}
  });`;

/** Tracks, waits for the delivery, withdraws, and tells what no one caught. Errors of other origins' scripts need CORS. */
function documentFor(script: string, configuration: object, mode: string, cell: string, home: string): string {
  return `<!doctype html><meta charset="utf-8"><title>Cell</title><script>
    const errors = [];
    addEventListener('error', ({ message }) => errors.push('error: ' + message));
    addEventListener('unhandledrejection', ({ reason }) => errors.push('rejection: ' + reason));
    try { (() => { ${SABOTAGE} ${mode} })(); } catch (error) { if (!/SecurityError/.test(error.name)) errors.push('sabotage: ' + error); }
  </script>${configBlock(configuration)}<script crossorigin src="${script}"></script><script>
    const pause = (delay) => new Promise((resolve) => setTimeout(resolve, delay));
    const delivered = () => headgate.status().collectors.warehouse.delivered;
    (async () => {
      headgate.track('product_viewed', { note: ${JSON.stringify(cell)} + ' held' });
      headgate.grant('analytics');
      headgate.track('product_viewed', { note: ${JSON.stringify(cell)} + ' allowed' });
      // The file starts when all markup is read: until then it takes calls that need no answer.
      while (typeof headgate.status !== 'function') await pause(5);
      await (globalThis.midway?.() ?? pause(100));
      headgate.track('product_viewed', { note: ${JSON.stringify(cell)} + ' late' });
      // Longer than a request may hang and be tried again.
      for (let wait = 0; wait < 1600 && delivered() < ${EVENTS}; wait++) await pause(25);
      const { delivered: count, reasons } = headgate.status().collectors.warehouse;
      await headgate.access();
      headgate.withdraw('analytics');
      await pause(100);
      await fetch('${home}/report', { method: 'POST', mode: 'no-cors', body: JSON.stringify({ cell: ${JSON.stringify(cell)}, errors, delivered: count, reasons }) });
      parent.postMessage('cell', '*');
    })();
  </script>`;
}

interface FrameToOpen {
  readonly how: string;
  readonly url: string;
  readonly other: string;
  readonly html: string;
  readonly isWaiting: boolean;
}

/** The page itself is a cell. Frames that share its storage come in their turn, so that none waits for another's lease. */
function hostPage(top: string, frames: readonly FrameToOpen[]): string {
  const list = JSON.stringify(frames).replaceAll('<', '\\u003c');
  return `<body>${top}<script>(async () => {
    const open = ({ how, url, other, html }) => {
      const frame = document.createElement('iframe');
      new Function('frame', 'url', 'other', 'html', how)(frame, url, other, html);
      document.body.append(frame);
      return frame.contentWindow;
    };
    // Each says so when it is done, the page itself too.
    const done = (source) => new Promise((resolve) => {
      addEventListener('message', function hear(event) {
        if (event.data !== 'cell' || event.source !== source) return;
        removeEventListener('message', hear);
        resolve();
      });
    });
    const frames = ${list};
    for (const frame of frames) if (!frame.isWaiting) open(frame);
    const waiting = frames.filter(({ isWaiting }) => isWaiting);
    if (waiting.length) await done(window);
    for (const frame of waiting) await done(open(frame));
  })();</script>`;
}

export function matrix({ setScene, open }: InEngine): void {
  /** Visits the seven documents in one mode. Returns what each reported, once all have. */
  async function visit(
    { collector, pages, openTab }: Scene,
    mode: string,
    sabotage: string,
    visitor?: OpenOptions['visitor'],
  ): Promise<Report[]> {
    const { origin, otherOrigin } = pages;
    serveBuilt(pages);
    pages.set('/report', {
      body: '',
      headers: { 'access-control-allow-origin': '*' },
    });
    // A choice that is remembered would be the next frame's.
    const configuration = configure(collector, { consent: { manual: {} } });
    const build = (kind: string): string =>
      documentFor(`${origin}/dist/headgate.min.js`, configuration, sabotage, `${kind}: ${mode}`, origin);
    const kinds = Object.entries(KINDS).slice(1);
    const frames = kinds.map(([kind, how]) => {
      const path = `/${kind}`;
      pages.set(path, build(kind));
      const isWaiting = SHARING.has(kind) && !SLOW.has(mode);
      return { how, url: origin + path, other: otherOrigin + path, html: build(kind), isWaiting };
    });
    pages.set('/', hostPage(build('top'), frames));
    if (visitor) await (await open({ visitor })).openTab(origin);
    else await openTab();

    const reports = await until(
      () => pages.requests.filter(({ path, complete }) => path === '/report' && complete),
      ({ length }) => length === kinds.length + 1,
      90_000,
    );
    return reports.map(({ body }) => JSON.parse(body) as Report);
  }

  async function expectAll(mode: string, sabotage: string, visitor?: OpenOptions['visitor']): Promise<void> {
    const scene = await setScene();
    const seen = await visit(scene, mode, sabotage, visitor);
    expect(seen.map(({ cell }) => cell).sort()).toEqual(
      Object.keys(KINDS)
        .map((kind) => `${kind}: ${mode}`)
        .sort(),
    );
    expect(seen.filter(({ errors }) => errors.length > 0)).toEqual([]);
    expect(seen.filter(({ delivered }) => delivered !== EVENTS)).toEqual([]);
    const notes = seen.flatMap(({ cell }) => ['held', 'allowed', 'late'].map((when) => `${cell} ${when}`));
    expect(notesOf(scene.collector.events())).toEqual(notes.sort());
  }

  for (const [mode, sabotage] of Object.entries(MODES)) {
    test(`events of seven kinds of document arrive without one error where ${mode}`, () => expectAll(mode, sabotage));
  }
  for (const [mode, visitor] of Object.entries(VISITORS)) {
    test(`events of seven kinds of document arrive without one error where ${mode}`, () =>
      expectAll(mode, '', visitor));
  }

  test('an error and a rejection in any of the seven kinds would be seen', async () => {
    const sabotage = `setTimeout(() => { Promise.reject('x'); missing(); }, 20);`;
    const seen = await visit(await setScene(), 'something is wrong', sabotage);
    expect(
      seen.map(({ errors }) => errors.map((error) => error.split(':')[0]!).sort((a, b) => a.localeCompare(b))),
    ).toEqual(Object.keys(KINDS).map(() => ['error', 'rejection']));
  });
}
