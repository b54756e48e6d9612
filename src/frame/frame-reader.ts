/**
 * Frames out of a stream of chunks, without an object a frame: what was read lies in the fields until the
 * next read. `FrameDecoder` and `Connection` stand on it.
 */

import { ByteAccumulator } from '../bytes/byte-accumulator.js';
import { InputWindow } from '../bytes/input-window.js';
import { viewOf } from '../bytes/piece.js';
import { isControlOpcode } from '../vocabulary/opcode.js';
import { protocolError } from '../vocabulary/violation.js';
import { type HeaderRules, OPCODE_BITS } from './check-frame-header.js';
import { LastRead } from './last-read.js';
import { keyToBytes, readKey, rotateKey } from './mask-loops.js';
import type { SimdMask } from './mask-simd.js';
import { isWholeMessage, takePlainHeader } from './plain-frame.js';
import { ReadMode } from './read-mode.js';
import { headerScan, scanFrameHeader } from './scan-frame-header.js';
import type { UnmaskInPlace } from './unmask-in-place.js';
import { pushFrames, pushPayload, unmaskWindow } from './unmask-window.js';

/** A longer payload that has not arrived as a whole is collected in pieces: the window need not grow around it. */
const COLLECT_FROM_BYTES = 2048;

/** When it begins to arrive in so few bytes, the window takes less time for each of them. */
const DRIP_BELOW_BYTES = 256;

