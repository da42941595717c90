import { IDBKeyRange as FakeKeyRange } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { CONTROL, KEYS, chunkRange, type ChunkKey } from '../../../../src/buffer/chunk.js';

Object.assign(globalThis, { IDBKeyRange: FakeKeyRange });

const key = (lane: string, rank = 1, id = 'a'): ChunkKey => [lane, rank, id, '', 1, 1, 1, 'page'];
const includes = (range: IDBKeyRange, name: unknown): boolean => range.includes(name);

describe('the range of chunks', () => {
  it('of all lanes holds every chunk, and neither the control record nor the keys', () => {
    const range = chunkRange();
    expect([key('a'), key('z', 9, 'z'), key('')].map((name) => includes(range, name))).toEqual([true, true, true]);
    expect([CONTROL, KEYS, 5].map((name) => includes(range, name))).toEqual([false, false, false]);
  });

  it('of one lane holds its chunks, and none of another', () => {
    const range = chunkRange('b');
    expect(['a', 'b', 'b2', 'c'].map((lane) => includes(range, key(lane)))).toEqual([false, true, false, false]);
  });

  it('after a chunk holds what comes later, and not that one', () => {
    const range = chunkRange('b', key('b', 1, 'm'));
    expect(['l', 'm', 'n'].map((id) => includes(range, key('b', 1, id)))).toEqual([false, false, true]);
    expect(includes(range, key('b', 2, 'a'))).toBe(true);
    expect(includes(range, key('c'))).toBe(false);
  });
});

describe('the names of the other records', () => {
  it('stay as they are: they lie on devices between releases', () => {
    expect([CONTROL, KEYS]).toEqual(['control', 'keys']);
  });
});
