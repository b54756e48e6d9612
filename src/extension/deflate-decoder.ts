/**
 * The receiving half of permessage-deflate (RFC 7692 §7.2.2): bounded while it inflates, and pulled, so that
 * a consumer can stop in the middle of a message that grows a thousandfold.
 */

import type { MessageDecoder } from '../handshake/message-transform.js';
import type { ViolationCode } from '../vocabulary/violation.js';
import type { Compressor, CompressorSettings, Inflater } from './compressor.js';
import { giveBlockBack, takeBlock } from './output-block.js';

const NOTHING = /* @__PURE__ */ new Uint8Array(0);

export class DeflateDecoder implements MessageDecoder {
  fault: ViolationCode | null = null;
  isDone = false;

  readonly #compressor: Compressor;
  readonly #settings: CompressorSettings;
  readonly #maxMessageBytes: number;
  readonly #blockBytes: number;
  /** Made when the first compressed message arrives. */
  #inflater: Inflater | null = null;
  #input: Uint8Array = NOTHING;
  #at = 0;
  #isLastInput = false;
  /** Plain bytes of the message so far. */
  #length = 0;

  constructor(
    compressor: Compressor,
    settings: CompressorSettings,
    maxMessageBytes: number,
    blockBytes: number,
  ) {
    this.#compressor = compressor;
    this.#settings = settings;
    this.#maxMessageBytes = maxMessageBytes;
    this.#blockBytes = blockBytes;
  }

  get pendingBytes(): number {
    return this.#input.length - this.#at;
  }

  begin(): void {
    this.isDone = false;
    this.#isLastInput = false;
    this.#length = 0;
  }

  push(bytes: Uint8Array, last: boolean): void {
    this.#input = bytes;
    this.#at = 0;
    this.#isLastInput = last;
  }

  pull(): Uint8Array | null {
    if (this.fault !== null || this.isDone) return null;
    const inflater = this.#inflater ?? this.#compressor.createInflater(this.#settings);
    this.#inflater = inflater;
    // One byte more than the message may have, so that one byte too many shows.
    const room = this.#maxMessageBytes - this.#length + 1;
    const block = takeBlock(this.#blockBytes);
    const output = room < block.length ? block.subarray(0, room) : block;
    const isSound = inflater.inflate(this.#input, this.#at, this.#input.length, output);
    const { bytesRead, bytesWritten } = inflater;
    requireContract(inflater, this.pendingBytes, output.length, isSound);
    this.#at += bytesRead;
    this.#length += bytesWritten;
    const piece = giveBlockBack(block, Math.min(bytesWritten, room - 1));
    if (bytesWritten === room) this.#fail('message-too-big');
    else if (!isSound) this.#fail('compressed-data-invalid');
    else if (bytesWritten < output.length) this.#endInput(inflater);
    return piece;
  }

  release(): void {
    this.#inflater?.release();
    this.#input = NOTHING;
    this.#at = 0;
  }

  /** All that was pushed is inflated. */
  #endInput(inflater: Inflater): void {
    this.#input = NOTHING;
    this.#at = 0;
    if (!this.#isLastInput) return;
    this.isDone = inflater.endMessage();
    if (!this.isDone) this.#fail('compressed-data-invalid');
    else if (!this.#settings.keepsContext) inflater.release();
  }

  #fail(code: ViolationCode): void {
    this.fault = code;
    this.release();
  }
}

/** Throws where a compressor says what cannot be: going on would lose data or never end. */
function requireContract(
  { bytesRead, bytesWritten }: Inflater,
  inputBytes: number,
  outputBytes: number,
  isSound: boolean,
): void {
  const isPossible =
    isIntegerUpTo(bytesRead, inputBytes) && isIntegerUpTo(bytesWritten, outputBytes);
  if (!isPossible || (isSound && bytesRead < inputBytes && bytesWritten < outputBytes)) {
    throw new TypeError(
      `the inflater used ${bytesRead} of ${inputBytes} bytes and wrote ${bytesWritten} of ${outputBytes}; it must use all or fill the output`,
    );
  }
}

function isIntegerUpTo(value: number, max: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= max;
}
