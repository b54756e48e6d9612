/**
 * Messages to frames (RFC 6455 §5.4): whole, cut to size, or in fragments that the application gives.
 */

import { encodeUtf8 } from '../bytes/utf8-encode.js';
import { UTF8_BOUNDARY, validateUtf8 } from '../bytes/utf8-validate.js';
import { FIN_BIT } from '../frame/check-frame-header.js';
import type { MessageEncodeOptions } from '../handshake/message-transform.js';
import { describe } from '../vocabulary/argument.js';
import { Opcode } from '../vocabulary/opcode.js';

/** Takes frames: byte 0, the payload in bytes or in text, and whether the payload was handed over. */
export interface FrameSink {
  /** Makes sure that so many frames can be written, or throws. */
  reserve(count: number): void;
  write(byte0: number, payload: Uint8Array | string, owned: boolean): void;
}

/** What extensions do to a message that is sent. */
export interface PieceEncoder {
  /** Whether nobody will take part in any message. */
  readonly isEmpty: boolean;
  /** Reserved bits of the message whose first piece was encoded last, where they stand in byte 0. */
  readonly bits: number;
  /** Transforms a piece into fresh bytes, or gives it back as it is. */
  encode(bytes: Uint8Array, options: MessageEncodeOptions): Uint8Array;
  /** What was encoded last has not been sent. */
  release(): void;
}

/**
 * Writes a message, transformed by the extensions, as one frame or as several.
 *
 * @param owned the payload was handed over
 * @param compress what the message says to the extensions
 * @param fragmentBytes longest payload of a frame
 */
export function writeMessage(
  frames: FrameSink,
  encoder: PieceEncoder,
  opcode: Opcode,
  payload: Uint8Array | string,
  owned: boolean,
  compress: boolean | undefined,
  fragmentBytes: number,
): void {
  if (encoder.isEmpty && fragmentBytes === Number.POSITIVE_INFINITY) {
    frames.write(FIN_BIT | opcode, payload, owned);
    return;
  }
  const plain = typeof payload === 'string' ? encodeUtf8(payload) : payload;
  const encoded = encoder.encode(plain, { first: true, last: true, compress });
  // What has been made here is nobody else's.
  const isOurs = owned || encoded !== payload;
  frames.reserve(Math.max(1, Math.ceil(encoded.length / fragmentBytes)));
  let first = opcode | encoder.bits;
  let at = 0;
  for (; encoded.length - at > fragmentBytes; at += fragmentBytes) {
    frames.write(first, encoded.subarray(at, at + fragmentBytes), isOurs);
    first = Opcode.Continuation;
  }
  frames.write(FIN_BIT | first, at === 0 ? encoded : encoded.subarray(at), isOurs);
}

/** A message that the application sends fragment by fragment. */
export class FragmentWriter {
  readonly #frames: FrameSink;
  readonly #encoder: PieceEncoder;
  /** The kind of the message that has begun and not ended. */
  #open: typeof Opcode.Text | typeof Opcode.Binary | null = null;
  /** What its first fragment was given as: the others are the same, unless they name their opcode. */
  #dataType = '';
  #utf8State = UTF8_BOUNDARY;
  /** A high surrogate at the end of a text fragment waits for its low one in the next. */
  #heldSurrogate = '';

  constructor(frames: FrameSink, encoder: PieceEncoder) {
    this.#frames = frames;
    this.#encoder = encoder;
  }

  /** Whether a message has begun and not ended. */
  get isOpen(): boolean {
    return this.#open !== null;
  }

  /**
   * Writes one fragment.
   *
   * @param opcode the kind of the message; what the data suggests when left out
   * @param compress what the first fragment says to the extensions
   * @throws TypeError if the fragment is of another kind than the open message, or if a text would not be
   *   valid UTF-8
   */
  write(
    data: string | Uint8Array,
    opcode: Opcode | undefined,
    fin: boolean,
    compress: boolean | undefined,
  ): void {
    const kind = opcode ?? this.#open ?? (typeof data === 'string' ? Opcode.Text : Opcode.Binary);
    if (kind !== Opcode.Text && kind !== Opcode.Binary) {
      throw new RangeError(`the opcode of a message is Text or Binary, not ${describe(opcode)}`);
    }
    const isOther = opcode === undefined && typeof data !== this.#dataType;
    if (this.#open !== null && (this.#open !== kind || isOther)) {
      throw new TypeError(
        `a fragment of ${typeof data === 'string' ? 'text' : 'bytes'} (opcode ${kind}) inside a message of opcode ${this.#open} that began otherwise`,
      );
    }
    const { text, held } = this.#splitSurrogate(data, fin);
    const payload = typeof text === 'string' ? encodeUtf8(text) : text;
    const utf8State = kind === Opcode.Text ? this.#advance(payload, fin) : UTF8_BOUNDARY;

    const first = this.#open === null;
    const encoder = this.#encoder;
    this.#frames.reserve(1);
    const encoded = encoder.encode(payload, { first, last: fin, compress });
    const byte0 = first ? kind | encoder.bits : Opcode.Continuation;
    this.#frames.write((fin ? FIN_BIT : 0) | byte0, encoded, encoded !== payload);
    this.#open = fin ? null : kind;
    this.#dataType = typeof data;
    this.#utf8State = utf8State;
    this.#heldSurrogate = held;
  }

  /** Puts a held high surrogate in front, and holds back one at the end, unless the message ends here. */
  #splitSurrogate(
    data: string | Uint8Array,
    fin: boolean,
  ): { text: string | Uint8Array; held: string } {
    if (typeof data !== 'string') {
      if (this.#heldSurrogate === '') return { text: data, held: '' };
      throw new TypeError(
        'bytes cannot follow half of a surrogate pair; send the other half as text',
      );
    }
    const text = this.#heldSurrogate + data;
    const last = text.charCodeAt(text.length - 1);
    const holds = !fin && last >= 0xd800 && last <= 0xdbff;
    return holds ? { text: text.slice(0, -1), held: text.slice(-1) } : { text, held: '' };
  }

  /** The state behind a fragment of a text; throws if the peer would have to refuse it. */
  #advance(payload: Uint8Array, fin: boolean): number {
    const state = validateUtf8(this.#utf8State, payload);
    if (state < 0) throw new TypeError(`byte ${~state} of the fragment is not valid UTF-8`);
    if (fin && state !== UTF8_BOUNDARY) throw new TypeError('the text ends inside a character');
    return state;
  }
}
