import { describe, expect, it } from 'vitest';
import type { SeenRequest } from '../../../../src/node/verify/evidence.js';
import { unseenOf } from '../../../../src/node/verify/read-net-log.js';

const asked = (url: string, at: number): SeenRequest => ({
  at,
  method: 'POST',
  url,
  type: 'Ping',
  by: 'page',
  document: 'https://shop.example/',
  headers: {},
  stack: [],
  body: undefined,
  witness: 'devtools',
});

describe('the network log beside the DevTools protocol', () => {
  it('adds nothing where both saw the same, whatever their clocks say to the second', () => {
    const seen = [asked('https://a.example/t#part', 1000), asked('https://a.example/t', 1500)];
    expect(unseenOf([asked('https://a.example/t', 1900), asked('https://a.example/t', 900)], seen)).toEqual([]);
  });

  it('adds what only it saw', () => {
    const beacon = asked('https://a.example/left', 2000);
    expect(unseenOf([beacon, asked('https://a.example/t', 1000)], [asked('https://a.example/t', 1000)])).toEqual([
      beacon,
    ]);
  });

  it('takes no question that the browser asks before a request for the request', () => {
    const seen = [asked('https://a.example/t', 1010)];
    const question = { ...asked('https://a.example/t', 1000), method: 'OPTIONS' };
    expect(unseenOf([question, ...seen], seen)).toEqual([]);
  });

  it('adds what was sent again to an address that is known, as on leaving after a withdrawal', () => {
    const seen = [asked('https://a.example/t', 1000), asked('https://a.example/t', 2000)];
    const beacon = asked('https://a.example/t', 2100);
    expect(unseenOf([...seen, beacon], seen)).toEqual([beacon]);
    const later = asked('https://a.example/t', 60_000);
    expect(unseenOf([...seen, later], seen)).toEqual([later]);
  });
});
