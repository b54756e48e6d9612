/**
 * An echo server on `Deno.listen`: a `Deno.Conn` is a pair of WHATWG streams as it is.
 *
 *     deno run --allow-net=127.0.0.1 --import-map=… examples/embeddings/deno-server.js [port]
 *
 * In a project of one's own the import map is `"websocket-codec": "npm:websocket-codec"` in `deno.json`.
 */

import { acceptOverStreams } from './web-streams.js';

/**
 * What is used of Deno, for those whose editor does not know it.
 *
 * @typedef {object} Conn
 * @property {ReadableStream<Uint8Array>} readable
 * @property {WritableStream<Uint8Array>} writable
 * @property {() => Promise<void>} closeWrite
 * @property {() => void} close
 */
/**
 * @typedef {object} DenoNamespace
 * @property {string[]} args
 * @property {(options: { hostname: string, port: number }) => AsyncIterable<Conn> & { addr: { port: number } }} listen
 */

const { Deno } = /** @type {{ Deno: DenoNamespace }} */ (/** @type {unknown} */ (globalThis));

const HANDSHAKE_TIMEOUT_MS = 10_000;
/** From the end of the connection to that of TCP. */
const CLOSE_TIMEOUT_MS = 5_000;

/** @param {Conn} conn */
async function serve(conn) {
  const deadline = setTimeout(() => close(conn), HANDSHAKE_TIMEOUT_MS);
  const transport = { readable: conn.readable, writable: halfClosing(conn) };
  // A server for pages looks at request.origin here.
  const accepted = await acceptOverStreams(transport, {
    authorize: ({ origin }) => origin === null,
    protocols: ['echo'],
  }).finally(() => clearTimeout(deadline));
  if (accepted !== null) {
    const { incoming, outgoing, closed } = accepted.streams;
    // How it ended is told by `closed`, here and there.
    incoming.readable.pipeTo(outgoing.writable).catch(() => {});
    const { closeCode, wasClean } = await closed;
    console.log(`closed ${closeCode} ${wasClean}`);
  }
  setTimeout(() => close(conn), CLOSE_TIMEOUT_MS);
}

/**
 * The end of `conn.writable` closes both directions, and with input unread that resets the connection; a WebSocket ends
 * its own first.
 *
 * @param {Conn} conn
 */
function halfClosing(conn) {
  const writer = conn.writable.getWriter();
  return new WritableStream({
    write: (chunk) => writer.write(chunk),
    close: () => conn.closeWrite(),
    abort: () => close(conn),
  });
}

/** @param {Conn} conn */
function close(conn) {
  try {
    conn.close();
  } catch {
    // It has closed itself: everything was read and written.
  }
}

const listener = Deno.listen({ hostname: '127.0.0.1', port: Number(Deno.args[0] ?? 8080) });
console.log(`ws://127.0.0.1:${listener.addr.port}/`);
for await (const conn of listener) serve(conn).catch(() => close(conn));
