import { expect, it } from 'vitest';

import { Busy, groupInserts } from '../src/group-inserts.mjs';

type Row = { readonly id: string };

/** An insert that is answered by hand, and a record of what it was given. */
function manualInsert() {
  const groups: (readonly Row[])[] = [];
  const answers: { done: () => void; fail: (error: Error) => void }[] = [];
  const insert = (rows: readonly Row[]) =>
    new Promise<void>((done, fail) => {
      groups.push(rows);
      answers.push({ done, fail });
    });
  return { insert: insert as never, groups, answers };
}

const row = (id: string): Row => ({ id });
const turn = () => new Promise((resolve) => setImmediate(resolve));

it('writes a lone request at once and gathers those that come meanwhile into one insert', async () => {
  const { insert, groups, answers } = manualInsert();
  const { write } = groupInserts(insert);
  const writes = [write([row('a')]), write([row('b')]), write([row('c'), row('d')])];
  expect(groups).toEqual([[row('a')]]);
  answers[0]?.done();
  await writes[0];
  await turn();
  expect(groups).toEqual([[row('a')], [row('b'), row('c'), row('d')]]);
  answers[1]?.done();
  await Promise.all(writes);
});

it('acknowledges nothing before the insert that held it is done', async () => {
  const { insert, answers } = manualInsert();
  const { write } = groupInserts(insert);
  let isDone = false;
  const writing = write([row('a')]).then(() => (isDone = true));
  await turn();
  expect(isDone).toBe(false);
  answers[0]?.done();
  await writing;
});

it('fails the one request whose rows the database refuses, not its neighbours', async () => {
  const stored: string[] = [];
  const { write } = groupInserts((async (rows: readonly Row[]) => {
    await turn();
    if (rows.some(({ id }) => id === 'bad')) throw new Error('refused');
    stored.push(...rows.map(({ id }) => id));
  }) as never);
  const results = await Promise.allSettled(['first', 'good', 'bad', 'fine'].map((id) => write([row(id)])));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(stored).toEqual(['first', 'good', 'fine']);
});

it('refuses more than it may hold, and takes rows again once there is room', async () => {
  const { insert, answers } = manualInsert();
  const { write } = groupInserts(insert, { maxWaiting: 2 });
  const first = write([row('a')]);
  const second = write([row('b'), row('c')]);
  await expect(write([row('d')])).rejects.toBeInstanceOf(Busy);
  answers[0]?.done();
  await first;
  await turn();
  const third = write([row('d')]);
  answers[1]?.done();
  await second;
  await turn();
  answers[2]?.done();
  await third;
});

it('settles after everything that was written before', async () => {
  const stored: string[] = [];
  const { write, settle } = groupInserts((async (rows: readonly Row[]) => {
    await turn();
    stored.push(...rows.map(({ id }) => id));
  }) as never);
  void write([row('a')]);
  void write([row('b')]);
  await settle();
  expect(stored).toEqual(['a', 'b']);
  await write([row('c')]);
  expect(stored).toEqual(['a', 'b', 'c']);
});
