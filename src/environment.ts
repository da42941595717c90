import { createStore, type UseStore } from 'idb-keyval';

/**
 * Everything that Headgate takes from its surroundings, in one place: pure stages get what they need from here, and a
 * test can replace the clock, the network and the storage.
 */
export interface Environment {
  now(): number;
  /** A UUIDv4; `undefined` on plain http. */
  readonly randomUuid: (() => string) | undefined;
  fillRandom(bytes: Uint8Array<ArrayBuffer>): void;
  /** Runs `callback` after `delay` milliseconds; returns what cancels it. */
  after(delay: number, callback: () => void): () => void;
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Opens nothing: the database is opened by the first transaction. */
  createStore(): UseStore;
  /** Whether the database exists, asked without touching the device; `undefined` where the browser cannot say. */
  hasStore(): Promise<boolean | undefined>;
  /** `undefined` on plain http. */
  subtle: SubtleCrypto | undefined;
  /** Joins the channel between this origin's tabs; `undefined` where it is blocked. */
  openChannel(onMessage: (message: unknown) => void): Channel | undefined;
  /** A few bytes that a page must be able to write while it is being left. Never throws. */
  readMark(): string | null;
  writeMark(value: string | null): void;
  onPage(events: PageEvents): () => void;
  isPrerendering(): boolean;
}

export interface Channel {
  post(message: unknown): void;
  close(): void;
}

export interface PageEvents {
  /** The page is hidden or left: the last moment that a browser promises. */
  hidden(): void;
  online(): void;
  /** The page is shown again, thawed or restored. */
  shown(): void;
  activated(): void;
}

const NAME = 'headgate';

/** The real browser. Every property is read behind a guard: in sandboxed frames the mere read of some throws. */
export function browserEnvironment(): Environment {
  return {
    now: () => Date.now(),
    randomUuid: attempt(() => crypto.randomUUID.bind(crypto)),
    fillRandom: (bytes) => crypto.getRandomValues(bytes),
    after(delay, callback) {
      const timer = setTimeout(callback, delay);
      return () => clearTimeout(timer);
    },
    fetch: (url, init) => fetch(url, init),
    createStore: () => createStore(NAME, 'events'),
    hasStore: async () => {
      const databases = await attempt(() => indexedDB.databases());
      return databases?.some((database) => database.name === NAME);
    },
    subtle: attempt(() => crypto.subtle),
    openChannel: (onMessage) =>
      attempt(() => {
        const channel = new BroadcastChannel(NAME);
        channel.onmessage = (message) => onMessage(message.data);
        return { post: (message) => channel.postMessage(message), close: () => channel.close() };
      }),
    readMark: () => attempt(() => localStorage.getItem(NAME)) ?? null,
    writeMark: (value) => {
      attempt(() => (value === null ? localStorage.removeItem(NAME) : localStorage.setItem(NAME, value)));
    },
    onPage,
    isPrerendering: () => 'prerendering' in document && document.prerendering === true,
  };
}

function onPage({ hidden, online, shown, activated }: PageEvents): () => void {
  const listening = new AbortController();
  const on = (target: EventTarget, type: string, listener: () => void): void =>
    // Not `target.addEventListener`: markup can put an element in its place.
    EventTarget.prototype.addEventListener.call(target, type, listener, { signal: listening.signal });
  on(document, 'visibilitychange', () => (document.visibilityState === 'hidden' ? hidden() : shown()));
  on(window, 'pagehide', hidden);
  on(window, 'pageshow', shown);
  on(window, 'online', online);
  on(document, 'prerenderingchange', activated);
  return () => listening.abort();
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
