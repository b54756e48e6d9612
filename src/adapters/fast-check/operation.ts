/**
 * One thing that a program does with a connection, and what comes of it.
 */

import type { ConnectionEvent } from '../../connection/connection-event.js';
import type { Opcode } from '../../vocabulary/opcode.js';

/** One call of a method of `Connection`. */
export type Operation =
  | { readonly do: 'sendText'; readonly text: string; readonly fragmentBytes?: number }
  | { readonly do: 'sendBinary'; readonly bytes: Uint8Array; readonly fragmentBytes?: number }
  | { readonly do: 'sendFragment'; readonly data: string | Uint8Array; readonly fin: boolean }
  | { readonly do: 'ping' | 'pong'; readonly payload: Uint8Array }
  | { readonly do: 'close'; readonly code?: number; readonly reason: string }
  | { readonly do: 'receive'; readonly chunk: Uint8Array }
  | { readonly do: 'receiveEnd' | 'takeOutput' | 'nextEvent' };

/**
 * What an operation gives: whether it was sent, the event that was pulled or null, `'throws'` for a mistake of the
 * caller's, or nothing.
 */
export type Outcome = boolean | ConnectionEvent | null | undefined | 'throws';

/** A frame that went out. */
export interface OutputFrame {
  readonly opcode: Opcode;
  readonly fin: boolean;
  /** Unmasked. */
  readonly payload: Uint8Array;
}

/** What came of a row of operations. */
export interface Played {
  /** One for each operation. */
  readonly outcomes: readonly Outcome[];
  /** All frames that went out, in order, answers to pings and Closes included. */
  readonly frames: readonly OutputFrame[];
}
