/**
 * An echo server on `Bun.listen`, whose sockets take what they can and say how much.
 *
 *     bun examples/embeddings/bun-server.js [port]
 */

import { Peer } from './bun-peer.js';

/** @import { BunSocket } from './bun-peer.js' */

/**
 * What is used of Bun, for those whose editor does not know it.
 *
 * @typedef {object} BunNamespace
 * @property {string[]} argv
 * @property {(options: { hostname: string, port: number, allowHalfOpen: boolean, socket: object }) => { port: number }} listen
 */

const { Bun } = /** @type {{ Bun: BunNamespace }} */ (/** @type {unknown} */ (globalThis));

const server = Bun.listen({
  hostname: '127.0.0.1',
  port: Number(Bun.argv[2] ?? 8080),
  allowHalfOpen: true,
  socket: {
    /** @param {BunSocket} socket */
    open(socket) {
      socket.data = new Peer(socket);
    },
    /** @type {(socket: BunSocket, chunk: Uint8Array) => void} */
    data: ({ data: peer }, chunk) => peer.receive(chunk),
    /** @param {BunSocket} socket */
    drain: ({ data: peer }) => peer.pump(),
    /** @param {BunSocket} socket */
    end: ({ data: peer }) => peer.receiveEnd(),
    /** @param {BunSocket} socket */
    close: ({ data: peer }) => peer.forget(),
    error() {},
  },
});
console.log(`ws://127.0.0.1:${server.port}/`);
