/**
 * A server for the test of the soak run: it echoes the wrong text now and then.
 */

import { createWebSocketServer } from '../../examples/transports/server.js';

const server = createWebSocketServer({
  onConnection: () => ({
    onMessage: ({ data }, peer) => {
      peer.send(data.length % 3 === 0 ? 'something else' : data);
    },
  }),
});
process.on('message', (wish) => {
  if (wish === 'memory') {
    process.send?.({ memory: { usedBytes: 1e7, residentBytes: 1e7, connections: 0 } });
  } else server.close().then(() => process.disconnect());
});
const { port } = await server.listen();
process.send?.({ port });
