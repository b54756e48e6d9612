/**
 * What the streams of a connection fail with.
 */

import type { ProtocolError } from '../../vocabulary/violation.js';
import type { ConnectionEnd } from './connection-end.js';

/**
 * The connection is over and a stream was not: the connection was lost, the peer broke the protocol, or it closed while
 * something was still to be sent. Streams report by exceptions, so this is one, and what a peer did wrong stands in it
 * as data.
 */
export class ConnectionClosedError extends Error {
  override readonly name = 'ConnectionClosedError';
  /** The peer's code, 1005 for a Close without one, 1006 when there was no Close. */
  readonly closeCode: number;
  readonly reason: string;
  /** What the peer did wrong, or null. */
  readonly violation: ProtocolError | null;

  constructor({ closeCode, reason, violation }: ConnectionEnd) {
    super(
      violation === null
        ? `the connection is over (${closeCode})`
        : `the peer broke the protocol: ${violation.message}`,
    );
    this.closeCode = closeCode;
    this.reason = reason;
    this.violation = violation;
  }
}
