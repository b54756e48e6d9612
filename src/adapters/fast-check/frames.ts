/**
 * Single frames that a peer may send (RFC 6455 §5.2).
 */

import fc from 'fast-check';
import { encodeUtf8 } from '../../bytes/utf8-encode.js';
import { encodeClosePayload } from '../../frame/close-payload.js';
import type { FrameInit } from '../../frame/encode-frame.js';
import { MAX_CONTROL_PAYLOAD_BYTES } from '../../frame/header-bits.js';
import { limitOption, requireInteger } from '../../vocabulary/argument.js';
import { Opcode } from '../../vocabulary/opcode.js';
import { DEFAULT_MAX_BYTES, payload, text } from './payload.js';
import { type Role, type SenderOptions, sender } from './role.js';

/** A frame with every field given, for `encodeFrame`. */
export interface FrameValue extends Required<FrameInit> {
  readonly payload: Uint8Array;
}

export interface FrameOptions extends SenderOptions {
  /** The most bytes of a payload; 70 000 unless given. */
  readonly maxPayloadBytes?: number;
}

export interface DataFrameOptions extends FrameOptions {
  /** The reserved bits that Text and Binary frames may carry, as in `FrameRules`; 0 unless given. */
  readonly allowedRsv?: number;
}

/** Longest reason of a Close: its code takes two bytes. */
const MAX_REASON_BYTES = 123;

/** Draws four bytes to mask with; one key in some is all zeros, and so changes nothing. */
export function maskingKey(): fc.Arbitrary<Uint8Array> {
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant(0).map(() => new Uint8Array(4)) },
    { weight: 9, arbitrary: fc.uint8Array({ minLength: 4, maxLength: 4 }) },
  );
}

/**
 * Draws a frame of a message: Text, Binary or Continuation, final or not. The payload of a final Text is UTF-8,
 * that of another Text is the beginning of some, cut anywhere, and that of a Continuation any bytes.
 *
 * @throws TypeError or RangeError if an option is not what it must be
 * @see RFC 6455 §5.6
 */
export function dataFrame(options: DataFrameOptions = {}): fc.Arbitrary<FrameValue> {
  const { allowedRsv = 0 } = options;
  requireInteger(allowedRsv, 'allowedRsv', 0, 7);
  const maxBytes = maxPayloadBytesOf(options);
  const rsv = fc.nat(7).map((bits) => bits & allowedRsv);
  const first = (opcode: Opcode, fin: boolean, body: fc.Arbitrary<Uint8Array>) =>
    frameOf(options, { opcode, fin, body, rsv });
  const utf8 = text({ maxBytes }).map(encodeUtf8);
  const cutUtf8 = fc.tuple(utf8, fc.nat(3)).map(([all, less]) => all.slice(0, all.length - less));
  return fc.oneof(
    { withCrossShrink: true },
    first(Opcode.Text, true, utf8),
    first(Opcode.Text, false, cutUtf8),
    first(Opcode.Binary, true, payload({ maxBytes })),
    first(Opcode.Binary, false, payload({ maxBytes })),
    frameOf(options, { opcode: Opcode.Continuation, fin: true, body: payload({ maxBytes }) }),
    frameOf(options, { opcode: Opcode.Continuation, fin: false, body: payload({ maxBytes }) }),
  );
}

/**
 * Draws a Ping, a Pong or a Close with a payload of up to 125 bytes; that of a Close is empty, or a code that may
 * be on the wire and a reason.
 *
 * @throws TypeError or RangeError if an option is not what it must be
 * @see RFC 6455 §5.5
 */
export function controlFrame(options: FrameOptions = {}): fc.Arbitrary<FrameValue> {
  return fc.oneof(
    { withCrossShrink: true },
    frameOf(options, { opcode: Opcode.Ping, fin: true, body: controlPayload(options) }),
    frameOf(options, { opcode: Opcode.Pong, fin: true, body: controlPayload(options) }),
    closeFrame(options),
  );
}

/** Draws a frame of any kind: a data frame or a control frame. */
export function frame(options: DataFrameOptions = {}): fc.Arbitrary<FrameValue> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 2, arbitrary: dataFrame(options) },
    { weight: 1, arbitrary: controlFrame(options) },
  );
}

/** Draws a code that may be on the wire: those with a name, and of the ranges for libraries and private use. */
export function closeCode(): fc.Arbitrary<number> {
  return fc.oneof(
    { withCrossShrink: true },
    fc.constantFrom(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014),
    fc.constantFrom(3000, 3999, 4000, 4999),
    fc.integer({ min: 3000, max: 4999 }),
  );
}

/** A code and a reason, or neither. */
export function closeBody(
  maxBytes: number = MAX_CONTROL_PAYLOAD_BYTES,
): fc.Arbitrary<{ readonly code?: number; readonly reason: string }> {
  const nothing = fc.constant(0).map(() => ({ reason: '' }));
  if (maxBytes < 2) return nothing;
  const reason = text({ maxBytes: Math.min(MAX_REASON_BYTES, maxBytes - 2) });
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 1, arbitrary: nothing },
    { weight: 4, arbitrary: fc.record({ code: closeCode(), reason }) },
  );
}

/** Bytes for a Ping or a Pong. */
export function controlPayload(options: FrameOptions): fc.Arbitrary<Uint8Array> {
  return payload({ maxBytes: Math.min(MAX_CONTROL_PAYLOAD_BYTES, maxPayloadBytesOf(options)) });
}

export function maxPayloadBytesOf({ maxPayloadBytes }: FrameOptions): number {
  return limitOption(maxPayloadBytes, 'maxPayloadBytes', DEFAULT_MAX_BYTES);
}

/** A key if the frame needs one. */
export function keyFor(from: Role): fc.Arbitrary<Uint8Array | null> {
  return from === 'client' ? maskingKey() : fc.constant(null);
}

function closeFrame(options: FrameOptions): fc.Arbitrary<FrameValue> {
  const maxBytes = Math.min(MAX_CONTROL_PAYLOAD_BYTES, maxPayloadBytesOf(options));
  const body = closeBody(maxBytes).map(({ code, reason }) => encodeClosePayload(code, reason));
  return frameOf(options, { opcode: Opcode.Close, fin: true, body });
}

interface Parts {
  readonly opcode: Opcode;
  readonly fin: boolean;
  readonly body: fc.Arbitrary<Uint8Array>;
  readonly rsv?: fc.Arbitrary<number>;
}

function frameOf(options: SenderOptions, parts: Parts): fc.Arbitrary<FrameValue> {
  const { opcode, fin, body, rsv = fc.constant(0) } = parts;
  // Drawn whoever sends, so that a change of sides while shrinking changes nothing else.
  return fc
    .tuple(sender(options), maskingKey(), body, rsv)
    .map(([from, key, bytes, bits]) =>
      frameValue(opcode, bytes, { fin, maskingKey: from === 'client' ? key : null, rsv: bits }),
    );
}

/** A frame with every field. */
export function frameValue(
  opcode: Opcode,
  bytes: Uint8Array,
  rest: { fin?: boolean; maskingKey: Uint8Array | null; rsv?: number },
): FrameValue {
  const { fin = true, maskingKey: key, rsv = 0 } = rest;
  return {
    opcode,
    payload: bytes,
    fin,
    rsv1: (rsv & 4) !== 0,
    rsv2: (rsv & 2) !== 0,
    rsv3: (rsv & 1) !== 0,
    maskingKey: key,
  };
}
