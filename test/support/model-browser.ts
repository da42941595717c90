import { gunzipSync, gzipSync } from 'node:zlib';

import * as engine from '../../src/instance/engine.js';
import type { Environment } from '../../src/instance/environment.js';
import type { TaggedEvent } from '../../src/tag/tagged-event.js';
import { ModelDisk } from './model-disk.js';
import { readEvents } from './read-rows.mjs';

/** A request under way, as the network sees it. */
export interface ModelFlight {
  readonly tab: object;
  readonly url: string;
  readonly events: readonly TaggedEvent[];
  readonly signal: AbortSignal;
  answer(response: { status: number; body: string }): void;
  fail(): void;
}

/** What all tabs of one origin share: disk, local storage, network, channel and clock. Nothing moves by itself. */
export class ModelBrowser {
  /** The first database, and the one for when transactions of the first never end. */
  readonly disk = new ModelDisk();
  readonly spill = new ModelDisk();
  /** Databases of applications that have a name of their own. */
  readonly others = new Map<string, ModelDisk>();
  readonly flights: ModelFlight[] = [];
  readonly tabs: ModelTab[] = [];
  /** Encryption and compression under way: it takes its time, and the world goes on meanwhile. */
  readonly ciphers: (() => void)[] = [];
  /** Engines that have been asked for and have not come, where they take their time. */
  readonly engines: { readonly tab: ModelTab; load(): void; fail(): void }[] = [];
  isEngineSlow = false;
  /** What lies in localStorage, by its key. */
  readonly marks = new Map<string, string>();
  clock = Date.parse('2026-11-21T12:00:00Z');
  wasClockSet = false;
  onRequest: (flight: ModelFlight) => void = () => {};

  /** The mark of the application that has no name of its own. */
  get mark(): string {
    return this.marks.get('headgate') ?? '';
  }

  set mark(value: string) {
    this.marks.set('headgate', value);
  }

  /** The visitor, or a server of time, sets the clock. What a timer still has to wait is not changed by that. */
  setClock(by: number): void {
    this.clock += by;
    this.wasClockSet = true;
    for (const { timers } of this.tabs) for (const timer of timers) timer.at += by;
  }

  diskOf(name: string): ModelDisk {
    const known = { headgate: this.disk, 'headgate-spill': this.spill }[name] ?? this.others.get(name);
    if (known) return known;
    const disk = new ModelDisk();
    this.others.set(name, disk);
    return disk;
  }

  /** Runs the oldest transaction that waits in any database that answers. Returns whether there was one. */
  stepDisk(): boolean {
    return this.disk.step() || this.spill.step() || [...this.others.values()].some((disk) => disk.step());
  }

  openTab(): ModelTab {
    const tab = new ModelTab(this);
    this.tabs.push(tab);
    return tab;
  }

  closeTab(tab: ModelTab): void {
    this.tabs.splice(this.tabs.indexOf(tab), 1);
    for (const disk of [this.disk, this.spill]) disk.drop(tab);
    for (const flight of this.flights.filter((open) => open.tab === tab))
      this.flights.splice(this.flights.indexOf(flight), 1);
    for (const asked of this.engines.filter((one) => one.tab === tab))
      this.engines.splice(this.engines.indexOf(asked), 1);
    tab.isClosed = true;
  }
}

export class ModelTab {
  readonly inbox: unknown[] = [];
  readonly timers: { at: number; run: () => void }[] = [];
  isClosed = false;
  isPrerendering = false;
  /** In the back/forward cache: no timer fires, no message is heard, and none waits. */
  isFrozen = false;
  page: { [event in 'hidden' | 'left' | 'online' | 'shown' | 'activated']: () => void } | undefined;
  private onMessage: ((message: unknown) => void) | undefined;
  private channel = '';

  constructor(private readonly browser: ModelBrowser) {}

  /** Fires the timer that is due next, and moves the clock there. */
  fireTimer(): void {
    if (this.isFrozen) return;
    const next = this.timers.sort((a, b) => a.at - b.at).shift();
    if (!next) return;
    this.browser.clock = Math.max(this.browser.clock, next.at);
    next.run();
  }

  /** Whether a timer's time has come. */
  isDue(): boolean {
    return !this.isFrozen && this.timers.some(({ at }) => at <= this.browser.clock);
  }

