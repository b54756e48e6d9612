/**
 * A WebSocket server made of this codec and `node:net`, with a page that shows the bytes on the wire.
 *
 *     npm start            http://localhost:3368/
 *     PORT=8080 npm start  another port; 0 picks one that is free
 */

import { permessageDeflate } from 'websocket-codec/deflate';
import { zlibCompressor } from 'websocket-codec/deflate/node-zlib';
import { answer } from './http-side.js';
import { errorCode, listenOnLoopback } from './listen.js';
import { contentSecurityPolicy, loadStaticFiles } from './static-files.js';
import { TraceHub } from './trace-hub.js';
import { authorize, serveChat, showRefusal } from './websocket-side.js';

const DEFAULT_PORT = 3368;
const MAX_CONNECTIONS = 256;
/** How long a peer may take to answer a Close, or to end its side of a connection that is over. */
const CLOSE_MS = 2_000;

const files = loadStaticFiles();
const traces = new TraceHub();
const site = {
  files,
  contentSecurityPolicy: contentSecurityPolicy(files),
  traces,
  closeTimeoutMs: CLOSE_MS,
};

try {
  const { port, servers } = await listenOnLoopback(readPort(), {
    protocols: ['chat'],
    extensions: [permessageDeflate({ compressor: zlibCompressor() })],
    maxConnections: MAX_CONNECTIONS,
    closeTimeoutMs: CLOSE_MS,
    authorize,
    onConnection: (peer, openedBy) => serveChat(peer, openedBy, traces),
    onRefused: (refused) => showRefusal(refused, traces),
    onRequest: (request, socket) => answer(request, socket, site),
  });
  const shutDown = () => {
    // The process ends by itself, with code 0, when the last socket is gone.
    for (const server of servers) server.close();
  };
  // Once only: a second Ctrl-C ends the process the hard way.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, shutDown);
  console.log(`http://localhost:${port}/`);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

function readPort() {
  const { PORT = '' } = process.env;
  if (PORT === '') return DEFAULT_PORT;
  const port = Number(PORT);
  if (/^\d+$/.test(PORT) && port <= 65_535) return port;
  throw new RangeError(`PORT is ${JSON.stringify(PORT)}; it must be a number from 0 to 65535`);
}

/** @param {unknown} error */
function explain(error) {
  const { PORT: port = DEFAULT_PORT } = process.env;
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return `port ${port} is taken; PORT=0 npm start picks a free one`;
    case 'EACCES':
      return `port ${port} is not open to this user; PORT=0 npm start picks a free one`;
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
