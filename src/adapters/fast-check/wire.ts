/**
 * Frames put behind each other, and what is known of the place of each.
 */

import type { ConnectionEvent } from '../../connection/connection-event.js';
import { encodeFrame } from '../../frame/encode-frame.js';
import type { FrameValue } from './frames.js';

/** What a connection gives for a stream, apart from parts and errors. */
export type StreamEvent = Extract<
  ConnectionEvent,
  { type: 'text' | 'binary' | 'ping' | 'pong' | 'close' }
>;

/** Something that is complete when so many bytes of a stream have come. */
export interface Arrival<T = StreamEvent> {
  readonly event: T;
  readonly after: number;
}

/** A frame, and what its last byte brings about. */
export interface Step {
  readonly frame: FrameValue;
  readonly event: StreamEvent | null;
}

export interface Wire {
  readonly bytes: Uint8Array;
  readonly frames: readonly FrameValue[];
  /** Where each frame begins. */
  readonly boundaries: readonly number[];
  readonly arrivals: readonly Arrival[];
}

/** Writes frames behind each other. */
export function writeSteps(steps: readonly Step[]): Wire {
  const boundaries: number[] = [];
  const arrivals: Arrival[] = [];
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const { frame, event } of steps) {
    const piece = encodeFrame(frame);
    boundaries.push(at);
    pieces.push(piece);
    at += piece.length;
    if (event !== null) arrivals.push({ event, after: at });
  }
  return { bytes: concat(pieces), frames: steps.map(({ frame }) => frame), boundaries, arrivals };
}

/** All pieces behind each other. */
export function concat(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