  /** Hears the oldest message of another tab. */
  readMessage(): void {
    const message = this.inbox.shift();
    if (message !== undefined) this.onMessage?.(message);
  }

  get environment(): Environment {
    const { browser } = this;
    return {
      now: () => browser.clock,
      // Unique over tabs, and the same in every run.
      fillRandom: (bytes) => {
        for (let index = 0; index < bytes.length; index++) bytes[index] = this.nextRandom() & 255;
      },
      after: (delay, run) => {
        const timer = { at: browser.clock + Math.ceil(delay), run };
        this.timers.push(timer);
        return () => void (this.timers.includes(timer) && this.timers.splice(this.timers.indexOf(timer), 1));
      },
      // Nothing that a tab began goes on when it is gone.
      fetch: (url, init) => (this.isClosed ? NEVER : this.fetch(url, init)),
      loadEngine: () => {
        if (!browser.isEngineSlow) return engine;
        return new Promise((resolve, reject) => {
          const fail = (): void => reject(new TypeError('Failed to fetch dynamically imported module'));
          browser.engines.push({ tab: this, load: () => resolve(engine), fail });
        });
      },
      createStore: (name) => {
        const useStore = browser.diskOf(name).open(this);
        return (mode, callback) => (this.isClosed ? NEVER : useStore(mode, callback));
      },
      hasStore: async (name) => browser.diskOf(name).touches > 0,
      subtle: this.createSubtle(),
      compress: (body) => this.work(new Uint8Array(gzipSync(body))),
      openChannel: (name, onMessage) => {
        this.onMessage = onMessage;
        this.channel = name;
        return {
          postMessage: (message) => {
            for (const tab of browser.tabs) {
              if (tab !== this && !tab.isFrozen && tab.onMessage && tab.channel === name)
                tab.inbox.push(structuredClone(message));
            }
          },
          close: () => (this.onMessage = undefined),
        };
      },
      readMark: (name) => browser.marks.get(name) ?? '',
      writeMark: (name, value) => void browser.marks.set(name, value),
      onPage: (listener) => {
        const [hide, show] = [() => listener(true), () => listener(false)];
        const leave = (): void => listener(true, true);
        this.page = { hidden: hide, left: leave, online: show, shown: show, activated: show };
        return () => {};
      },
      isPrerendering: () => this.isPrerendering,
    };
  }

  /** Stands in for the browser's cryptography: it does not encrypt, it only takes a step of its own. */
  private createSubtle(): SubtleCrypto {
    const copy = (data: unknown): Promise<unknown> => this.work(data);
    return {
      generateKey: async () => ({}),
      encrypt: (_how: unknown, _key: unknown, data: unknown) => copy(data),
      decrypt: (_how: unknown, _key: unknown, data: unknown) => copy(data),
    } as unknown as SubtleCrypto;
  }

  /** What takes a step of its own. */
  private work<T>(result: T): Promise<T> {
    return new Promise((resolve) => this.browser.ciphers.push(() => resolve(result)));
  }

  private state = seeds++ * 2_654_435_761;

  /** Xorshift: enough for ids that differ. */
  private nextRandom(): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return this.state >>> 8;
  }

  private fetch(url: string, init: RequestInit): Promise<Response> {
    return new Promise((resolve, reject) => {
      const { flights } = this.browser;
      const signal = init.signal!;
      const end = (): void => void (flights.includes(flight) && flights.splice(flights.indexOf(flight), 1));
      const flight: ModelFlight = {
        tab: this,
        url,
        events: readEvents(JSON.parse(toText(init.body as Uint8Array))),
        signal,
        answer({ status, body }) {
          end();
          resolve({ status, ok: status < 300, text: async () => body, headers: new Headers() } as Response);
        },
        fail() {
          end();
          reject(new TypeError('Failed to fetch'));
        },
      };
      signal.addEventListener('abort', () => flight.fail());
      flights.push(flight);
      this.browser.onRequest(flight);
    });
  }
}

const toText = (body: Uint8Array): string =>
  new TextDecoder().decode(body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body);

const NEVER = new Promise<never>(() => {});

let seeds = 1;

/** Lets everything run that waits for nothing but a promise. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
