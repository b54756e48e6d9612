/**
 * A server over TLS that takes a WebSocket in either way: in a stream of HTTP/2 by extended CONNECT (RFC 8441), so that a
 * page's connections share one of TCP, and by the upgrade of HTTP/1.1 for clients that know no other.
 */

import { createSecureServer } from 'node:http2';
import { acceptUpgrades } from './http-upgrade.js';
import { acceptConnects } from './http2-connect.js';

/**
 * @import { Http2ServerRequest, Http2ServerResponse, SecureServerOptions } from 'node:http2'
 * @import { ServerHttp2Session } from 'node:http2'
 * @import { AddressInfo, Socket } from 'node:net'
 * @import { SocketDriver } from '../transports/socket-driver.js'
 * @import { Handlers } from '../transports/socket-driver.js'
 * @import { ConnectOptions, OpenedBy as ConnectedBy } from './http2-connect.js'
 * @import { OpenedBy as UpgradedBy } from './http-upgrade.js'
 */

/**
 * @typedef {object} OwnHttp2Options
 * @property {SecureServerOptions} tls `key` and `cert` among them
 * @property {(request: Http2ServerRequest, response: Http2ServerResponse) => void} onRequest answers ordinary
 *   requests, in either version
 * @property {(peer: SocketDriver, openedBy: (ConnectedBy | UpgradedBy) & { httpVersion: '1.1' | '2' }) => Handlers} onConnection
 */

/** @param {OwnHttp2Options & Omit<ConnectOptions, 'onConnection'>} options */
export function createHttp2Server({ tls, onRequest, onConnection, ...options }) {
  const { closeTimeoutMs = 5_000 } = options;
  const settings = { ...tls.settings, enableConnectProtocol: true };
  const server = createSecureServer({ ...tls, settings, allowHTTP1: true }, onRequest);
  const acceptors = [
    acceptConnects(server, {
      ...options,
      onConnection: (peer, openedBy) => onConnection(peer, { httpVersion: '2', ...openedBy }),
    }),
    acceptUpgrades(server, {
      ...options,
      onConnection: (peer, openedBy) => onConnection(peer, { httpVersion: '1.1', ...openedBy }),
    }),
  ];
  /** @type {Promise<void> | null} */
  let closing = null;
  /** @type {Set<Socket>} */
  const sockets = new Set();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  /** @type {Set<ServerHttp2Session>} */
  const sessions = new Set();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
  });

  return {
    /**
     * @param {number} [port] 0 for any that is free
     * @param {string} [host] this machine alone, unless it is given
     * @returns {Promise<AddressInfo>} rejects with the system's error
     */
    listen: (port = 0, host = '127.0.0.1') =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
          resolve(/** @type {AddressInfo} */ (server.address()));
        });
      }),

    /** Stops listening, sends everyone away, and resolves when the last is gone. */
    close() {
      closing ??= new Promise((resolve) => {
        // An ordinary request may never end, and a client may not go.
        const deadline = setTimeout(() => {
          for (const socket of sockets) socket.destroy();
        }, closeTimeoutMs);
        server.close(() => {
          clearTimeout(deadline);
          resolve();
        });
        for (const acceptor of acceptors) acceptor.close();
        // Each goes when its last stream has ended.
        for (const session of sessions) session.close();
      });
      return closing;
    },
  };
}
