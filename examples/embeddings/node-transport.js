/**
 * A socket of Node as a pair of WHATWG streams.
 */

import { Readable } from 'node:stream';

/**
 * @import { Socket } from 'node:net'
 * @import { Transport } from './web-streams.js'
 */

/**
 * From Node 24 on this is `Duplex.toWeb(socket)`. Before, its readable side does not end before both directions have, so a
 * peer that hangs up would not be noticed; an iterator ends when it should. Its writable side has room for thousands of
 * chunks, so a peer that does not read would fill the memory; here the next waits for the one before.
 *
 * @param {Socket} socket made with `allowHalfOpen`
 * @returns {Transport}
 */
export function transportOf(socket) {
  const chunks = Readable.from(socket.iterator({ destroyOnReturn: false }));
  const streams = { readable: Readable.toWeb(chunks), writable: writableOf(socket) };
  // The declarations of Node and of the DOM differ in what none of us uses.
  return /** @type {Transport} */ (/** @type {unknown} */ (streams));
}

/** @param {Socket} socket */
function writableOf(socket) {
  return new WritableStream({
    start(controller) {
      socket.on('error', (error) => controller.error(error));
      socket.on('close', () => controller.error(new Error('the socket is closed')));
    },
    /** @param {Uint8Array} chunk @returns {Promise<void>} */
    write: (chunk) =>
      new Promise((resolve, reject) => {
        socket.write(chunk, (error) => (error ? reject(error) : resolve()));
      }),
    /** @returns {Promise<void>} */
    close: () => new Promise((resolve) => socket.end(resolve)),
    abort() {
      socket.destroy();
    },
  });
}
