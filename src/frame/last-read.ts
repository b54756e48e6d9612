/**
 * What the last read of a `FrameReader` has found: fields instead of an object a frame.
 */

import { pieceOf } from '../bytes/piece.js';
import type { ProtocolError } from '../vocabulary/violation.js';

/** Stands for a payload that was taken; never handed out. */
const NOTHING = /* @__PURE__ */ new Uint8Array(0);

export class LastRead {
  // --- what the last successful read has found
  firstByte = 0;
  /** Of the whole frame. */
  payloadLength = 0;
  masked = false;
  /** The payload lies here, unmasked, until `takePayload` or `release`. */
  bytes: Uint8Array = NOTHING;
  start = 0;
  end = 0;
  /** Where the payload begins within the frame's. */
  offset = 0;
  /** Whether the frame ends with this payload; at the beginning, no frame is open either. */
  last = true;
  /** Bytes of the stream that this read has taken. */
  bytesRead = 0;

  // --- what an unsuccessful read has found
  /** The fault, for ever. */
  error: ProtocolError | null = null;
  bytesNeeded = 2;

  /** The payload that was read; a short one in fresh bytes. The reader forgets it. */
  takePayload(): Uint8Array {
    const payload = pieceOf(this.bytes, this.start, this.end);
    this.bytes = NOTHING;
    return payload;
  }

  /** Forgets the payload that was read, so that an idle reader holds nothing. */
  release(): void {
    this.bytes = NOTHING;
  }
}
