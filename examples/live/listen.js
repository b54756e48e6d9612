/**
 * Listening on this machine alone. `localhost` means 127.0.0.1 to some programs and ::1 to others, so the
 * server is at home at both.
 */

import { createServer } from 'node:net';

/** @import { AddressInfo, Server, Socket } from 'node:net' */

const IPV4_LOOPBACK = '127.0.0.1';
const IPV6_LOOPBACK = '::1';
const NO_IPV6 = ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'];
const ATTEMPTS = 10;

/**
 * @param {number} port 0 for any that is free
 * @param {(socket: Socket) => void} onConnection
 * @returns {Promise<{ port: number, servers: Server[] }>} rejects with the system's error
 */
export async function listenOnLoopback(port, onConnection) {
  for (let attempt = 1; ; attempt++) {
    const first = await listen(port, IPV4_LOOPBACK, onConnection);
    const address = /** @type {AddressInfo} */ (first.address());
    try {
      return {
        port: address.port,
        servers: [first, await listen(address.port, IPV6_LOOPBACK, onConnection)],
      };
    } catch (error) {
      if (NO_IPV6.includes(errorCode(error))) return { port: address.port, servers: [first] };
      first.close();
      // A port that was picked at random may be taken at the other address.
      if (port !== 0 || attempt === ATTEMPTS) throw error;
    }
  }
}

/** @param {unknown} error */
export function errorCode(error) {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/**
 * @param {number} port
 * @param {string} host
 * @param {(socket: Socket) => void} onConnection
 * @returns {Promise<Server>}
 */
function listen(port, host, onConnection) {
  return new Promise((resolve, reject) => {
    // Half-open: a client that has said all may still be owed an answer.
    const server = createServer({ allowHalfOpen: true }, onConnection);
    server.once('error', reject);
    server.listen({ port, host }, () => resolve(server.off('error', reject)));
  });
}
