/**
 * Every way to read a stream of frames, with the same lines for the same frames.
 */

import { expect } from 'vitest';
import { decodeFrame } from '../../src/frame/decode-frame.js';
import type { Frame, FrameRules } from '../../src/frame/frame.js';
import { FrameDecoder, type FrameDecoderOptions } from '../../src/frame/frame-decoder.js';
import type { FrameVisitor } from '../../src/frame/visit-frames.js';
import { FrameFlag } from '../../src/vocabulary/frame-flag.js';
import type { ProtocolError } from '../../src/vocabulary/violation.js';
import { join, toHex } from '../vectors/bits.js';

/** A frame as text, so that long lists compare quickly. */
export type Line = string;

export interface Reading {
  readonly frames: readonly Line[];
  readonly error: ProtocolError | null;
}

export const line = (
  { fin, rsv1, rsv2, rsv3, opcode }: Omit<Frame, 'payload'>,
  payload: Uint8Array,
) => `${[fin, rsv1, rsv2, rsv3].map(Number).join('')} ${opcode} ${toHex(payload)}`;

/** The reference: one frame after the other out of the whole input. */
export function readAll(bytes: Uint8Array, options: FrameRules): Reading {
  const frames: Line[] = [];
  for (let at = 0; ; ) {
    const result = decodeFrame(bytes.subarray(at), options);
    if (result.status === 'incomplete') return { frames, error: null };
    if (result.status === 'invalid') return { frames, error: result.error };
    frames.push(line(result.value, result.value.payload));
    at += result.bytesRead;
  }
}

export type Read = (decoder: FrameDecoder, frames: Line[]) => ProtocolError | null;

export const readFrames: Read = (decoder, frames) => {
  for (;;) {
    const result = decoder.next();
    if (result.status === 'incomplete') return null;
    if (result.status === 'invalid') return result.error;
    frames.push(line(result.value, result.value.payload));
  }
};

/** Puts parts together again; an unfinished frame is no line yet. */
export function partReader(): Read {
  let collected: Uint8Array[] = [];
  return (decoder, frames) => {
    for (;;) {
      const result = decoder.nextPart();
      if (result.status === 'incomplete') return null;
      if (result.status === 'invalid') return result.error;
      const { header, offset, payload, last } = result.value;
      expect(offset).toBe(collected.reduce((sum, part) => sum + part.length, 0));
      collected.push(payload);
      if (!last) continue;
      frames.push(line(header, join(...collected)));
      collected = [];
    }
  };
}

export function readCut(
  chunks: readonly Uint8Array[],
  options: FrameDecoderOptions,
  read: Read,
  after: (chunk: Uint8Array) => void = () => {},
): Reading {
  const decoder = new FrameDecoder(options);
  const frames: Line[] = [];
  let error: ProtocolError | null = null;
  for (const chunk of chunks) {
    decoder.push(chunk);
    after(chunk);
    error = read(decoder, frames);
  }
  return { frames, error };
}

/** What a visitor is given, as a line. */
export const lineOfVisit: (...frame: Parameters<FrameVisitor>) => Line = (
  opcode,
  flags,
  bytes,
  start,
  end,
) =>
  line(
    {
      fin: (flags & FrameFlag.Fin) !== 0,
      rsv1: (flags & FrameFlag.Rsv1) !== 0,
      rsv2: (flags & FrameFlag.Rsv2) !== 0,
      rsv3: (flags & FrameFlag.Rsv3) !== 0,
      opcode,
    },
    bytes.slice(start, end),
  );

export const drainFrames: Read = (decoder, frames) => {
  const result = decoder.drain((...frame) => frames.push(lineOfVisit(...frame)));
  if (result.status === 'complete') throw new Error('nobody has stopped it');
  return result.status === 'invalid' ? result.error : null;
};
