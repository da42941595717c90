import type { UseStore } from 'idb-keyval';
import { describe, expect, it } from 'vitest';
import { createTransact, onResult } from '../../../src/storage/transaction.js';
import { ModelDisk } from '../../support/model-disk.js';

/** One transaction after the other, over a device that does what it likes. */

type Open = () => UseStore;

function create(opens: readonly Open[] = []) {
  const disk = new ModelDisk();
  const timers: { delay: number; run: () => void; hasEnded: boolean }[] = [];
  let opened = 0;
  const transact = createTransact({
    createStore: () => (opens[opened++] ?? (() => disk.open({})))(),
    after(delay, run) {
      const timer = { delay, run, hasEnded: false };
      timers.push(timer);
      return () => void (timer.hasEnded = true);
    },
  });
  const rest = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn++) {
      await new Promise((settled) => setImmediate(settled));
      while (disk.pending.length) disk.step();
    }
  };
  /** The time of one attempt is over: each look finds that nothing has come. */
  const giveUp = (): void => {
    for (let look = 0; look < LOOKS; look++)
      [...timers]
        .reverse()
        .find(({ hasEnded }) => !hasEnded)!
        .run();
  };
  const waited = (): number => timers.reduce((sum, { delay }) => sum + delay, 0);
  return { disk, timers, transact, rest, giveUp, waited, opened: () => opened };
}

/** The looks of one attempt, and the time from one to the next. */
const LOOKS = 4;
const LOOK = 150;

const refuses =
  (error = new Error('broken')): Open =>
  () =>
  async () => {
    throw error;
  };
const throws: Open = () => {
  throw new Error('forbidden');
};
const isSilent: Open = () => () => new Promise<never>(() => {});

describe('a transaction', () => {
  it('opens nothing before the first one', () => {
    expect(create().opened()).toBe(0);
  });

  it('resolves with what it hands out, once everything is written', async () => {
    const { transact, rest, disk } = create();
    let result: unknown = 'not yet';
    const done = transact<number>((store, hand) => {
      store.put('value', 'key');
      hand(5);
    }).then((value) => (result = value));
    await Promise.resolve();
    expect(result).toBe('not yet');
    await rest();
    await done;
    expect([result, disk.records]).toEqual([5, [['key', 'value']]]);
  });

  it('opens the database once for all', async () => {
    const { transact, rest, opened } = create();
    for (let count = 0; count < 3; count++) {
      const done = transact((store) => void store.put(1, 1));
      await rest();
      await done;
    }
    expect(opened()).toBe(1);
  });

  it('asks for a transaction that may write', async () => {
    const modes: string[] = [];
    const disk = new ModelDisk();
    const { transact, rest } = create([
      () => (mode, use) => {
        modes.push(mode);
        const result = disk.open({})(mode, use);
        void Promise.resolve().then(() => disk.step());
        return result;
      },
    ]);
    const done = transact(() => {});
    await rest();
    await done;
    expect(modes).toEqual(['readwrite']);
  });
});

