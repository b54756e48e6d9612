/**
 * A second reading of a compressed message (RFC 7692 §7.2.2), by zlib: each in one piece, with what came before as a
 * dictionary.
 */

import { isUtf8 } from 'node:buffer';
import { constants, inflateRawSync } from 'node:zlib';
import { readUtf8Start } from './utf8.js';

/**
 * What a message says.
 *
 * @typedef {object} Content
 * @property {Buffer} plain
 * @property {boolean} isSound whether it is DEFLATE as far as it goes
 * @property {boolean} isFinished whether it ends where a block does
 * @property {number} finals blocks in it that say that they are the last
 */

const TAIL = Buffer.from([0x00, 0x00, 0xff, 0xff]);
const SIGN = Buffer.from('what ends a block');
/** A stored block: what is at the end of a block reads it, and nothing else does. */
const MARKER = Buffer.from([0x00, SIGN.length, 0x00, ~SIGN.length & 0xff, 0xff, ...SIGN]);
const WINDOW_BYTES = 32_768;
const MAX_BYTES = 16_777_216;

export class InflateReading {
  #window = Buffer.alloc(0);

  /**
   * @param {Buffer} bytes of a message, without the tail
   * @param {boolean} isWhole
   * @returns {Content}
   */
  read(bytes, isWhole) {
    /** @type {Content} */
    const content = { plain: Buffer.alloc(0), isSound: true, isFinished: false, finals: 0 };
    if (bytes.length === 0) {
      // Nothing is there to be inflated, and no block is begun.
      content.isFinished = true;
      return content;
    }
    try {
      this.#read(bytes, isWhole, content);
    } catch {
      content.isSound = false;
    }
    return content;
  }

  /** @type {(bytes: Buffer, isWhole: boolean, content: Content) => void} */
  #read(bytes, isWhole, content) {
    const tail = isWhole ? TAIL : Buffer.alloc(0);
    for (let rest = bytes; ; ) {
      const input = Buffer.concat([rest, tail]);
      const before = this.#window;
      const { plain, used } = inflate(input, this.#window);
      const marked =
        used < input.length ? null : inflateOrNothing(Buffer.concat([input, MARKER]), this.#window);
      content.plain = Buffer.concat([content.plain, plain]);
      this.#window = Buffer.from(Buffer.concat([this.#window, plain]).subarray(-WINDOW_BYTES));
      // Nothing says that it has ended but what it has not read.
      const isFinal = used < input.length || (marked !== null && marked.used === used);
      if (isFinal) content.finals++;
      if (!isFinal || used >= rest.length) {
        // The tail itself gives nothing (RFC 7692 §7.2.1).
        const isBare = inflateOrNothing(rest, before)?.plain.length === plain.length;
        const isMarked = isBare && (marked?.plain.equals(Buffer.concat([plain, SIGN])) ?? false);
        content.isFinished = isFinal ? used === input.length || used === rest.length : isMarked;
        return;
      }
      // What follows a last block begins at the next byte (RFC 7692 §7.2.3.4).
      rest = rest.subarray(used);
    }
  }
}

/** @type {(input: Buffer, dictionary: Buffer) => { plain: Buffer, used: number }} */
function inflate(input, dictionary) {
  const { buffer, engine } = /** @type {{ buffer: Buffer, engine: { bytesWritten: number } }} */ (
    /** @type {unknown} */ (
      inflateRawSync(input, {
        info: true,
        finishFlush: constants.Z_SYNC_FLUSH,
        maxOutputLength: 2 * MAX_BYTES,
        ...(dictionary.length === 0 ? {} : { dictionary }),
      })
    )
  );
  return { plain: buffer, used: engine.bytesWritten };
}

/** @type {(input: Buffer, dictionary: Buffer) => { plain: Buffer, used: number } | null} */
function inflateOrNothing(input, dictionary) {
  try {
    return inflate(input, dictionary);
  } catch {
    return null;
  }
}

/** The fault of what a message says, or nothing. @type {(content: Content, isText: boolean, isWhole: boolean) => string} */
export function contentFault({ plain, isSound, isFinished }, isText, isWhole) {
  if (!isSound) return 'compressed-data-invalid';
  if (plain.length > MAX_BYTES) return 'message-too-big';
  const isBroken = isWhole ? !isUtf8(plain) : readUtf8Start(plain).isBroken;
  if (isText && isBroken) return 'text-not-utf8';
  return isWhole && !isFinished ? 'compressed-data-invalid' : '';
}
