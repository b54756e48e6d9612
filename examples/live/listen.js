/**
 * Listening on this machine alone. `localhost` means 127.0.0.1 to some programs and ::1 to others, so the
 * server is at home at both.
 */

import { createWebSocketServer } from '../transports/server.js';

/** @import { ServerOptions } from '../transports/server.js' */

const IPV4_LOOPBACK = '127.0.0.1';
const IPV6_LOOPBACK = '::1';
const NO_IPV6 = ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'];
const ATTEMPTS = 10;

/**
 * @param {number} wantedPort 0 for any that is free
 * @param {ServerOptions} options
 * @returns {Promise<{ port: number, servers: { close: () => Promise<void> }[] }>} rejects with the
 *   system's error
 */
export async function listenOnLoopback(wantedPort, options) {
  for (let attempt = 1; ; attempt++) {
    const first = createWebSocketServer(options);
    const second = createWebSocketServer(options);
    const { port } = await first.listen(wantedPort, IPV4_LOOPBACK);
    try {
      await second.listen(port, IPV6_LOOPBACK);
      return { port, servers: [first, second] };
    } catch (error) {
      if (NO_IPV6.includes(errorCode(error))) return { port, servers: [first] };
      await first.close();
      // A port that was picked at random may be taken at the other address.
      if (wantedPort !== 0 || attempt === ATTEMPTS) throw error;
    }
  }
}

/** @param {unknown} error */
export function errorCode(error) {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
