import type { UseStore } from 'idb-keyval';

import { attempt } from '../safety/attempt.js';
import type { EngineModule } from './engine.js';

/**
 * Everything that Headgate takes from its surroundings, in one place: pure stages get what they need from here, and a
 * test can replace the clock, the network and the storage.
 */
export interface Environment {
  /** `false` on a server, where no page is. @defaultValue `true` */
  readonly hasPage?: boolean;
  now(): number;
  fillRandom(bytes: Uint8Array<ArrayBuffer>): void;
  /** Runs `callback` after `delay` milliseconds; returns what cancels it. */
  after(delay: number, callback: () => void): () => void;
  fetch(url: string, init: RequestInit): Promise<Response>;
  /**
   * Gives what runs only once something may have an effect: at once where it is in the same file, else when its own has
   * loaded. Asked again after it rejected.
   */
  loadEngine(): EngineModule | Promise<EngineModule>;
  /**
   * Opens nothing: the database is opened by the first transaction. `databaseServerLost`: through a realm of its own, because this one
   * has lost its database server. @defaultValue the browser's IndexedDB
   */
  createStore?(name: string, databaseServerLost: boolean): UseStore;
  /** Whether there is such a database, asked without touching the device; `undefined` where the browser cannot say. */
  hasStore(name: string): Promise<boolean | undefined>;
  /** Compresses with gzip. @defaultValue by the browser's own means, where it has them */
  readonly compress?: (body: Uint8Array<ArrayBuffer>, signal: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>;
  /** `undefined` on plain http. */
  readonly subtle: SubtleCrypto | undefined;
  /** Joins the channel of this name between this origin's tabs; `undefined` where it is blocked. */
  openChannel(name: string, onMessage: (message: unknown) => void): Channel | undefined;
  /** A few bytes that all tabs see at once, and that a page can write while it is being left. Never throws. */
  readMark(name: string): string;
  writeMark(name: string, value: string): void;
  /** Calls back when the page is hidden or left, and when it is shown, restored, activated or online again. */
  onPage(listener: (isHidden: boolean, isLeft?: boolean) => void): () => void;
  isPrerendering(): boolean;
}

export type Channel = Pick<BroadcastChannel, 'postMessage' | 'close'>;

/**
 * The surroundings of one application. Shop and blog on one origin have a manifest each, and neither reads the other's events,
 * choice, mark, channel, lease or keys: everything that pages share has the manifest's id in its name.
 */
export interface ApplicationEnvironment extends Omit<Environment, 'openChannel' | 'readMark' | 'writeMark'> {
  /** The name of the application's database, mark and channel. */
  readonly application: string;
  openChannel(onMessage: (message: unknown) => void): Channel | undefined;
  readMark(): string;
  writeMark(value: string): void;
}

export function toApplicationEnvironment(environment: Environment, id: string | undefined): ApplicationEnvironment {
  const application = id ? `headgate.${id}` : 'headgate';
  return {
    ...environment,
    application,
    openChannel: (onMessage) => environment.openChannel(application, onMessage),
    readMark: () => environment.readMark(application),
    writeMark: (value) => environment.writeMark(application, value),
  };
}

/** A browser whose storage hangs does not even say what there is. */
const LONGEST_ANSWER = 700;

/** The real browser. Every property is read behind a guard: in sandboxed frames the mere read of some throws. */
export function browserEnvironment(loadEngine: Environment['loadEngine']): Environment {
  const hasPage = typeof document !== 'undefined';
  return {
    hasPage,
    now: () => Date.now(),
    fillRandom: (bytes) => crypto.getRandomValues(bytes),
    after,
    fetch: (url, init) => fetch(url, init),
    loadEngine,
    async hasStore(name) {
      try {
        // Where storage is denied the first read throws: Chromium's `databases` would leave a rejected promise behind.
        const databases = localStorage && indexedDB.databases();
        const late = new Promise<undefined>((resolve) => setTimeout(resolve, LONGEST_ANSWER));
        return (await Promise.race([databases, late]))?.some((database) => database.name === name);
      } catch {
        // Sandboxed, or a browser that does not tell.
        return undefined;
      }
    },
    subtle: attempt(() => crypto.subtle),
    openChannel: (name, onMessage) =>
      attempt(() => {
        const channel = new BroadcastChannel(name);
        channel.onmessage = ({ data }) => onMessage(data);
        return channel;
      }),
    readMark: (name) => attempt(() => localStorage.getItem(name)) ?? '',
    writeMark: (name, value) => {
      attempt(() => (value ? localStorage.setItem(name, value) : localStorage.removeItem(name)));
    },
    onPage(listener) {
      if (!hasPage) return () => {};
      const listening = new AbortController();
      const { signal } = listening;
      const on = (target: EventTarget, ...types: string[]): void => {
        for (const type of types) {
          const isLeft = type === 'pagehide';
          const onPageEvent = (): void => listener(isLeft || document.visibilityState === 'hidden', isLeft);
          // Not `target.addEventListener`: markup can put an element in its place.
          EventTarget.prototype.addEventListener.call(target, type, onPageEvent, { signal });
        }
      };
      on(document, 'visibilitychange', 'prerenderingchange');
      on(window, 'pagehide', 'pageshow', 'online');
      return () => listening.abort();
    },
    isPrerendering: () => (document as { prerendering?: unknown }).prerendering === true,
  };
}

/** By the browser's own timers. */
export function after(delay: number, callback: () => void): () => void {
  const timer = setTimeout(callback, delay);
  return () => clearTimeout(timer);
}
