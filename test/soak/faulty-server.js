/**
 * Servers for the tests of the soak run, each with a fault of its own, which SOAK_FAULT names.
 */

import { createWebSocketServer } from '../../examples/transports/server.js';

/**
 * @import { ServerOptions } from '../../examples/transports/server.js'
 */

/** @returns {ServerOptions} an echo */
const echo = () => ({
  onConnection: () => ({ onMessage: ({ data }, peer) => void peer.send(data) }),
});

/** @type {Record<string, () => ServerOptions>} */
const faults = {
  'another echo': () => ({
    onConnection: () => ({
      onMessage: ({ data }, peer) => {
        peer.send(data.length % 3 === 0 ? 'something else' : data);
      },
    }),
  }),
  'no pongs': () => ({ ...echo(), autoPong: false }),
  'talks behind its Close': () => ({
    onConnection: (_, { socket }) => ({
      onMessage() {},
      onStateChange: ({ state }) => {
        if (state === 'closed') socket.write(Uint8Array.of(0x81, 0x01, 0x61));
      },
    }),
  }),
  'closes twice': () => ({
    onConnection: (_, { socket }) => ({
      onMessage() {},
      onStateChange: ({ state }) => {
        if (state === 'closed') socket.write(Uint8Array.of(0x88, 0x00));
      },
    }),
  }),
  'hangs when it is asked again': echo,
};

const name = process.env.SOAK_FAULT ?? '';
const server = createWebSocketServer((faults[name] ?? echo)());
let asked = 0;
process.on('message', (wish) => {
  if (wish === 'memory') {
    asked++;
    while (name.startsWith('hangs') && asked > 1);
    process.send?.({ memory: { usedBytes: 1e7, residentBytes: 1e7, connections: 0 } });
  } else server.close().then(() => process.disconnect());
});
const { port } = await server.listen();
process.send?.({ port });
