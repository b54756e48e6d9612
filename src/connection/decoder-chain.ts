/**
 * What the extensions undo of messages that are received, the last first (RFC 6455 §9.1).
 */

import { ByteAccumulator } from '../bytes/byte-accumulator.js';
import { viewOf } from '../bytes/piece.js';
import { RSV_BITS } from '../frame/check-frame-header.js';
import type { MessageDecoder } from '../handshake/message-transform.js';
import type { ViolationCode } from '../vocabulary/violation.js';
import type { Codec } from './message-codec.js';

/**
 * Decoders get frames whole, or in units of so many bytes: not as chunks have cut them, so that nothing that
 * a decoder does, not even how far it comes in corrupt data, depends on the cut.
 */
const UNIT_BYTES = 16_384;

const NOTHING = /* @__PURE__ */ new Uint8Array(0);

export class DecoderChain {
  /** Whether `pull` may have something to give. */
  hasOutput = false;
  /** The reserved bits that frames may carry, where they stand in byte 0. */
  readonly allowedBits: number;
  readonly #codecs: readonly Codec[];
  /** Of the message in progress, in the order in which they undo it. */
  #active: readonly MessageDecoder[] = [];
  /** The beginning of a unit that has not arrived as a whole. */
  #unit: ByteAccumulator | null = null;
  /** What was pushed last, and its length; the decoders read it where it lies. */
  #pushed: Uint8Array = NOTHING;
  #pushedBytes = 0;
  /** What of it is not yet handed on, and whether a frame and the message end with it. */
  #rest: Uint8Array = NOTHING;
  #hasRest = false;
  #isWorking = false;
  #endsFrame = false;
  #endsMessage = false;

  constructor(codecs: readonly Codec[]) {
    this.#codecs = codecs;
    this.allowedBits = codecs.reduce((bits, codec) => bits | codec.bit, 0);
  }

  /** Whether somebody takes part in the message in progress. */
  get isActive(): boolean {
    return this.#active.length > 0;
  }

  /** Whether `pull` has given the end of the message. */
  get isDone(): boolean {
    return this.#active.at(-1)?.isDone === true;
  }

  /** Why the message cannot be undone. */
  get fault(): ViolationCode | null {
    return this.#active.find(({ fault }) => fault !== null)?.fault ?? null;
  }

  /** Whether a decoder has thrown or memory was taken away, so that there is no way to go on. */
  get isBroken(): boolean {
    return this.#isWorking || this.#isDetached;
  }

  /** Whether the memory of what was pushed has been transferred to somebody else. */
  get #isDetached(): boolean {
    return this.#pushed.length < this.#pushedBytes;
  }

  /** Bytes that were pushed and not yet undone. */
  get pendingBytes(): number {
    const own = this.#rest.length + (this.#unit?.length ?? 0);
    return this.#active.reduce((sum, { pendingBytes }) => sum + pendingBytes, own);
  }

  /** Takes note of the first byte of a message. */
  begin(firstByte: number): void {
    if ((firstByte & RSV_BITS) === 0) return;
    const marked = this.#codecs.filter(({ bit }) => (firstByte & bit) !== 0);
    this.#active = marked.map(({ decoder }) => decoder).reverse();
    for (const decoder of this.#active) decoder.begin();
  }

  /** Takes the next piece of the message, once `pull` has returned null for the one before. */
  push(bytes: Uint8Array, endsFrame: boolean, endsMessage: boolean): void {
    this.#pushed = bytes;
    this.#pushedBytes = bytes.length;
    this.#rest = bytes;
    this.#hasRest = true;
    this.#endsFrame = endsFrame;
    this.#endsMessage = endsMessage;
    this.hasOutput = this.#handOn();
    if (!this.hasOutput) this.#forgetPushed();
  }

  /** The next piece of the message; null: see `fault`, `isDone`, or push more. */
  pull(): Uint8Array | null {
    if (this.#isWorking) throw new TypeError('a decoder has thrown, or pulls while it is called');
    if (this.#isDetached) {
      throw new TypeError(
        'the ArrayBuffer that payloads share was detached with a message unread in it',
      );
    }
    this.#isWorking = true;
    const piece = this.#pullNext();
    this.#isWorking = false;
    return piece;
  }

  #pullNext(): Uint8Array | null {
    for (;;) {
      const piece = this.#pullFrom(this.#active.length - 1);
      if (this.isDone || (piece === null && (this.fault !== null || !this.#handOn()))) {
        this.hasOutput = false;
        this.#forgetPushed();
        return piece;
      }
      if (piece !== null) return piece;
    }
  }

  /** The message is over. */
  end(): void {
    this.#active = [];
  }

  /** Nothing will come any more. */
  release(): void {
    this.hasOutput = false;
    this.#isWorking = false;
    this.#active = [];
    this.#unit = null;
    this.#forgetPushed();
    this.#rest = NOTHING;
    this.#hasRest = false;
    for (const { decoder } of this.#codecs) decoder.release();
  }

  #forgetPushed(): void {
    this.#pushed = NOTHING;
    this.#pushedBytes = 0;
  }

  /** Gives the first decoder a unit, or keeps what is not yet one. */
  #handOn(): boolean {
    if (!this.#hasRest) return false;
    const rest = this.#rest;
    const missing = UNIT_BYTES - (this.#unit?.length ?? 0);
    const taken = Math.min(missing, rest.length);
    this.#hasRest = taken < rest.length;
    this.#rest = this.#hasRest ? viewOf(rest, taken, rest.length) : NOTHING;
    const endsFrame = this.#endsFrame && !this.#hasRest;
    const endsMessage = this.#endsMessage && endsFrame;

    let bytes = this.#hasRest ? viewOf(rest, 0, taken) : rest;
    if (taken < missing && !endsFrame) {
      this.#unit ??= new ByteAccumulator();
      this.#unit.append(bytes);
      return false;
    }
    if (this.#unit !== null) {
      this.#unit.append(bytes);
      bytes = this.#unit.concat();
      this.#unit = null;
    }
    if (bytes.length === 0 && !endsMessage) return false;
    this.#active[0]?.push(bytes, endsMessage);
    return true;
  }

  /** Pulls from one of them, and from the one before it when it has used up what it was given. */
  #pullFrom(index: number): Uint8Array | null {
    const decoder = this.#active[index];
    if (decoder === undefined) return null;
    for (;;) {
      const piece = decoder.pull();
      if (piece !== null || decoder.isDone || decoder.fault !== null) return piece;
      const before = this.#active[index - 1];
      if (before === undefined || before.isDone) return null;
      const input = this.#pullFrom(index - 1);
      if (input === null && !before.isDone) return null;
      decoder.push(input ?? new Uint8Array(0), before.isDone);
    }
  }
}
