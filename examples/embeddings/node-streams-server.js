/**
 * An echo server on `node:net` in WHATWG streams: messages are piped from where they come in to where they go out.
 *
 *     node examples/embeddings/node-streams-server.js [port]
 */

import { createServer } from 'node:net';
import { isSameOrigin } from '../transports/server.js';
import { transportOf } from './node-transport.js';
import { acceptOverStreams } from './web-streams.js';

/** @import { Socket } from 'node:net' */

const HANDSHAKE_TIMEOUT_MS = 10_000;
/** From the end of the connection to that of TCP. */
const CLOSE_TIMEOUT_MS = 5_000;

/** @param {Socket} socket */
async function serve(socket) {
  const deadline = setTimeout(() => socket.destroy(), HANDSHAKE_TIMEOUT_MS);
  const accepted = await acceptOverStreams(transportOf(socket), {
    authorize: isSameOrigin,
    protocols: ['echo'],
  }).finally(() => clearTimeout(deadline));
  if (accepted !== null) {
    const { incoming, outgoing, closed } = accepted.streams;
    // How it ended is told by `closed`, here and there.
    incoming.readable.pipeTo(outgoing.writable).catch(() => {});
    const { closeCode, wasClean } = await closed;
    console.log(`closed ${closeCode} ${wasClean}`);
  }
  setTimeout(() => socket.destroy(), CLOSE_TIMEOUT_MS).unref();
}

const server = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', () => {});
  serve(socket).catch(() => socket.destroy());
});
server.listen(Number(process.argv[2] ?? 8080), '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') console.log(`ws://127.0.0.1:${address?.port}/`);
});
