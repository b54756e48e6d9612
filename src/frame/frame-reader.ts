/**
 * Frames out of a stream of chunks, without an object a frame: what was read lies in the fields until the
 * next read. `FrameDecoder` and `Connection` stand on it.
 */

import { InputWindow } from '../bytes/input-window.js';
import { pieceOf, viewOf } from '../bytes/piece.js';
import { isControlOpcode } from '../vocabulary/opcode.js';
import { type ProtocolError, protocolError } from '../vocabulary/violation.js';
import { type HeaderRules, OPCODE_BITS } from './check-frame-header.js';
import { copyByBytes, keyToBytes, maskWords, readKey, rotateKey } from './mask-loops.js';
import type { SimdMask } from './mask-simd.js';
import { headerScan, scanFrameHeader } from './scan-frame-header.js';

/** Unmasks a payload in place, such as a native add-on does; masking key of four bytes. */
export type UnmaskInPlace = (payload: Uint8Array, maskingKey: Uint8Array) => void;

/** Which frames may be read before they are whole. */
export const ReadMode = {
  /** None. */
  Whole: 0,
  /** All: the payload comes in the pieces that are there. */
  Parts: 1,
  /** Data frames come in pieces, control frames whole. */
  DataParts: 2,
} as const;

export type ReadMode = (typeof ReadMode)[keyof typeof ReadMode];

/** From this many bytes on words beat bytes when their view is there already (measured: bench/stream). */
const WORDS_FROM_BYTES = 32;

/** From this many bytes on SIMD beats words (measured: bench/stream). */
const SIMD_FROM_BYTES = 2048;

/** Stands for a payload that was taken; never handed out. */
const NOTHING = /* @__PURE__ */ new Uint8Array(0);

export class FrameReader {
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

  readonly #rules: HeaderRules;
  readonly #takeOwnership: boolean;
  readonly #unmaskInPlace: UnmaskInPlace | null;
  readonly #simd: SimdMask | null;
  readonly #input: InputWindow = new InputWindow();
  /** Unread bytes with which the next read can go on, when that is known. */
  #wanted = 0;
  /** The key as it stood in the header. */
  #key = 0;
  /** How much of the frame's payload has been read. */
  #position = 0;
  /** The caller's `unmaskInPlace` is running, or has thrown and left a payload half unmasked. */
  #isCallingOut = false;

  /**
   * @param unmaskInPlace unmasks all payloads; null: this reader does
   * @param simd unmasks long ones then; null: words do
   */
  constructor(
    rules: HeaderRules,
    takeOwnership: boolean,
    unmaskInPlace: UnmaskInPlace | null,
    simd: SimdMask | null,
  ) {
    this.#rules = rules;
    this.#takeOwnership = takeOwnership;
    this.#unmaskInPlace = unmaskInPlace;
    this.#simd = simd;
  }

  /** Received and not yet read, in bytes. */
  get pendingBytes(): number {
    return this.#input.length;
  }

  /** Whether `unmaskInPlace` has thrown or memory was taken away, so that there is no way to go on. */
  get isBroken(): boolean {
    return this.#isCallingOut || this.#isDetached;
  }

  /** Whether the memory of what is unread has been transferred to somebody else. */
  get #isDetached(): boolean {
    return this.#input.bytes.length < this.#input.end;
  }

  push(chunk: Uint8Array): void {
    if (this.error === null) this.#input.push(chunk, this.#takeOwnership, this.#wanted);
  }

  /** A fresh copy of the masking key of the frame that was read, or null. */
  maskingKey(): Uint8Array | null {
    return this.masked ? keyToBytes(this.#key) : null;
  }

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

  /** Reads a frame or the next part of one into the fields. False: see `error`, else `bytesNeeded`. */
  read(mode: ReadMode): boolean {
    if (this.error !== null) return false;
    if (this.#isCallingOut)
      throw new TypeError('unmaskInPlace has thrown, or pulls while it is called');
    const input = this.#input;
    if (this.#isDetached) {
      throw new TypeError(
        'the ArrayBuffer that payloads share was detached with frames unread in it',
      );
    }
    if (this.last) return this.#readHeader(mode) && this.#readPayload(0, headerScan.headerBytes);
    if (input.length === 0) return this.#wait(1, 0);
    return this.#readPayload(this.#position, 0);
  }

  /** Drops what has not been read. */
  discard(): void {
    this.bytes = NOTHING;
    this.#input.clear();
  }

  /** Takes a header from the window once there is payload to read with it. */
  #readHeader(mode: ReadMode): boolean {
    const input = this.#input;
    const missing = scanFrameHeader(input.bytes, input.at, input.end, this.#rules);
    if (missing > 0) return this.#wait(missing, 0);
    if (missing < 0) {
      this.error = protocolError(headerScan.violation);
      this.discard();
      return false;
    }
    const { firstByte, headerBytes, payloadLength } = headerScan;
    const inParts =
      mode === ReadMode.Parts ||
      (mode === ReadMode.DataParts && !isControlOpcode(firstByte & OPCODE_BITS));
    const wanted = inParts ? Math.min(payloadLength, 1) : payloadLength;
    const payloadMissing = wanted - (input.length - headerBytes);
    if (payloadMissing > 0) return this.#wait(payloadMissing, headerBytes + wanted);

    this.firstByte = firstByte;
    this.payloadLength = payloadLength;
    this.masked = headerScan.masked;
    input.at += headerBytes;
    if (headerScan.masked) this.#key = readKey(input.bytes, input.at - 4);
    return true;
  }

  /** Takes what there is of the payload, from `offset` on. */
  #readPayload(offset: number, headerBytes: number): boolean {
    const input = this.#input;
    const { bytes, at: start } = input;
    const length = Math.min(this.payloadLength - offset, input.length);
    const end = start + length;
    const isMasked = this.masked && length > 0;
    const key = rotateKey(this.#key, offset);
    if (isMasked && this.#unmaskInPlace === null) this.#unmask(start, end, key);
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.#position = offset + length;
    this.offset = offset;
    this.last = this.#position === this.payloadLength;
    this.bytesRead = headerBytes + length;
    input.at = end;
    if (end === input.end) input.clear();
    if (isMasked && this.#unmaskInPlace !== null) {
      this.#unmaskByCaller(this.#unmaskInPlace, viewOf(bytes, start, end), key);
    }
    return true;
  }

  /** In the window itself, whose view of words serves all of its frames. */
  #unmask(start: number, end: number, key: number): void {
    const { bytes } = this.#input;
    const length = end - start;
    if (length < WORDS_FROM_BYTES) {
      copyByBytes(bytes, start, end, bytes, start, key);
    } else if (this.#simd !== null && length >= SIMD_FROM_BYTES) {
      this.#simd.inPlace(bytes, start, end, key);
    } else {
      const words = this.#input.allWords();
      maskWords(bytes, start, end, key, words, this.#input.wordsBase);
    }
  }

  /** Calls out when all is in order, for the caller may push, pull or throw: a pull must wait or fail. */
  #unmaskByCaller(unmaskInPlace: UnmaskInPlace, payload: Uint8Array, key: number): void {
    this.#isCallingOut = true;
    unmaskInPlace(payload, keyToBytes(key));
    this.#isCallingOut = false;
  }

  #wait(bytesNeeded: number, wanted: number): boolean {
    this.bytesNeeded = bytesNeeded;
    this.#wanted = wanted;
    this.#input.compact();
    return false;
  }
}
