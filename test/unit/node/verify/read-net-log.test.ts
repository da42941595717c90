import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SeenRequest } from '../../../../src/node/verify/evidence.js';
import { readNetLog, unseenOf } from '../../../../src/node/verify/read-net-log.js';

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

  it('adds nothing for a page that asks over and over, however late the log is', () => {
    const times = Array.from({ length: 50 }, (_, index) => 1000 + index * 400);
    const seen = times.map((at) => asked('https://a.example/t', at));
    expect(
      unseenOf(
        seen.map(({ url, at }) => asked(url, at + 300)),
        seen,
      ),
    ).toEqual([]);
  });
});

describe('the network log of a redirected request', () => {
  it('has both addresses at the time at which the page asked', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'headgate-net-log-'));
    try {
      const file = join(folder, 'log.json');
      const constants = { logEventTypes: { URL_REQUEST_START_JOB: 2 }, timeTickOffset: 1_700_000_000_000 };
      const started = (id: number, time: string, url: string): string =>
        JSON.stringify({
          type: 2,
          time,
          source: { id, type: 1 },
          params: { url, method: 'POST', initiator: 'https://shop.example' },
        });
      const events = [
        started(7, '1000', 'http://a.example/t'),
        started(7, '1900', 'https://a.example/t'),
        started(8, '2000', 'https://b.example/t'),
      ];
      writeFileSync(file, `{"constants":${JSON.stringify(constants)},\n"events": [\n${events.join(',\n')}]}\n`);
      expect((await readNetLog(file)).map(({ url, at }) => [url, at - 1_700_000_000_000])).toEqual([
        ['http://a.example/t', 1000],
        ['https://a.example/t', 1000],
        ['https://b.example/t', 2000],
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
