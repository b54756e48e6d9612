/**
 * Sends every message back to where it came from.
 *
 *     node examples/transports/echo-server.js            ws://127.0.0.1:8080/
 *     PORT=0 node examples/transports/echo-server.js     any port that is free
 */

import { createWebSocketServer } from './server.js';

const { PORT = 8080 } = process.env;

const server = createWebSocketServer({
  onConnection: (peer) => ({
    // Whoever does not read its echo is not read either.
    onMessage: ({ data }) => peer.send(data) || peer.drained(),
  }),
});

const { address, port } = await server.listen(Number(PORT));
console.log(`ws://${address}:${port}/`);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close());
