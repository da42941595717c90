import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { configure, openShop, BUILDS } from '../../browser/support/shop.js';
import { manifestWithReceipts } from '../../browser/support/manifest.js';
import type { EngineBrowser, Tab } from '../drive/engine.js';
import type { InEngine, Scene } from '../in-engine.js';
import { createNotes, flush, grant, pause, readDevice, track, until, UNTOUCHED, withdraw } from './shopper.js';

/**
 * Nothing before consent, by witnesses that do not trust each other: the pages' own server, a server that counts mere
 * connections to the collector, storage as a page reads it, and the profile on the disk when the browser has ended. Each
 * proves further down that it would have seen something.
 */

interface Line {
  readonly url: string;
  /** Connections, whether or not a request came over them. */
  readonly count: () => number;
}

async function openLine(): Promise<Line> {
  let connections = 0;
  const server: Server = createServer((socket) => {
    connections++;
    socket.on('error', () => {});
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}/v1/events`, count: () => connections };
}

/** What the profile knows of an origin's storage, by names of files, and of a text, by what is in them. */
async function findInProfile(
  { profile }: EngineBrowser,
  origin: string,
  text: string,
): Promise<{ storage: string[]; content: string[] }> {
  const { hostname, port } = new URL(origin);
  const isOrigins = new RegExp(`${hostname.replaceAll('.', '\\.')}[_+]${port}`);
  const needles = [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')];
  const storage: string[] = [];
  const content: string[] = [];
  for (const entry of await readdir(profile, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (isOrigins.test(path)) storage.push(path);
    if (!entry.isFile()) continue;
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    if (needles.some((needle) => bytes.includes(needle))) content.push(path);
  }
  return { storage, content };
}

/**
 * A refusal makes Headgate ask whether an earlier page left a database, to delete what is in it. Firefox makes a folder of
 * the question, without a name or a byte in it.
 */
const IS_OF_QUESTION = /\/http\+\+\+[\d.+]+(\/idb|\/\.metadata-v2)?$/;
const NEVER = /(?!)/;

const VISITORS: readonly { who: string; choose?: (tab: Tab) => Promise<unknown> }[] = [
  { who: 'who ignores the banner' },
  { who: 'who denies, and denies again', choose: (tab) => withdraw(tab).then(() => withdraw(tab)) },
];

export function zeroTouch({ name, setScene, open }: InEngine): void {
  /** A shop that sends to a line, and keeps a choice for its page alone: the choice itself would be a trace. */
  async function openAt(scene: Scene, build: (typeof BUILDS)[number]): Promise<[EngineBrowser, Tab, Line]> {
    const line = await openLine();
    openShop(
      scene.pages,
      build,
      configure({ url: line.url }, { consent: { manual: {} }, manifest: manifestWithReceipts }),
    );
    const browser = await open();
    return [browser, await browser.openTab(scene.pages.origin), line];
  }

  for (const [index, { who, choose }] of VISITORS.entries()) {
    const build = BUILDS[index]!;
    test(`no witness sees a visitor ${who}, with the ${build} build`, async () => {
      const scene = await setScene();
      const { pages } = scene;
      const [browser, tab, line] = await openAt(scene, build);
      const notes = createNotes(3, 'canary');
      for (const path of ['/', '/next']) {
        await tab.goTo(pages.origin + path);
        await choose?.(tab);
        const tracked = await track(tab, ...notes);
        expect(tracked.map(({ outcome }) => outcome)).toEqual(notes.map(() => (choose ? 'refuse' : 'hold')));
        await tab.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
        await flush(tab);
      }
      await pause(400);
      // The disk first: in Firefox the other witness leaves folders there, by asking what there is.
      const { storage, content } = await findInProfile(browser, pages.origin, notes[0]!);
      const isOfQuestion = name === 'Firefox' && choose ? IS_OF_QUESTION : NEVER;
      expect({ storage: storage.filter((path) => !isOfQuestion.test(path)), content }).toEqual({
        storage: [],
        content: [],
      });
      expect(await readDevice(tab)).toEqual(UNTOUCHED);
      expect(line.count()).toBe(0);
      expect(pages.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
      await browser.kill();
      expect((await findInProfile(browser, pages.origin, notes[0]!)).content).toEqual([]);
    });
  }

  test('every witness sees the same page after a grant', async () => {
    const scene = await setScene();
    const [browser, tab, line] = await openAt(scene, 'script');
    const notes = createNotes(3, 'canary');
    await track(tab, ...notes);
    await grant(tab);
    const device = await until(
      () => readDevice(tab),
      ({ databases }) => JSON.stringify(databases).includes(notes[0]!),
    );
    expect(device.databases.map(({ name }) => name)).toEqual(['headgate']);
    expect(JSON.stringify(device.databases)).toContain(notes[0]);
    expect(await until(line.count, (count) => count > 0)).toBeGreaterThan(0);
    // Some engines write to the disk a moment later.
    const { origin } = scene.pages;
    const found = await until(
      () => findInProfile(browser, origin, notes[0]!),
      ({ storage, content }) => storage.length > 0 && content.length > 0,
    );
    expect(found.storage).not.toEqual([]);
    expect(found.content).not.toEqual([]);
  });

  test('the witnesses see a preconnect, a read that creates a database, and a written note', async () => {
    const { pages } = await setScene();
    const line = await openLine();
    const [note] = createNotes(1, 'canary') as [string];
    pages.set('/', `<link rel="preconnect" href="${line.url}"><title>Careless</title>`);
    const browser = await open();
    const tab = await browser.openTab(pages.origin);
    await tab.evaluate(async (text) => {
      await new Promise((resolve) => (indexedDB.open('note').onsuccess = resolve));
      localStorage.setItem('note', text);
      sessionStorage.setItem('note', text);
      document.cookie = `note=${text}; max-age=1000`;
      await caches.open('note');
    }, note);
    expect(await readDevice(tab)).toEqual({
      databases: [{ name: 'note', records: [] }],
      local: { note },
      session: { note },
      cookie: `note=${note}`,
      caches: ['note'],
    });
    expect(await until(line.count, (count) => count > 0)).toBeGreaterThan(0);
    const found = await until(
      () => findInProfile(browser, pages.origin, note),
      ({ storage, content }) => storage.length > 0 && content.length > 0,
    );
    expect(found.storage).not.toEqual([]);
    expect(found.content).not.toEqual([]);
  });
}
