import { IDBKeyRange as FakeKeyRange } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { CONTROL, KEYS, chunkRange, isChunkKey, isWithin, type ChunkKey } from '../../../src/storage/chunk.js';

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

describe('a key', () => {
  it('is a chunk’s by the kinds of its parts', () => {
    expect(isChunkKey(key('lane'))).toBe(true);
  });

  it.each([
    ['a text', 'control'],
    ['a number', 5],
    ['nothing', undefined],
    ['an empty list', []],
    ['too short', key('lane').slice(0, 3)],
    ['a lane that is no text', [1, ...key('lane').slice(1)]],
    ['epochs that are no text', ['lane', 1, 'a', 1, 1, 1, 1, 'page']],
    ['a count that is text', ['lane', 1, 'a', '', '1', 1, 1, 'page']],
    ['an expiry that is text', ['lane', 1, 'a', '', 1, 1, '1', 'page']],
    ['all texts', Array.from({ length: 8 }, () => 'x')],
  ])('is none where it is %s', (_, name) => {
    expect(isChunkKey(name as never)).toBe(false);
  });
});

describe('the epochs of a chunk', () => {
  const known = { analytics: 'a', marketing: 'm' };

  it.each([
    ['none', '', true],
    ['one that is current', 'a', true],
    ['two that are current', 'a,m', true],
    ['one that is not', 'x', false],
    ['one of two that is not', 'a,x', false],
    ['the other of two that is not', 'x,a', false],
    ['the name of a category', 'analytics', false],
    ['two without their comma', 'am', false],
  ])('are current: %s', (_, epochs, isCurrent) => {
    expect(isWithin(epochs, known)).toBe(isCurrent);
  });

  it('are none where nothing is current', () => {
    expect(isWithin('a', {})).toBe(false);
    expect(isWithin('', {})).toBe(true);
  });
});

describe('the names of the other records', () => {
  it('stay as they are: they lie on devices between releases', () => {
    expect([CONTROL, KEYS]).toEqual(['control', 'keys']);
  });
});
