import type { Choice } from '../../../src/consent/consent.js';
import { createWithdrawals } from '../../../src/consent/withdrawals.js';
import type { EventDefinition } from '../../../src/manifest/manifest.js';
import { toApplicationEnvironment } from '../../../src/instance/environment.js';
import type { ChunkClaim, RemovedChunk } from '../../../src/storage/event-store.js';
import type { ChunkKey, Control } from '../../../src/storage/chunk.js';
import { createEventStore } from '../../../src/storage/create-event-store.js';
import { createUuidV7 } from '../../../src/tag/create-uuid-v7.js';
import { ModelBrowser, settle, type ModelTab } from '../../support/model-browser.js';

export const LATER = Date.parse('2030-01-01');

/** An event that is stored as strictly necessary, until a visitor objects by one of these categories. */
const createNecessaryEvent = (categories: readonly string[]): EventDefinition => ({
  purpose: 'consent',
  tier: 'anonymous',
  basis: 'legitimate_interests',
  storage: 'necessary',
  categories,
  retentionDays: 1,
  collectors: [],
});

/** The buffer by itself: pages of one browser, and what lies on its disk. Nothing is sent, and nobody has a payload. */
export function createDevice(limits: { maxEvents?: number; maxBytes?: number } = {}) {
  const browser = new ModelBrowser();
  browser.clock = Date.parse('2026-11-21T12:00:00Z');

  /** Lets the disk work, as long as there is work. */
  async function rest(): Promise<void> {
    for (let turn = 0; turn < 40; turn++) {
      await settle();
      while (browser.stepDisk());
    }
  }

  /** Time passes: timers fire when they are due. */
  async function pass(milliseconds: number): Promise<void> {
    const end = browser.clock + milliseconds;
    for (;;) {
      await rest();
      const due = browser.tabs.filter(({ timers }) => timers.some(({ at }) => at <= end));
      const first = (tab: ModelTab): number => Math.min(...tab.timers.map(({ at }) => at));
      const next = due.sort((a, b) => first(a) - first(b))[0];
      if (!next) break;
      next.fireTimer();
    }
    browser.clock = end;
  }

  async function run<T>(promise: Promise<T>): Promise<T> {
    await rest();
    return promise;
  }

  function open(
    name: string,
    categories: readonly string[] = ['analytics'],
    environment: object = {},
    objectable: string[] = [],
  ) {
    const tab = browser.openTab();
    const surroundings = toApplicationEnvironment({ ...tab.environment, ...environment }, undefined);
    const createId = createUuidV7(tab.environment);
    const heard = {
      /** What this page told the other tabs to be over. */
      voided: [] as object[],
      /** What other tabs closed, and opened anew. */
      moved: [] as [closed: readonly string[], reopened: readonly string[]][],
      removed: [] as (readonly [string, string, string])[],
      failures: [] as boolean[],
      onHealth: (): void => {},
    };
    const withdrawals = createWithdrawals({
      manifest: {
        categories: Object.fromEntries([...categories, ...objectable].map((category) => [category, {}])),
        events: { consent_dialog: createNecessaryEvent(objectable) },
      },
      createId,
      readMark: surroundings.readMark,
      writeMark: surroundings.writeMark,
      tellClosed: (epochs) => void heard.voided.push({ ...epochs }),
    });
    const store = createEventStore({
      environment: surroundings,
      withdrawals,
      page: name,
      createId,
      options: { buffer: limits },
      onStorageHealth(isFailure) {
        heard.failures.push(isFailure);
        heard.onHealth();
        if (!isFailure) void wipe();
      },
    });
    let choices: { [category: string]: Choice } = Object.fromEntries(
      objectable.map((category) => [category, 'undecided']),
    );

    function note(removed: readonly RemovedChunk[]): void {
      for (const [[, , id], state, reason] of removed) heard.removed.push([id, state, reason]);
    }

    /** Returns whether the device answered to the end. */
    async function sweep(): Promise<boolean> {
      const { removed, isDone } = await store.sweep();
      note(removed);
      return isDone;
    }

    async function wipe(reason?: string): Promise<void> {
      note((await store.wipe(reason)).removed);
    }

    /** As the page does it: what a source says goes to the withdrawals, and what they close is wiped. */
    function say(changed: readonly string[], choice: 'granted' | 'denied'): void {
      choices = { ...choices, ...Object.fromEntries(changed.map((category) => [category, choice])) };
      const elsewhere = changed.filter(withdrawals.isClosedElsewhere);
      withdrawals.onReading(
        choices,
        false,
        choice === 'granted' ? elsewhere : [],
        choice === 'denied' ? elsewhere : [],
      );
    }

    withdrawals.onChange(({ closed, granted, origin }) => {
      if (origin !== 'source' && closed.length > 0) heard.moved.push([closed, []]);
      if (origin !== 'source' && granted.length > 0) heard.moved.push([heard.moved.pop()?.[0] ?? [], granted]);
      if (closed.length > 0) void wipe();
    });
    say(categories, 'granted');

    const api = {
      store,
      withdrawals,
      heard,
      tab,
      open: (opened: readonly string[]) => say(opened, 'granted'),
      close: (closed: readonly string[]) => say(closed, 'denied'),
      wipe,
      sweep,
      adopt: () => run(store.enter((_store, _control, done) => done())),
      /** Writes a chunk. Returns its key. */
      async write({
        lane = 'lane',
        rank = 1,
        epochs = store.epochs(['analytics']) ?? 'none',
        count = 1,
        bytes = 10,
      } = {}) {
        // Ids of one millisecond have no order.
        browser.clock++;
        const key = store.toKey(lane, rank, epochs, count, bytes, LATER);
        await run(store.put(key, `data of ${key[2]}`, () => true));
        if (store.isFull(lane)) await run(sweep());
        return key;
      },
      claim: (lane = 'lane', done: readonly ChunkKey[] = [], maxEvents = 100, maxBytes = 10_000, skip: string[] = []) =>
        run(store.claimChunks(lane, done, maxEvents, maxBytes, skip)),
    };
    return api;
  }

  const chunks = (): ChunkKey[] =>
    browser.disk.records.filter(([key]) => Array.isArray(key)).map(([key]) => key as never as ChunkKey);
  const control = (): Control => browser.disk.records.find(([key]) => key === 'control')?.[1] as Control;
  return { browser, rest, pass, run, open, chunks, control };
}

export const idsOf = (claim: ChunkClaim | number | undefined): string[] =>
  (claim as ChunkClaim).entries.map(([key]) => key[2]);
