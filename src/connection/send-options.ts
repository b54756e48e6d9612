/**
 * What can be said of a message when it is sent.
 */

import type { Opcode } from '../vocabulary/opcode.js';

export interface SendOptions {
  /**
   * Whether extensions may compress the message. Left out, they judge by its size; true compresses a short
   * one too, false leaves it plain.
   */
  readonly compress?: boolean;
  /** Longest payload of a frame of this message, in bytes; the connection's when left out. */
  readonly fragmentBytes?: number;
}

export interface SendBinaryOptions extends SendOptions {
  /** The bytes are handed over: they may be masked where they lie and go out uncopied. */
  readonly takeOwnership?: boolean;
}

export interface SendFragmentOptions {
  /** Text or Binary, on the first fragment or on all; what the data suggests when left out. */
  readonly opcode?: typeof Opcode.Text | typeof Opcode.Binary;
  /** Whether the message ends with this fragment. */
  readonly fin: boolean;
  /** Of the first fragment, for the whole message: see `SendOptions`. */
  readonly compress?: boolean;
}
