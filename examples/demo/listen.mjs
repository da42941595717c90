import { connect } from 'node:net';

/**
 * Listens on the wished port, or on the next free one if another program has it.
 *
 * @param {import('node:http').Server} server
 * @param {number} port `0`: any free port.
 * @param {(taken: number) => void} onTaken told of every port that was taken
 * @returns {Promise<number>} the port
 */
export async function listen(server, port, onTaken = () => {}) {
  for (let candidate = port; candidate < port + 100 && candidate <= 65_535; candidate++) {
    if (candidate !== 0 && (await answersOnIpv6(candidate))) onTaken(candidate);
    else if (await tryToListen(server, candidate)) return server.address().port;
    else onTaken(candidate);
  }
  throw new Error(`No free port from ${port} to ${port + 99}.`);
}

function tryToListen(server, port) {
  return new Promise((resolve, reject) => {
    const onError = (error) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    };
    server.once('error', onError);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', onError);
      resolve(true);
    });
  });
}

/** Browsers try `::1` first for `localhost`: a program there would answer in our place. */
function answersOnIpv6(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '::1', timeout: 500 });
    const answer = (isThere) => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
    socket.once('timeout', () => answer(false));
  });
}
