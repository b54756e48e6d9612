/**
 * Sends each line of its input and prints what comes back. Connects again when the server goes away.
 *
 *     node examples/transports/echo-client.js ws://127.0.0.1:8080/
 */

import { createInterface } from 'node:readline';
import { connectWebSocket } from './client.js';

/** @import { SocketDriver } from './socket-driver.js' */

/** @type {SocketDriver | null} */
let peer = null;

const client = connectWebSocket(process.argv[2] ?? 'ws://127.0.0.1:8080/', {
  reconnect: {},
  onOpen(opened) {
    peer = opened;
    lines.resume();
  },
  onMessage: ({ data }) => console.log(typeof data === 'string' ? data : `${data.length} bytes`),
  onClose({ code, reason, error }, retryMs) {
    lines.pause();
    const next = retryMs === null ? '' : `; again in ${Math.round(retryMs)} ms`;
    console.error(`closed: ${code} ${reason || (error?.message ?? '')}${next}`);
  },
});

const lines = createInterface({ input: process.stdin });
lines.pause();
lines.on('line', async (line) => {
  if (peer === null || peer.send(line)) return;
  lines.pause();
  if (await peer.drained()) lines.resume();
});
lines.on('close', () => client.stop());
