/**
 * Between a socket and the protocol of a connection: bytes both ways, backpressure, and the end of the
 * TCP connection in the order that RFC 6455 §7.1.1 asks for.
 */

import { CloseCode } from 'websocket-codec';
import { EchoConnection } from './echo-connection.js';

/**
 * @import { Socket } from 'node:net'
 * @import { Recorder } from './trace.js'
 */

/** How long a peer may take to answer a Close, or to end its side of a connection that is over. */
const CLOSING_MS = 2_000;
/** How long a peer may leave unread what it has asked for. */
const STALLED_MS = 60_000;

/**
 * Runs a connection whose opening handshake has been answered.
 *
 * @param {Socket} socket
 * @param {Uint8Array} firstBytes what came behind the handshake
 * @param {Recorder | null} recorder
 * @returns {() => void} sends the peer away
 */
export function serveWebSocket(socket, firstBytes, recorder) {
  const connection = new EchoConnection();
  /** @type {NodeJS.Timeout | undefined} */
  let deadline;
  const destroyLater = () => {
    deadline ??= setTimeout(() => socket.destroy(), CLOSING_MS);
  };

  const flush = () => {
    // One system call for all that a chunk brought about.
    socket.cork();
    for (const bytes of connection.takeOutput()) {
      recorder?.bytes('server', bytes);
      socket.write(bytes);
    }
    socket.uncork();
    if (connection.transport === 'open') {
      if (socket.writableNeedDrain) holdReading();
    } else if (!socket.writableEnded) {
      // Half-closing, and reading on: a socket that is closed with input unread is reset, and the
      // Close frame may be lost on its way.
      socket.end();
      recorder?.tcpEnd('server');
      socket.resume();
      destroyLater();
    }
  };
  const holdReading = () => {
    socket.pause();
    socket.setTimeout(STALLED_MS);
  };

  socket.on('data', (chunk) => {
    if (connection.transport !== 'open') return;
    recorder?.bytes('client', chunk);
    connection.receive(chunk);
    flush();
  });
  socket.on('drain', () => {
    socket.setTimeout(0);
    socket.resume();
  });
  socket.on('timeout', () => socket.destroy());
  socket.on('end', () => {
    recorder?.tcpEnd('client');
    connection.receiveEnd();
    flush();
  });
  socket.on('close', () => {
    clearTimeout(deadline);
    recorder?.done();
  });

  if (firstBytes.length > 0) {
    recorder?.bytes('client', firstBytes);
    connection.receive(firstBytes);
    flush();
  }
  return () => {
    connection.close(CloseCode.GoingAway, 'the server is going away');
    flush();
    destroyLater();
  };
}
