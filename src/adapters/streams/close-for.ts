/**
 * The closing handshake for what a stream was cancelled or aborted with.
 */

import type { Connection } from '../../connection/connection.js';

/**
 * Closes a connection with the `closeCode` and the `reason` of an object in the manner of a WebSocketError. What may not
 * be sent as it is, such as the 1006 of a connection that was piped into this one, is a Close without a code.
 *
 * @see https://websockets.spec.whatwg.org/#the-websocketstream-interface
 */
export function closeFor(connection: Connection, cause: unknown): void {
  try {
    const { closeCode, reason } = Object(cause) as { closeCode?: number; reason?: string };
    connection.close(closeCode ?? undefined, reason ?? undefined);
  } catch {
    connection.close();
  }
}
