/**
 * Frames to a visitor, without an object or a view for each (RFC 6455 §5.2).
 */

import type { Opcode } from '../vocabulary/opcode.js';
import type { DecodeResult } from '../vocabulary/result.js';
import { OPCODE_BITS } from './check-frame-header.js';
import type { FrameReader } from './frame-reader.js';
import { takePlainHeader } from './plain-frame.js';
import { ReadMode } from './read-mode.js';

/**
 * Takes a frame.
 *
 * @param opcode what the frame is
 * @param flags FIN and the reserved bits, see `FrameFlag`
 * @param bytes memory in which the unmasked payload lies, lent until the visitor returns; nothing outside of the
 *   range may be changed
 * @param start where the payload begins in `bytes`
 * @param end where it ends
 * @returns false to stop; anything else to go on
 */
export type FrameVisitor = (
  opcode: Opcode,
  flags: number,
  bytes: Uint8Array,
  start: number,
  end: number,
) => unknown;

/** Calls the visitor for every whole frame; `complete` says how many there were when it has stopped. */
export function visitFrames(reader: FrameReader, visit: FrameVisitor): DecodeResult<number> {
  const { input, rules } = reader;
  let count = 0;
  let bytesRead = 0;
  let isStopped = false;
  while (!isStopped) {
    const { at: frameAt, bytes: window } = input;
    let first = 0;
    let bytes = window;
    let start = takePlainHeader(input, rules, reader.last);
    let end = input.at;
    if (start >= 0) {
      first = window[frameAt] as number;
      bytesRead += end - frameAt;
      if (end === input.end) input.clear();
    } else if (reader.read(ReadMode.Whole)) {
      ({ firstByte: first, bytes, start, end } = reader);
      reader.release();
      bytesRead += reader.bytesRead;
    } else {
      const { error, bytesNeeded } = reader;
      return error === null ? { status: 'incomplete', bytesNeeded } : { status: 'invalid', error };
    }
    count++;
    // Last: the visitor may push, and when it throws, its frame has been taken.
    isStopped = visit((first & OPCODE_BITS) as Opcode, first >>> 4, bytes, start, end) === false;
  }
  return { status: 'complete', value: count, bytesRead };
}
