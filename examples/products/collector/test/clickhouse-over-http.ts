/**
 * ClickHouse's HTTP interface over the engine in process: a stand-in for a ClickHouse server where none can be had.
 * What it shows: that `@clickhouse/client` is used rightly and that its statements, parameters and rows run in a real
 * ClickHouse engine. What it does not show: a server's own settings, users and replication.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

import { Session } from 'chdb';

export async function serveClickHouse(directory: string) {
  const session = new Session(directory);
  const statements: string[] = [];
  let queue: Promise<unknown> = Promise.resolve();
  // Parameters of a thousand ids make long addresses; a ClickHouse server takes 1 MiB by default.
  const server = createServer({ maxHeaderSize: 1_048_576 }, (request, response) => {
    void answer(request).then(
      (text) => response.writeHead(200, { 'content-type': 'text/plain' }).end(text),
      (error: Error) => {
        const code = /Code: (\d+)/.exec(error.message)?.[1] ?? '1';
        response.writeHead(500, { 'x-clickhouse-exception-code': code }).end(error.message);
      },
    );
  });

  async function answer(request: IncomingMessage): Promise<string> {
    const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const body = await readBody(request);
    // One at a time: database and parameters are the session's.
    const result = queue.then(() => run(searchParams, body));
    queue = result.catch(() => undefined);
    return result;
  }

  async function run(searchParams: URLSearchParams, body: string): Promise<string> {
    const database = searchParams.get('database');
    if (database !== null) await session.queryAsync(`USE \`${database}\``);
    const inAddress = searchParams.get('query');
    const sql = inAddress ?? body;
    statements.push(sql);
    const insert = /^INSERT INTO (\w+) FORMAT JSONEachRow\s*$/.exec(sql);
    if (insert !== null) {
      await session.insert({ table: insert[1] ?? '', values: Buffer.from(body), format: 'JSONEachRow' });
      return '';
    }
    for (const parameter of parametersOf(searchParams)) await session.queryAsync(parameter);
    return (await session.queryAsync(sql)).text();
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const disconnect = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/tracking`,
    statements,
    disconnect,
    async stop() {
      await disconnect();
      session.close();
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** As the interface does: the text of a parameter reaches the engine as it came. */
function parametersOf(searchParams: URLSearchParams): string[] {
  return [...searchParams]
    .filter(([name]) => /^param_\w+$/.test(name))
    .map(([name, text]) => `SET ${name} = '${text.replaceAll(/[\\']/g, (letter) => `\\${letter}`)}'`);
}