export class FrameReader extends LastRead {
  readonly rules: HeaderRules;
  readonly input: InputWindow = new InputWindow();
  readonly #takeOwnership: boolean;
  readonly #unmaskInPlace: UnmaskInPlace | null;
  readonly #simd: SimdMask | null;
  /** Unread bytes with which the next read can go on, when that is known. */
  #wanted = 0;
  /** The key as it stood in the header. */
  #key = 0;
  /** How much of the frame's payload has been read. */
  #position = 0;
  /** The beginning of a payload that is to be given as a whole, and what it took of the stream. */
  #collected: ByteAccumulator | null = null;
  #collectedBytesRead = 0;
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
    super();
    this.rules = rules;
    this.#takeOwnership = takeOwnership;
    this.#unmaskInPlace = unmaskInPlace;
    // A client gets nothing that is masked, and the caller's function wants to do it all.
    this.#simd = unmaskInPlace === null && rules.role !== 'client' ? simd : null;
  }

  /** Received and not yet read, in bytes. */
  get pendingBytes(): number {
    return this.input.length;
  }

  /** Whether the reader stands between two frames with nothing unread. */
  get isIdle(): boolean {
    return this.last && this.input.length === 0;
  }

  /** Whether `unmaskInPlace` has thrown or memory was taken away, so that there is no way to go on. */
  get isBroken(): boolean {
    return this.#isCallingOut || this.#isDetached;
  }

  /** Whether the memory of what is unread has been transferred to somebody else. */
  get #isDetached(): boolean {
    return this.input.bytes.length < this.input.end;
  }

  push(chunk: Uint8Array): void {
    if (this.error !== null) return;
    const input = this.input;
    if (this.#takeOwnership || this.#simd === null || !this.#pushUnmasking(chunk, this.#simd)) {
      input.push(chunk, this.#takeOwnership, this.#wanted);
    }
  }

  #pushUnmasking(chunk: Uint8Array, simd: SimdMask): boolean {
    const input = this.input;
    if (this.last) return pushFrames(input, chunk, this.#wanted, simd);
    const isAllPayload = this.payloadLength - this.#position >= chunk.length;
    if (!this.masked || input.length > 0 || !isAllPayload) return false;
    return pushPayload(input, chunk, rotateKey(this.#key, this.#position), simd);
  }

  /** A fresh copy of the masking key of the frame that was read, or null. */
  maskingKey(): Uint8Array | null {
    return this.masked ? keyToBytes(this.#key) : null;
  }

  /**
   * Reads a frame that was unmasked with others before, when it is one that needs no closer look.
   *
   * @returns false when nothing has been read; `read` must be called
   */
  readPlain(): boolean {
    const { input } = this;
    const { bytes, at } = input;
    const start = takePlainHeader(input, this.rules, this.last);
    if (start < 0) return false;
    const end = input.at;
    this.firstByte = bytes[at] as number;
    this.payloadLength = end - start;
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.offset = 0;
    this.bytesRead = end - at;
    if (end === input.end) input.clear();
    return true;
  }

  /** Reads a frame or the next part of one into the fields. False: see `error`, else `bytesNeeded`. */
  read(mode: ReadMode): boolean {
    if (this.error !== null) return false;
    if (this.#isCallingOut)
      throw new TypeError('unmaskInPlace has thrown, or pulls while it is called');
    if (this.#isDetached) {
      throw new TypeError(
        'the ArrayBuffer that payloads share was detached with frames unread in it',
      );
    }
    if (this.#collected !== null && mode !== ReadMode.Whole) return this.#giveCollected(false);
    if (!this.#readPart(mode)) return false;
    return mode !== ReadMode.Whole || (this.last && this.offset === 0) || this.#collect();
  }

  #readPart(mode: ReadMode): boolean {
    if (this.last) return this.#readHeader(mode) && this.#readPayload(0, headerScan.headerBytes);
    if (this.input.length > 0) return this.#readPayload(this.#position, 0);
    return this.#wait(mode === ReadMode.Whole ? this.payloadLength - this.#position : 1, 0);
  }

  /** Puts the part that was read to those before it. True when the frame is whole, and is what was read. */
  #collect(): boolean {
    this.#collected ??= new ByteAccumulator();
    for (;;) {
      this.#collectedBytesRead += this.bytesRead;
      if (this.last) return this.#giveCollected(true);
      this.#collected.take(this.bytes, this.start, this.end);
      this.release();
      if (!this.#readPart(ReadMode.Whole)) return false;
    }
  }

  /** Makes what was collected the payload that was read, and with it the part that was read when it is the last. */
  #giveCollected(isWhole: boolean): boolean {
    const collected = this.#collected as ByteAccumulator;
    this.bytes = isWhole ? collected.concat(this.bytes, this.start, this.end) : collected.concat();
    this.start = 0;
    this.end = this.bytes.length;
    this.offset = 0;
    this.last = isWhole;
    this.bytesRead = this.#collectedBytesRead;
    this.#collected = null;
    this.#collectedBytesRead = 0;
    return true;
  }

  /** Drops what has not been read. */
  discard(): void {
    this.release();
    this.#collected = null;
    this.input.clear();
  }

  /** Takes a header from the window once there is payload to read with it. */
  #readHeader(mode: ReadMode): boolean {
    const input = this.input;
    const missing = scanFrameHeader(input.bytes, input.at, input.end, this.rules);
    if (missing > 0) return this.#wait(missing, 0);
    if (missing < 0) {
      this.error = protocolError(headerScan.violation);
      this.discard();
      return false;
    }
    const { firstByte, headerBytes, payloadLength } = headerScan;
    const available = input.length - headerBytes;
    const inParts =
      mode === ReadMode.Parts ||
      (mode === ReadMode.DataParts && !isControlOpcode(firstByte & OPCODE_BITS)) ||
      (payloadLength >= COLLECT_FROM_BYTES && available >= DRIP_BELOW_BYTES);
    const wanted = inParts ? Math.min(payloadLength, 1) : payloadLength;
    if (available < wanted) return this.#wait(wanted - available, headerBytes + wanted);

    this.#wanted = 0;
    this.firstByte = firstByte;
    this.payloadLength = payloadLength;
    this.masked = headerScan.masked;
    input.at += headerBytes;
    if (headerScan.masked) this.#key = readKey(input.bytes, input.at - 4);
    return true;
  }

  /** Takes what there is of the payload, from `offset` on. */
  #readPayload(offset: number, headerBytes: number): boolean {
    const input = this.input;
    const { bytes, at: start } = input;
    // What has been unmasked already makes a part of its own when more has come behind it.
    const isPrepared = start < input.preparedTo;
    const available = (isPrepared ? input.preparedTo : input.end) - start;
    const length = Math.min(this.payloadLength - offset, available);
    const end = start + length;
    const isMasked = this.masked && length > 0 && !isPrepared;
    const key = rotateKey(this.#key, offset);
    this.#position = offset + length;
    this.last = this.#position === this.payloadLength;
    if (isMasked && this.#unmaskInPlace === null) {
      const isWhole = headerBytes > 0 && this.last;
      // Through SIMD's memory a byte is copied twice, and a part or a fragment once more, or twice.
      const isMessage = this.rules.message === null || isWholeMessage(this.firstByte);
      const simd = (isWhole && isMessage) || this.#takeOwnership ? this.#simd : null;
      unmaskWindow(input, isWhole ? start - headerBytes : -1, start, end, key, simd);
    }
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.offset = offset;
    this.bytesRead = headerBytes + length;
    input.at = end;
    if (end === input.end) input.clear();
    if (isMasked && this.#unmaskInPlace !== null) {
      this.#unmaskByCaller(this.#unmaskInPlace, viewOf(bytes, start, end), key);
    }
    return true;
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
    this.input.compact();
    return false;
  }
}
