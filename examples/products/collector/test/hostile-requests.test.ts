import { createConnection } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCollector } from './collector-fixture.js';

/** What a page of somebody else, or a script on this machine, may try with the reference collector. */

let running: Awaited<ReturnType<typeof startCollector>>;
let port = 0;
beforeAll(async () => {
  running = await startCollector();
  const address = await running.collector.listen({ host: '127.0.0.1', port: 0 });
  port = Number(new URL(address).port);
});
afterAll(() => running.stop());

/** A request as bytes: no client tidies the path up on its way. */
function ask(head: string, body = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = createConnection(port, '127.0.0.1', () =>
      socket.write(`${head}\r\nConnection: close\r\n\r\n${body}`),
    );
    socket.setEncoding('utf8').on('data', (text) => (answer += text));
    socket.on('error', (error) => (answer ? resolve(answer) : reject(error))).on('close', () => resolve(answer));
  });
}

describe('a path that leads out', () => {
  it.each([
    '/../../../../etc/passwd',
    '/..%2f..%2f..%2fetc%2fpasswd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/v1/..%5c..%5cetc',
  ])('reads nothing: %s', async (path) => {
    const answer = await ask(`GET ${path} HTTP/1.1\r\nHost: localhost:${port}`);
    expect(answer).toMatch(/^HTTP\/1\.1 (400|404) /);
    expect(answer).not.toContain('root:');
  });
});

describe('a name that was made to point here', () => {
  it.each(['evil.example', `evil.example:80`, '0.0.0.0', '127.0.0.1.nip.example'])('is refused: %s', async (host) => {
    expect(await ask(`GET /health HTTP/1.1\r\nHost: ${host}`)).toMatch(/^HTTP\/1\.1 4\d\d /);
  });

  it('is refused where the address in the request is one too', async () => {
    expect(await ask('GET http://evil.example/health HTTP/1.1\r\nHost: evil.example')).toMatch(/^HTTP\/1\.1 4\d\d /);
  });

  it('is told from this machine’s own', async () => {
    expect(await ask(`GET /health HTTP/1.1\r\nHost: localhost:${port}`)).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe('a body without an end', () => {
  it('of ten megabytes is refused by its length, unread', async () => {
    const size = 10 * 1024 * 1024;
    const answer = await ask(
      `POST /v1/events HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: text/plain\r\nContent-Length: ${size}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('of ten megabytes that does not tell its length is refused while it comes', async () => {
    const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
    const answer = await ask(
      `POST /v1/events HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked`,
      `${chunk.repeat(160)}0\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });
});
