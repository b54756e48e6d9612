/**
 * A socket of Node as a pair of WHATWG streams.
 */

import { Readable, Writable } from 'node:stream';

/**
 * @import { Socket } from 'node:net'
 * @import { Transport } from './web-streams.js'
 */

/**
 * From Node 24 on this is `Duplex.toWeb(socket)`. Before, its readable side does not end before both directions have, so a
 * peer that hangs up would not be noticed; an iterator ends when it should.
 *
 * @param {Socket} socket made with `allowHalfOpen`
 * @returns {Transport}
 */
export function transportOf(socket) {
  const chunks = Readable.from(socket.iterator({ destroyOnReturn: false }));
  const streams = { readable: Readable.toWeb(chunks), writable: Writable.toWeb(socket) };
  // The declarations of Node and of the DOM differ in what none of us uses.
  return /** @type {Transport} */ (/** @type {unknown} */ (streams));
}
