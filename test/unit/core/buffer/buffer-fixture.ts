import type { Loan } from '../../../../src/storage/event-store.js';
import type { ChunkKey, Control } from '../../../../src/storage/chunk.js';
import { createBuffer } from '../../../../src/storage/create-event-store.js';
import { createUuidV7 } from '../../../../src/tag/create-uuid-v7.js';
import { ModelBrowser, settle, type ModelTab } from '../../../support/model-browser.js';

export const LATER = Date.parse('2030-01-01');

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

  function open(name: string, categories: readonly string[] = ['analytics'], environment: object = {}) {
    const tab = browser.openTab();
    const heard = {
      granted: [...categories],
      voided: [] as object[],
      moved: [] as (readonly (readonly string[])[])[],
      removed: [] as (readonly [string, string, string])[],
      turns: [] as boolean[],
      onTurn: (): void => {},
    };
    const buffer = createBuffer({
      environment: { ...tab.environment, ...environment },
      page: name,
      createId: createUuidV7(tab.environment),
      limits,
      usable: () => heard.granted,
      onVoid: (epochs) => void heard.voided.push({ ...epochs }),
      // As the page does it: consent closes, and so the buffer is told.
      onMoved(closed, opened) {
        heard.moved.push([[...closed], [...opened]]);
        heard.granted = heard.granted.filter((category) => !closed.includes(category));
        buffer.close(closed, true, true);
        heard.granted.push(...opened);
        buffer.open(opened);
      },
      onRemoved: (key, state, reason) => void heard.removed.push([key[2], state, reason]),
      onTurn(isFailure) {
        heard.turns.push(isFailure);
        heard.onTurn();
      },
    });
    buffer.open(heard.granted);

    const api = {
      ...{ buffer, heard, tab },
      adopt: () => run(buffer.enter(() => {})),
      /** Writes a chunk. Answers with its key. */
      async write({
        lane = 'lane',
        rank = 1,
        epochs = buffer.epochs(['analytics']) ?? 'none',
        count = 1,
        bytes = 10,
      } = {}) {
        // Ids of one millisecond have no order.
        browser.clock++;
        const key = buffer.toKey(lane, rank, epochs, count, bytes, LATER);
        await run(buffer.put(key, `data of ${key[2]}`, () => true));
        return key;
      },
      trade: (
        lane = 'lane',
        done: readonly ChunkKey[] = [],
        maxEvents = 100,
        maxBytes = 10_000,
        passed: string[] = [],
      ) => run(buffer.trade(lane, done, maxEvents, maxBytes, passed)),
    };
    return api;
  }

  const chunks = (): ChunkKey[] =>
    browser.disk.records.filter(([key]) => Array.isArray(key)).map(([key]) => key as never as ChunkKey);
  const control = (): Control => browser.disk.records.find(([key]) => key === 'control')?.[1] as Control;
  return { browser, rest, pass, run, open, chunks, control };
}

export const idsOf = (loan: Loan | number | undefined): string[] => (loan as Loan).entries.map(([key]) => key[2]);
