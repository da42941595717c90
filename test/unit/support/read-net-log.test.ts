import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readNetLogRequests } from '../../support/read-net-log.mjs';

const head = '{"constants":{"logEventTypes":{"REQUEST_ALIVE":1,"URL_REQUEST_START_JOB":2}},\n"events": [\n';
const start = (url: string, initiator = 'http://a.example') =>
  `{"params":{"initiator":"${initiator}","method":"POST","url":"${url}"},"phase":1,"type":2}`;

describe('reading a NetLog', () => {
  let folder: string;
  const read = (text: string) => {
    writeFileSync(join(folder, 'net-log.json'), text);
    return readNetLogRequests(join(folder, 'net-log.json'));
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'headgate-net-log-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('lists the requests that were started and nothing else, and which of them a page made', async () => {
    const other = '{"params":{"url":"http://c.example/"},"phase":1,"type":1}';
    const own = start('http://b.example/', 'not an origin');
    const log = `${head}${start('http://a.example/')},\n${other},\n${own}],\n"polledData": {}}\n`;
    expect(await read(log)).toEqual([
      { url: 'http://a.example/', method: 'POST', isOfPage: true },
      { url: 'http://b.example/', method: 'POST', isOfPage: false },
    ]);
  });

  it('reads a log whose browser was killed', async () => {
    expect(await read(`${head}${start('http://a.example/')},\n{"params":{"me`)).toHaveLength(1);
  });

  it('rejects what is no NetLog, rather than report no requests', async () => {
    await expect(read('')).rejects.toThrow('Not a NetLog');
  });
});