describe('a device that fails', () => {
  it.each([
    ['refuses', refuses()],
    ['throws when it is opened', throws],
  ])('once is not noticed: %s', async (_, open) => {
    const { transact, rest, opened, disk } = create([open]);
    const done = transact<string>((store, hand) => {
      store.put(1, 'key');
      hand('written');
    });
    await rest();
    expect(await done).toBe('written');
    expect([opened(), disk.records]).toEqual([2, [['key', 1]]]);
  });

  it.each([
    ['refuses', refuses()],
    ['throws when it is opened', throws],
  ])('twice is said to have failed, and asked anew the next time: %s', async (_, open) => {
    const { transact, rest, opened } = create([open, open]);
    const failed = transact(() => {}).then(
      () => 'done',
      () => 'failed',
    );
    await rest();
    expect(await failed).toBe('failed');
    const done = transact<number>((_store, hand) => hand(1));
    await rest();
    expect([await done, opened()]).toEqual([1, 3]);
  });

  it('never answers is given up after 600 ms, and again after as long', async () => {
    const { transact, rest, giveUp, waited } = create([isSilent, isSilent]);
    const failed = transact(() => {}).then(
      () => 'done',
      () => 'failed',
    );
    giveUp();
    await rest();
    expect(waited()).toBe(600 + LOOK);
    giveUp();
    await rest();
    expect(waited()).toBe(1200);
    expect(await failed).toBe('failed');
  });

  it('answers while the page is busy is heard, though a timer comes first', async () => {
    const { transact, timers, rest, disk, opened } = create();
    const done = transact<string>((_store, hand) => hand('answered'));
    await new Promise((settled) => setImmediate(settled));
    // A second in which the page hears nothing: what is due comes before the answer that lies there.
    timers[0]!.run();
    await rest();
    expect([await done, opened(), disk.pending.length]).toEqual(['answered', 1, 0]);
    expect(timers.every(({ hasEnded }, index) => hasEnded || index === 0)).toBe(true);
  });

  it('answers in time leaves no timer behind', async () => {
    const { transact, rest, timers } = create();
    const done = transact(() => {});
    await rest();
    await done;
    expect(timers.map(({ hasEnded }) => hasEnded)).toEqual([true]);
  });

  it('begins too late does nothing of what was given up', async () => {
    const disk = new ModelDisk();
    let begin = (): void => {};
    const late: Open = () => (mode, use) =>
      new Promise((resolve, reject) => {
        begin = () => void disk.open({})(mode, use).then(resolve, reject);
      });
    const { transact, rest, giveUp } = create([late]);
    let works = 0;
    const done = transact((store) => {
      works++;
      store.put(works, 'key');
    });
    giveUp();
    await rest();
    await done;
    begin();
    await rest();
    disk.step();
    expect([works, disk.records]).toEqual([1, []]);
  });

  it('is given up in the middle undoes what was begun', async () => {
    const disk = new ModelDisk();
    const { transact, rest, giveUp } = create([() => disk.open({})]);
    const done = transact((store) => void store.put(1, 'key')).catch(() => 'failed');
    await new Promise((settled) => setImmediate(settled));
    expect(disk.pending).toHaveLength(1);
    giveUp();
    disk.step();
    await rest();
    await done;
    expect(disk.records).toEqual([]);
  });

  it('fails while the work is handed over is asked a second time', async () => {
    const { transact, rest, disk } = create();
    let works = 0;
    const done = transact((store) => {
      if (!works++) throw new Error('not now');
      store.put(1, 'key');
    });
    await rest();
    await done;
    expect([works, disk.records]).toEqual([2, [['key', 1]]]);
  });
});

describe('a database server that is lost', () => {
  const open = async (...errors: readonly unknown[]): Promise<unknown[]> => {
    const asked: unknown[] = [];
    const disk = new ModelDisk();
    const transact = createTransact({
      createStore: (isServerLost?: boolean) => {
        const error = errors[asked.push(isServerLost) - 1];
        return error ? () => Promise.reject(error) : disk.open({});
      },
      after: () => () => {},
    });
    for (let turn = 0; turn < errors.length; turn++) {
      const done = transact(() => {}).catch(() => {});
      for (let rest = 0; rest < 5; rest++) {
        await new Promise((settled) => setImmediate(settled));
        disk.step();
      }
      await done;
    }
    return asked.map(Boolean);
  };
  const lost = new DOMException('Connection to Indexed Database server lost. Refresh the page', 'UnknownError');

  it('is told to whoever opens the next one, from then on', async () => {
    expect((await open(lost, new Error('broken'), new Error('broken'))).slice(0, 4)).toEqual([false, true, true, true]);
  });

  it('is not what any other failure is', async () => {
    expect((await open(new Error('broken'), new Error('broken'))).slice(0, 3)).toEqual([false, false, false]);
  });
});

describe('the result of a request', () => {
  it('is handed over', async () => {
    const { transact, rest } = create();
    const done = transact<unknown>((store, hand) => {
      store.put('value', 'key');
      onResult(store.get('key'), hand);
    });
    await rest();
    expect(await done).toBe('value');
  });

  it('that cannot be used ends the transaction, and nothing of it is written', async () => {
    const { transact, rest, disk } = create();
    const done = transact((store) => {
      onResult(store.get('key'), () => {
        store.put(1, 'key');
        throw new TypeError('not what it should be');
      });
    }).then(
      () => 'done',
      () => 'failed',
    );
    await rest();
    expect(await done).toBe('failed');
    expect(disk.records).toEqual([]);
  });
});
