/**
 * A WebSocket server made of this codec and `node:net`, with a page that shows the bytes on the wire.
 *
 *     npm start            http://localhost:3368/
 *     PORT=8080 npm start  another port; 0 picks one that is free
 */

import { serveConnection } from './http-side.js';
import { errorCode, listenOnLoopback } from './listen.js';
import { contentSecurityPolicy, loadStaticFiles } from './static-files.js';
import { TraceHub } from './trace.js';

/** @import { Server, Socket } from 'node:net' */

const DEFAULT_PORT = 3368;
const MAX_CONNECTIONS = 256;
/** How long peers may take to answer our Close when the server stops. */
const SHUTDOWN_MS = 1_000;

const files = loadStaticFiles();
/** @type {Map<Socket, () => void>} */
const peers = new Map();
const site = {
  files,
  contentSecurityPolicy: contentSecurityPolicy(files),
  traces: new TraceHub(),
  peers,
};

try {
  const { port, servers } = await listenOnLoopback(readPort(), (socket) => {
    if (peers.size < MAX_CONNECTIONS) serveConnection(socket, site);
    else socket.destroy();
  });
  // Once only: a second Ctrl-C ends the process the hard way.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => shutDown(servers));
  console.log(`http://localhost:${port}/`);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

/** @param {Server[]} servers */
function shutDown(servers) {
  for (const server of servers) server.close();
  for (const sendAway of peers.values()) sendAway();
  // The process ends by itself, with code 0, when the last socket is gone.
  setTimeout(() => {
    for (const socket of peers.keys()) socket.destroy();
  }, SHUTDOWN_MS).unref();
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
