/**
 * This package as a server, on the transports of the examples: an echo that can be told to close.
 */

import { createWebSocketServer } from '../../../examples/transports/server.js';
import {
  BYE,
  Mailbox,
  PROTOCOL,
  type RunningServer,
  SERVER_CLOSE,
  type ServerReport,
} from '../conversation.js';

export async function startServer(): Promise<RunningServer> {
  const ends = new Mailbox<ServerReport>();
  const server = createWebSocketServer({
    protocols: [PROTOCOL],
    onConnection: (peer) => ({
      onMessage: ({ data }) =>
        data === BYE ? peer.close(...SERVER_CLOSE) : peer.send(data) || peer.drained(),
      onClose: ({ code, reason }) => ends.put([code, reason]),
    }),
  });
  const { port } = await server.listen();
  return { port, nextEnd: () => ends.take(), close: () => server.close() };
}
