/** @import { Server } from 'node:http' */

/**
 * Starts a server on 127.0.0.1. The same server answers as `localhost` too: to a browser that is another site.
 *
 * @param {Server} server
 * @param {number} [port] A free one by default.
 * @returns {Promise<{ port: number, origin: string, localhostOrigin: string, close: () => Promise<void> }>}
 */
export async function listen(server, port = 0) {
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(undefined));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    port: address.port,
    origin: `http://127.0.0.1:${address.port}`,
    localhostOrigin: `http://localhost:${address.port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      // Kept-alive and hanging connections would hold it open.
      server.closeAllConnections();
      await closed;
    },
  };
}
