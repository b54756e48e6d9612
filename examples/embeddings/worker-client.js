/**
 * A client in a Worker: `connect` gives TCP where the platform's own WebSocket cannot go. Each request opens a connection
 * to the server in `TARGET`, says what is in its body, and answers with what came back.
 */

import { connect } from 'cloudflare:sockets';
import { connectOverStreams } from './web-streams.js';

/** @import { Transport } from './web-streams.js' */

/** For all of it: nothing else ends a connection to a server that says nothing. */
const TIMEOUT_MS = 10_000;

export default {
  /**
   * @param {Request} request
   * @param {{ TARGET: string, TIMEOUT_MS?: number }} env TARGET is a ws: or wss: URL
   */
  async fetch(request, { TARGET, TIMEOUT_MS: timeoutMs = TIMEOUT_MS }) {
    const { hostname, port, protocol } = new URL(TARGET);
    const isTls = protocol === 'wss:';
    /** @type {Transport & { close(): Promise<void> }} */
    const socket = connect(
      { hostname, port: Number(port || (isTls ? 443 : 80)) },
      { allowHalfOpen: true, secureTransport: isTls ? 'on' : 'off' },
    );
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let deadline;
    const tooLate = new Promise((_, reject) => {
      deadline = setTimeout(
        () => reject(new Error(`it took more than ${timeoutMs} ms`)),
        timeoutMs,
      );
    });
    try {
      return await Promise.race([talk(socket, TARGET, request), tooLate]);
    } catch (error) {
      socket.close().catch(() => {});
      throw error;
    } finally {
      clearTimeout(deadline);
    }
  },
};

/**
 * @param {Transport} socket
 * @param {string} url
 * @param {Request} request
 */
async function talk(socket, url, request) {
  const { streams } = await connectOverStreams(socket, url);
  const writer = streams.outgoing.writable.getWriter();
  const reader = streams.incoming.readable.getReader();
  streams.ping('still there?');
  const body = await request.bytes();
  const [text, bytes] = await Promise.all([
    reader.read(),
    reader.read(),
    writer.write(`${body.length} bytes follow`),
    writer.write(body),
  ]);
  streams.close(4321, 'enough');
  const { closeCode, wasClean } = await streams.closed;
  const headers = { 'x-text': String(text.value), 'x-close': `${closeCode} ${wasClean}` };
  // Both sides of the socket have ended with the connection.
  return new Response(/** @type {BodyInit} */ (/** @type {unknown} */ (bytes.value)), { headers });
}
