/**
 * One extension of a connection: both directions, and the bit that marks what it has transformed.
 */

import type { MessageTransform } from '../handshake/message-transform.js';

export interface Codec extends MessageTransform {
  /** Its reserved bit where it stands in byte 0 of a frame. */
  readonly bit: number;
}
