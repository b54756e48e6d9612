/**
 * The example server as a child process: an echo, with compression, limits small enough to be reached, and
 * its memory on request.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { permessageDeflate } from 'websocket-codec/deflate';
import { pakoCompressor } from 'websocket-codec/deflate/pako';
import { createWebSocketServer } from '../examples/transports/server.js';
import { deadlines, limits } from './terms.js';

/**
 * What the process tells its parent.
 *
 * @typedef {{ port: number } | { memory: Memory }} Report
 *
 * What is in use after a collection.
 *
 * @typedef {object} Memory
 * @property {number} usedBytes of the heap and outside of it
 * @property {number} residentBytes as the system counts
 * @property {number} connections those that are open, their handshake done
 */

let connections = 0;

const server = createWebSocketServer({
  ...limits,
  ...deadlines,
  extensions: [permessageDeflate({ compressor: pakoCompressor() })],
  maxConnections: 10_000,
  // Whatever is thrown ends the process: that is what the run is there to see.
  onConnection: () => {
    connections++;
    return {
      onMessage: ({ data }, peer) => peer.send(data) || peer.drained(),
      onClose: () => {
        connections--;
      },
    };
  },
});

/** @param {Report} report */
const tell = (report) => process.send?.(report);

process.on('message', async (wish) => {
  if (wish === 'memory') {
    globalThis.gc?.();
    // What an ArrayBuffer held is given back some time behind the collection that found it unused.
    await sleep(20);
    globalThis.gc?.();
    const { heapUsed, external, rss } = process.memoryUsage();
    tell({ memory: { usedBytes: heapUsed + external, residentBytes: rss, connections } });
  } else {
    server.close().then(() => process.disconnect());
  }
});
const { port } = await server.listen();
tell({ port });
