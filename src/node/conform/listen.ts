import { createServer, type RequestListener } from 'node:http';

export interface Listening {
  readonly port: number;
  readonly origin: string;
  readonly close: () => Promise<void>;
}

/** Starts a server on a free port of 127.0.0.1. The same server answers as `localhost` too: to a browser that is another site. */
export async function listen(answer: RequestListener): Promise<Listening> {
  const server = createServer(answer);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    port: address.port,
    origin: `http://127.0.0.1:${address.port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      // Kept-alive and hanging connections would hold it open.
      server.closeAllConnections();
      await closed;
    },
  };
}
