/**
 * From steps to writes: each is something that is handed to the transport at once.
 */

import { type ByteContext, bytesOf } from './byte-data.js';
import type { FrameData, StepData } from './case-data.js';
import { cutUp } from './cut-up.js';
import { cutIntoFragments, type WrittenFrame, writeFrame } from './frame-writer.js';
import type { SeededBytes } from './seeded-bytes.js';

export type WritingStep = Exclude<StepData, { readonly wait: number } | { readonly end: true }>;

/** Makes a message what permessage-deflate makes of it. */
export interface Deflate {
  deflate(message: Uint8Array): Uint8Array;
}

const RSV1 = 4;

export class StepWriter {
  readonly #masks: boolean;
  readonly #random: SeededBytes;
  readonly #deflate: Deflate | null;
  /** What is left of a frame whose header has gone out. */
  #unsent: Uint8Array = new Uint8Array(0);

  /** @param deflate null where that is not agreed on */
  constructor(masks: boolean, random: SeededBytes, deflate: Deflate | null) {
    this.#masks = masks;
    this.#random = random;
    this.#deflate = deflate;
  }

  /** Whether the last write ended inside a frame. */
  get isInFrame(): boolean {
    return this.#unsent.length > 0;
  }

  *writesOf(step: WritingStep, context: ByteContext): Generator<Uint8Array> {
    if ('begin' in step) {
      const frame = this.frame(writtenFrame(step.begin, context));
      const payloadBytes = bytesOf(step.begin.payload ?? '', context).length;
      this.#unsent = frame;
      yield this.#takeUnsent(frame.length - payloadBytes + step.bytes);
    } else if ('more' in step) yield this.#takeUnsent(step.more);
    else yield* cutUp(this.#piecesOf(step, context), step.cut ?? 'whole');
  }

  /** A frame as it goes out. */
  frame(frame: WrittenFrame, masked = this.#masks): Uint8Array {
    return writeFrame(frame, masked ? this.#random.take(4) : null);
  }

  *#piecesOf(
    step: Exclude<WritingStep, { readonly begin: FrameData } | { readonly more: number }>,
    context: ByteContext,
  ): Generator<Uint8Array> {
    if ('bytes' in step) yield bytesOf(step.bytes, context);
    else if ('frames' in step) {
      const frames = step.frames.map((data) => ({ data, frame: writtenFrame(data, context) }));
      for (let i = 0; i < (step.times ?? 1); i++) {
        for (const { data, frame } of frames) yield this.frame(frame, data.masked);
      }
    } else {
      for (const frame of this.#fragmentsOf(step, context)) yield this.frame(frame);
    }
  }

  #fragmentsOf(
    step: Extract<WritingStep, { fragments: FrameData } | { compressed: FrameData }>,
    context: ByteContext,
  ): WrittenFrame[] {
    if ('fragments' in step) {
      return cutIntoFragments(writtenFrame(step.fragments, context), step.bytesEach);
    }
    const plain = writtenFrame(step.compressed, context);
    const payload = this.#deflate?.deflate(plain.payload) ?? plain.payload;
    const message = { ...plain, payload, rsv: plain.rsv | RSV1 };
    const { bytesEach = payload.length } = step;
    return payload.length > bytesEach ? cutIntoFragments(message, bytesEach) : [message];
  }

  #takeUnsent(count: number): Uint8Array {
    const taken = this.#unsent.slice(0, count);
    this.#unsent = this.#unsent.subarray(count);
    return taken;
  }
}

export function writtenFrame(data: FrameData, context: ByteContext): WrittenFrame {
  const { opcode, payload = '', fin = true, rsv = 0, length } = data;
  const field = length === undefined ? null : bytesOf(length);
  if (field !== null && ![1, 2, 8].includes(field.length)) {
    throw new TypeError(`a length takes 1, 2 or 8 bytes, not ${field.length}`);
  }
  return { opcode, payload: bytesOf(payload, context), fin, rsv, length: field };
}
