/**
 * A test double: a client and a server joined in memory, without a socket, a port or a timer. What an application does
 * with a `SocketDriver` it does with a peer of these, so its handlers can be tested as they are. Time is what is missing:
 * there is always room, no heartbeat, and no deadline.
 *
 *     const { client, server, settle } = joinInMemory({ client: {}, server: chat });
 *     client.send('hello');
 *     await settle();
 *
 * The bytes are those of real frames, whole or cut as small as you like.
 */

import { MemoryPeer } from './memory-peer.js';

/**
 * @import { ConnectionOptions } from 'websocket-codec'
 * @import { Application } from './memory-peer.js'
 */

/**
 * @typedef {object} PairOptions
 * @property {number} [chunkBytes] what is sent arrives in pieces of this size; left out, as it was sent
 * @property {Omit<ConnectionOptions, 'role'>} [client]
 * @property {Omit<ConnectionOptions, 'role'>} [server]
 */

/**
 * @param {{ client: Application, server: Application }} applications
 * @param {PairOptions} [options]
 */
export function joinInMemory(applications, options = {}) {
  const { chunkBytes = Number.MAX_SAFE_INTEGER } = options;
  if (!(chunkBytes >= 1))
    throw new RangeError(`chunkBytes is ${chunkBytes}; it must be at least 1`);
  const client = new MemoryPeer({ ...options.client, role: 'client' }, applications.client);
  const server = new MemoryPeer({ ...options.server, role: 'server' }, applications.server);

  /**
   * @param {MemoryPeer} from
   * @param {MemoryPeer} to
   */
  const carry = (from, to) => {
    for (const bytes of from.takeOutput()) {
      for (let at = 0; at < bytes.length; at += chunkBytes) {
        to.receive(bytes.subarray(at, at + chunkBytes));
      }
    }
    if (from.transport !== 'open') to.connection.receiveEnd();
  };

  return {
    client,
    server,

    /** Carries bytes and calls handlers until both sides have nothing more to say. */
    async settle() {
      for (let isBusy = true; isBusy; ) {
        carry(client, server);
        carry(server, client);
        const told = [await client.handleAll(), await server.handleAll()];
        isBusy = told.includes(true);
        for (const peer of [client, server]) isBusy ||= peer.pendingOutputBytes > 0;
      }
    },

    /** The network fails: both sides hear of the end, and of nothing that was still on its way. */
    async cut() {
      for (const peer of [client, server]) {
        peer.connection.receiveEnd();
        peer.connection.takeOutput();
        await peer.handleAll();
      }
    },
  };
}
