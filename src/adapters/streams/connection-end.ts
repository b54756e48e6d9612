/**
 * The end of a connection, as its streams tell it.
 */

import type { ProtocolError } from '../../vocabulary/violation.js';

/** How a connection ended. */
export interface ConnectionEnd {
  /** The peer's code, 1005 for a Close without one, 1006 when there was no Close. */
  readonly closeCode: number;
  readonly reason: string;
  /** Both Closes were exchanged. */
  readonly wasClean: boolean;
  /** What the peer did wrong, or null. */
  readonly violation: ProtocolError | null;
}

/** What a stream fails with when nothing is known but that the transport is gone. */
export const LOST: ConnectionEnd = {
  closeCode: 1006,
  reason: '',
  wasClean: false,
  violation: null,
};
