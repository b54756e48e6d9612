/**
 * The socket of a ws: or wss: URL, as the client and its driver want it.
 */

import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';

/**
 * @import { Socket } from 'node:net'
 * @import { ConnectionOptions as TlsOptions } from 'node:tls'
 */

/**
 * @param {URL} url ws: or wss:
 * @param {TlsOptions} tlsOptions
 * @returns {Socket}
 */
export function openSocket({ protocol, hostname, port }, tlsOptions) {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (protocol === 'ws:')
    return connectTcp({ host, port: Number(port || 80), allowHalfOpen: true });
  // A server of several names goes by this one (SNI), which an address is not (RFC 6066 §3).
  const servername = isIP(host) ? '' : host;
  const options = { ALPNProtocols: ['http/1.1'], servername, ...tlsOptions };
  const socket = connectTls({ host, port: Number(port || 443), ...options });
  socket.allowHalfOpen = true;
  return socket;
}
