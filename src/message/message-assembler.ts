/**
 * Fragments to messages and parts of messages (RFC 6455 §5.4, §5.6, §8.1). Control frames pass by.
 *
 * The order of frames and the limits are judged by the frame layer, at the very byte of the header that
 * breaks them, from the rules that are kept current here.
 */

import { ByteAccumulator } from '../bytes/byte-accumulator.js';
import { pieceOf } from '../bytes/piece.js';
import { decodeUtf8 } from '../bytes/utf8-decode.js';
import { Utf8Stream } from '../bytes/utf8-stream.js';
import { UTF8_BOUNDARY, validateUtf8 } from '../bytes/utf8-validate.js';
import { MessageRules } from '../frame/message-rules.js';
import { Opcode } from '../vocabulary/opcode.js';

export interface MessageLimits {
  readonly maxPayloadBytes: number;
  readonly maxMessageBytes: number;
  readonly maxFragments: number;
}

/**
 * What an extension may add to a payload that it cannot make shorter. DEFLATE with the least memory adds 5
 * bytes to 127; a sixteenth of the payload and some bytes for flushes are more than that.
 */
const TRANSFORMED_PART = 16;
const TRANSFORMED_BYTES = 64;

/** A whole message, or a part of one. */
export type Message =
  | { readonly type: 'text'; readonly data: string }
  | { readonly type: 'binary'; readonly data: Uint8Array }
  | { readonly type: 'text-part'; readonly data: string; readonly last: boolean }
  | { readonly type: 'binary-part'; readonly data: Uint8Array; readonly last: boolean };

/** The message of a frame that is the whole of it; null for a text that is not UTF-8. */
export function wholeMessage(
  opcode: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): Message | null {
  if (opcode !== Opcode.Text) return { type: 'binary', data: pieceOf(bytes, start, end) };
  const data = decodeUtf8(bytes, start, end);
  return data === null ? null : { type: 'text', data };
}

export class MessageAssembler {
  /** What the message in progress asks of the next frame; the frame layer reads it. */
  readonly rules: MessageRules;
  /** False once a text has turned out not to be UTF-8. */
  isTextValid = true;

  readonly #limits: MessageLimits;
  readonly #inParts: boolean;
  #opcode: number = Opcode.Continuation;
  #utf8State = UTF8_BOUNDARY;
  #pieces: ByteAccumulator | null = null;
  #text: Utf8Stream | null = null;

  constructor(limits: MessageLimits, inParts: boolean) {
    this.#limits = limits;
    this.#inParts = inParts;
    const { maxPayloadBytes, maxMessageBytes, maxFragments } = limits;
    const maxTransformed =
      maxPayloadBytes + Math.ceil(maxPayloadBytes / TRANSFORMED_PART) + TRANSFORMED_BYTES;
    this.rules = new MessageRules(maxFragments, maxMessageBytes, maxTransformed);
  }

  /**
   * Takes note of a data frame's header, which the rules have admitted.
   *
   * @param isTransformed whether an extension has transformed the message
   */
  beginFrame(opcode: number, payloadLength: number, isTransformed: boolean): void {
    const { rules } = this;
    if (!rules.isOpen) {
      this.#opcode = opcode;
      rules.isOpen = true;
      rules.isTransformed = isTransformed;
    }
    rules.fragmentsLeft--;
    if (!isTransformed) rules.bytesLeft -= payloadLength;
  }

  /** Counts bytes that an extension has given; false when the message is now too long. */
  countPlain(byteLength: number): boolean {
    this.rules.bytesLeft -= byteLength;
    return this.rules.bytesLeft >= 0;
  }

  /**
   * Takes the next piece of the message and returns what is ready: null when there is nothing yet, or
   * when `isTextValid` says that there will be nothing.
   *
   * @param isLast whether the message ends with this piece
   * @param start where the piece lies in `bytes`, which nobody will change any more
   */
  append(bytes: Uint8Array, isLast: boolean, start: number, end: number): Message | null {
    const message = this.#inParts
      ? this.#part(pieceOf(bytes, start, end), isLast)
      : this.#whole(bytes, isLast, start, end, false);
    if (isLast) this.discard();
    return message;
  }

  /** As `append`, for an array that is nobody else's. */
  adopt(bytes: Uint8Array, isLast: boolean): Message | null {
    const message = this.#inParts
      ? this.#part(bytes, isLast)
      : this.#whole(bytes, isLast, 0, bytes.length, true);
    if (isLast) this.discard();
    return message;
  }

  #whole(
    bytes: Uint8Array,
    isLast: boolean,
    start: number,
    end: number,
    isOwned: boolean,
  ): Message | null {
    const isText = this.#opcode === Opcode.Text;
    if (isLast && this.#pieces === null) {
      return this.#judge(wholeMessage(this.#opcode, bytes, start, end));
    }
    if (isText && !this.#validate(bytes, start, end)) return null;
    this.#pieces ??= new ByteAccumulator();
    if (!isLast) {
      if (isOwned) this.#pieces.adopt(bytes);
      else this.#pieces.take(bytes, start, end);
      return null;
    }
    const data = this.#pieces.concat(bytes, start, end);
    return isText
      ? this.#judge(wholeMessage(Opcode.Text, data, 0, data.length))
      : { type: 'binary', data };
  }

  /** Follows a text that is not whole, so that a fault shows at its byte. */
  #validate(bytes: Uint8Array, start: number, end: number): boolean {
    this.#utf8State = validateUtf8(this.#utf8State, bytes, start, end);
    this.isTextValid = this.#utf8State >= 0;
    return this.isTextValid;
  }

  #judge(message: Message | null): Message | null {
    this.isTextValid = message !== null;
    return message;
  }

  /** Empty parts are passed over, but for the last: they would be events that cost a peer two bytes. */
  #part(piece: Uint8Array, last: boolean): Message | null {
    if (this.#opcode !== Opcode.Text) {
      return piece.length > 0 || last ? { type: 'binary-part', data: piece, last } : null;
    }
    this.#text ??= new Utf8Stream();
    const data = this.#text.push(piece);
    this.isTextValid = this.#text.isValid && !(last && !this.#text.isAtBoundary);
    const isEnd = last && this.isTextValid;
    return data.length > 0 || isEnd ? { type: 'text-part', data, last: isEnd } : null;
  }

  /** Forgets the message in progress. */
  discard(): void {
    this.rules.isOpen = false;
    this.rules.isTransformed = false;
    this.rules.fragmentsLeft = this.#limits.maxFragments;
    this.rules.bytesLeft = this.#limits.maxMessageBytes;
    this.#utf8State = UTF8_BOUNDARY;
    this.#pieces = null;
    this.#text = null;
  }
}
