/**
 * Encoded frames on their way to the transport, in order.
 */

/** Frames shorter than this are joined with their neighbours: a write costs more than a copy. */
const JOIN_BELOW_BYTES = 2048;

/** Joined frames make pieces of at most this size. */
const MAX_JOINED_BYTES = 65_536;

export class OutputQueue {
  /** Bytes that wait. */
  byteLength = 0;
  /** Automatic pongs that wait. */
  pongCount = 0;
  #frames: Uint8Array[] = [];
  #lastPong = -1;

  push(bytes: Uint8Array): void {
    this.#frames.push(bytes);
    this.byteLength += bytes.length;
  }

  pushPong(bytes: Uint8Array): void {
    this.#lastPong = this.#frames.length;
    this.pongCount++;
    this.push(bytes);
  }

  /** Puts a newer pong where the last one waits. */
  replaceLastPong(bytes: Uint8Array): void {
    const replaced = this.#frames[this.#lastPong] as Uint8Array;
    this.byteLength += bytes.length - replaced.length;
    this.#frames[this.#lastPong] = bytes;
  }

  /** Empties the queue: what it held, small frames joined. */
  take(): Uint8Array[] {
    const frames = this.#frames;
    if (frames.length === 0) return [];
    this.#frames = [];
    this.byteLength = 0;
    this.pongCount = 0;
    this.#lastPong = -1;
    return frames.length === 1 ? frames : joinSmall(frames);
  }
}

function joinSmall(frames: readonly Uint8Array[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let from = 0;
  let length = 0;
  for (const [index, frame] of frames.entries()) {
    const isSmall = frame.length < JOIN_BELOW_BYTES;
    if (!isSmall || length + frame.length > MAX_JOINED_BYTES) {
      if (length > 0) pieces.push(join(frames, from, index, length));
      from = index;
      length = 0;
    }
    if (isSmall) {
      length += frame.length;
    } else {
      pieces.push(frame);
      from = index + 1;
    }
  }
  if (length > 0) pieces.push(join(frames, from, frames.length, length));
  return pieces;
}

function join(frames: readonly Uint8Array[], from: number, to: number, length: number): Uint8Array {
  if (to - from === 1) return frames[from] as Uint8Array;
  const joined = new Uint8Array(length);
  let offset = 0;
  for (let index = from; index < to; index++) {
    const frame = frames[index] as Uint8Array;
    joined.set(frame, offset);
    offset += frame.length;
  }
  return joined;
}
