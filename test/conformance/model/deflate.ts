/**
 * The fuzzer's own compression: the documented functions of `node:zlib`, which start from nothing at every
 * call, with the last octets of the messages before as their dictionary. It has no code in common with the
 * compressors of the package.
 */

import { constants, deflateRawSync, inflateRawSync, type ZlibOptions } from 'node:zlib';
import type { CompressorSettings } from '../../../src/extension/compressor.js';

const TAIL = Uint8Array.of(0x00, 0x00, 0xff, 0xff);
/** A final empty block: data that are followed by it have an end, if they stop at the end of a block. */
const FINAL_BLOCK = Uint8Array.of(0x01, 0x00, 0x00, 0xff, 0xff);
/**
 * zlib finds a distance that leaves the window only where it also leaves the piece of output that it is
 * working on, so where windows are small the pieces are as small as they can be.
 */
const SMALLEST_CHUNK = 64;
const LARGEST_WINDOW_BITS = 15;

/** Raw deflate at zlib's default level, flushed at the end of each message (RFC 7692 §7.2.1). */
export class MessageDeflater {
  readonly #window: MessageWindow;

  constructor(side: CompressorSettings) {
    this.#window = new MessageWindow(side);
  }

  deflate(message: Uint8Array): Uint8Array {
    const flushed = deflateRawSync(message, {
      ...this.#window.options,
      memLevel: 8,
      finishFlush: constants.Z_SYNC_FLUSH,
    });
    this.#window.append(message);
    return new Uint8Array(flushed.subarray(0, -TAIL.length));
  }
}

/** The way back, by what the handshake says of the peer. */
export class MessageInflater {
  readonly #window: MessageWindow;
  readonly #chunkSize: number | undefined;

  constructor(side: CompressorSettings) {
    this.#window = new MessageWindow(side);
    if (side.windowBits < LARGEST_WINDOW_BITS) this.#chunkSize = SMALLEST_CHUNK;
  }

  /** The plain message, or null if the data cannot be one. */
  inflate(data: Uint8Array): Uint8Array | null {
    const { options } = this.#window;
    const { length } = data;
    const whole = new Uint8Array(length + TAIL.length + FINAL_BLOCK.length);
    whole.set(data);
    whole.set(TAIL, length);
    whole.set(FINAL_BLOCK, length + TAIL.length);
    try {
      const chunkSize = this.#chunkSize ?? constants.Z_DEFAULT_CHUNK;
      const message = new Uint8Array(inflateRawSync(whole, { ...options, chunkSize }));
      this.#window.append(message);
      return message;
    } catch {
      return null;
    }
  }
}

/** The end of what has been said, as far as the two sides may look back. */
class MessageWindow {
  readonly #side: CompressorSettings;
  #octets: Uint8Array = new Uint8Array(0);

  constructor(side: CompressorSettings) {
    this.#side = side;
  }

  get options(): ZlibOptions {
    const { windowBits } = this.#side;
    // zlib takes an empty dictionary for a mistake.
    return this.#octets.length === 0 ? { windowBits } : { windowBits, dictionary: this.#octets };
  }

  append(message: Uint8Array): void {
    const { windowBits, keepsContext } = this.#side;
    if (!keepsContext) return;
    const size = 2 ** windowBits;
    const octets = message.length >= size ? message : Buffer.concat([this.#octets, message]);
    this.#octets = new Uint8Array(octets.subarray(-size));
  }
}
