/**
 * A client in a Worker: `connect` gives TCP where the platform's own WebSocket cannot go. Each request opens a connection
 * to the server in `TARGET`, says what is in its body, and answers with what came back.
 */

import { connect } from 'cloudflare:sockets';
import { connectOverStreams } from './web-streams.js';

/** @import { Transport } from './web-streams.js' */

export default {
  /**
   * @param {Request} request
   * @param {{ TARGET: string }} env a ws: or wss: URL
   */
  async fetch(request, { TARGET }) {
    const { hostname, port, protocol } = new URL(TARGET);
    const isTls = protocol === 'wss:';
    /** @type {Transport & { close(): Promise<void> }} */
    const socket = connect(
      { hostname, port: Number(port || (isTls ? 443 : 80)) },
      { allowHalfOpen: true, secureTransport: isTls ? 'on' : 'off' },
    );
    try {
      const { streams } = await connectOverStreams(socket, TARGET);
      const writer = streams.outgoing.writable.getWriter();
      const reader = streams.incoming.readable.getReader();
      streams.ping('still there?');
      const body = await request.bytes();
      writer.write(`${body.length} bytes follow`);
      writer.write(body);
      const text = await reader.read();
      const bytes = await reader.read();
      streams.close(4321, 'enough');
      const { closeCode, wasClean } = await streams.closed;
      const headers = { 'x-text': String(text.value), 'x-close': `${closeCode} ${wasClean}` };
      // Both sides of the socket have ended with the connection.
      return new Response(/** @type {BodyInit} */ (/** @type {unknown} */ (bytes.value)), {
        headers,
      });
    } catch (error) {
      socket.close().catch(() => {});
      throw error;
    }
  },
};
