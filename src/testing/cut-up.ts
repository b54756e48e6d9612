/**
 * Frames cut into writes.
 */

import { join } from './byte-data.js';
import type { CutData } from './case-data.js';

/** A step of a million frames must not be one array. */
const MAX_WRITE_BYTES = 1_048_576;

/** Arrays of their own, or the frames themselves. */
export function* cutUp(frames: Iterable<Uint8Array>, cut: CutData): Generator<Uint8Array> {
  if (cut === 'frames') yield* frames;
  else if (cut === 'whole') yield* joined(frames);
  else for (const frame of frames) yield* inPieces(frame, cut);
}

function* joined(pieces: Iterable<Uint8Array>): Generator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for (const piece of pieces) {
    waiting.push(piece);
    length += piece.length;
    if (length < MAX_WRITE_BYTES) continue;
    yield join(waiting);
    waiting = [];
    length = 0;
  }
  if (length > 0) yield join(waiting);
}

function* inPieces(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}
