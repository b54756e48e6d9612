import type { Message } from '../message/message-assembler.js';
import type { ProtocolError } from '../vocabulary/violation.js';

/** What has happened on a connection, in the order of the wire. */
export type ConnectionEvent =
  /**
   * A message, or a part of one with `streamMessages`. Binary data belongs to whoever pulls it, but several
   * messages of one chunk may be views of one ArrayBuffer: do not transfer that while `pendingInputBytes`
   * is above 0; `new Uint8Array(data)` detaches.
   */
  | Message
  /** A ping (already answered, unless `autoPong` is off) or a pong. */
  | { readonly type: 'ping'; readonly payload: Uint8Array }
  | { readonly type: 'pong'; readonly payload: Uint8Array }
  /** The peer has broken the protocol; the Close that says so is in the output, and `close` comes next. */
  | { readonly type: 'error'; readonly error: ProtocolError }
  /**
   * The last event, exactly once: the peer's Close with its code (1005 when it had none), or 1006 when
   * there was none: the input ended, or the connection failed. `wasClean`: both Closes were exchanged.
   */
  | {
      readonly type: 'close';
      readonly code: number;
      readonly reason: string;
      readonly wasClean: boolean;
    };
