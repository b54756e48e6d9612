/**
 * What an extension does to the messages of a connection (RFC 6455 §9): between the application's bytes and
 * the payload of frames, in both directions. Control frames never come here.
 */

import type { ViolationCode } from '../vocabulary/violation.js';

/** What a transform may know of the connection that it is made for. */
export interface TransformContext {
  readonly role: 'client' | 'server';
  /**
   * Most bytes that a received message may have once it is undone; Infinity for a stream without end. The
   * connection counts what it is given, but only a decoder can keep what it holds below that.
   */
  readonly maxMessageBytes: number;
  /** Whether received messages are given in parts, so that a small piece is better than a large one. */
  readonly streamMessages: boolean;
}

/** Both directions of one connection. */
export interface MessageTransform {
  readonly encoder: MessageEncoder;
  readonly decoder: MessageDecoder;
}

/** Where a piece stands in the message that is sent. */
export interface MessageEncodeOptions {
  /** Whether the message begins with this piece. */
  readonly first: boolean;
  /** Whether it ends with it. */
  readonly last: boolean;
  /** What the sender asked for; undefined: the encoder judges by itself. */
  readonly compress: boolean | undefined;
}

export interface MessageEncoder {
  /**
   * Transforms the next piece of a message.
   *
   * @param bytes neither changed nor kept
   * @returns fresh bytes that a receiver can undo as far as they go, possibly none; null, for the first
   *   piece only, to leave the message as it is
   */
  encode(bytes: Uint8Array, options: MessageEncodeOptions): Uint8Array | null;
  /**
   * Forgets what has gone before and gives memory back: what was encoded last has not been sent, or
   * nothing will be sent any more. The next piece is encoded so that it needs nothing before it.
   */
  release(): void;
}

export interface MessageDecoder {
  /** Why the message cannot be undone; for ever. Looked at when `pull` has returned null. */
  readonly fault: ViolationCode | null;
  /** Whether `pull` has given the end of the message: with its last piece, or with null behind it. */
  readonly isDone: boolean;
  /** Bytes that were pushed and not yet undone. */
  readonly pendingBytes: number;
  /** Begins a message; the one before has ended. */
  begin(): void;
  /**
   * Hands over the next piece of the message, once `pull` has returned null for the one before. Pieces end
   * where frames do, and within a frame every 16 KiB, however the stream was cut.
   *
   * @param bytes may be kept until then; never changed
   * @param last whether the message ends with this piece
   */
  push(bytes: Uint8Array, last: boolean): void;
  /** The next bytes of the message, fresh and not empty; null when there are none, for now or for ever. */
  pull(): Uint8Array | null;
  /** Gives all memory back; nothing will come any more. */
  release(): void;
}
