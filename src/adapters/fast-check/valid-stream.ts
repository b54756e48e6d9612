/**
 * All that a peer sends behind the handshake, when it keeps to the protocol (RFC 6455 §5–§7).
 */

import fc from 'fast-check';
import { encodeClosePayload } from '../../frame/close-payload.js';
import { limitOption } from '../../vocabulary/argument.js';
import { CloseCode } from '../../vocabulary/close-code.js';
import { Opcode } from '../../vocabulary/opcode.js';
import { type AgreedDeflate, withDeflate } from './compressed.js';
import type { Bounded } from './cuts.js';
import { closeBody, type FrameValue, frameValue, maskingKey } from './frames.js';
import { controlSteps, messageSteps, type StepsFrom } from './messages.js';
import { peerOf, type Role, type SenderOptions, sender } from './role.js';
import { type Arrival, type StreamEvent, type Wire, writeSteps } from './wire.js';

/** How a stream ends: with a Close, behind a whole message or control frame, or anywhere inside of one. */
export type StreamEnd = 'close' | 'between' | 'inside';

/** Bytes that a peer may send, and what they mean. */
export interface ValidStream extends Bounded {
  readonly from: Role;
  /** Who receives it: the `role` of a connection or a decoder that reads it. */
  readonly to: Role;
  readonly bytes: Uint8Array;
  /** The frames that are whole. */
  readonly frames: readonly FrameValue[];
  /** Where each frame begins. */
  readonly boundaries: readonly number[];
  readonly end: StreamEnd;
  /**
   * What a connection gives for the bytes and for the end of the stream behind them, in this order. The last is
   * `close`: the peer's, or 1006 where there is none.
   */
  readonly events: readonly StreamEvent[];
  /** How many bytes must have come for each event; for the 1006 all of them, and the end. */
  readonly arrivals: readonly Arrival[];
}

export interface StreamOptions extends SenderOptions {
  /** The most messages and control frames between them; 6 unless given. */
  readonly maxMessages?: number;
  /** The most bytes of a message; 70 000 unless given. */
  readonly maxMessageBytes?: number;
  /** The most frames of a message; 8 unless given. */
  readonly maxFragments?: number;
}

export interface ValidStreamOptions extends StreamOptions {
  /** How it ends; any way, when left out. */
  readonly end?: StreamEnd;
  /**
   * What has been agreed on for permessage-deflate: most messages are then compressed, RSV1 on their first frames, and
   * the events have them in plain. None is compressed, when left out. One that would be longer than `maxMessageBytes`
   * goes out as it is.
   */
  readonly deflate?: AgreedDeflate;
}

/**
 * Draws the bytes of a peer that keeps to the protocol: messages in fragments, pings and pongs, and an end.
 * Shrinks towards few short frames, not compressed.
 *
 * @throws TypeError or RangeError if an option is not what it must be, or the compressor cannot do it
 * @example
 * const terms = { compressor: zlibCompressor(), clientNoContextTakeover: true };
 * const streams = validStream({ from: 'client', deflate: terms }); // for who has agreed to permessageDeflate(terms)
 */
export function validStream(options: ValidStreamOptions = {}): fc.Arbitrary<ValidStream> {
  const { end } = options;
  if (end !== undefined && !ends.includes(end)) {
    throw new TypeError(`end is ${String(end)}; it must be one of ${ends.join(', ')}, or left out`);
  }
  return fc
    .tuple(
      sender(options),
      streamSteps(options),
      closeSteps(options),
      end === undefined ? fc.constantFrom(...ends) : fc.constant(end),
      fc.nat(0xffff),
    )
    .map(([from, steps, close, how, place]) => {
      const all = how === 'between' ? steps : [...steps, close];
      const stream = withDeflate(options.deflate, from, (deflate) =>
        writeSteps(all.flatMap((build) => build(from, deflate))),
      );
      if (how !== 'inside') return finished(from, how, stream, stream.bytes.length);
      // Never with the last byte: that would be the end of a Close.
      return finished(from, how, stream, Math.floor((place * stream.bytes.length) / 0x10000));
    });
}

const ends: readonly StreamEnd[] = /* @__PURE__ */ Object.freeze(['close', 'between', 'inside']);

/** Messages and control frames in any order. */
export function streamSteps(
  options: StreamOptions & Pick<ValidStreamOptions, 'deflate'>,
): fc.Arbitrary<StepsFrom[]> {
  const maxLength = limitOption(options.maxMessages, 'maxMessages', 6);
  return fc.array(
    fc.oneof(
      { weight: 2, arbitrary: messageSteps(options) },
      { weight: 1, arbitrary: controlSteps(controlLimit(options)) },
    ),
    { maxLength },
  );
}

function closeSteps(options: StreamOptions): fc.Arbitrary<StepsFrom> {
  const { maxPayloadBytes } = controlLimit(options);
  return fc
    .tuple(closeBody(maxPayloadBytes), maskingKey())
    .map(([{ code, reason }, key]) => (from) => {
      const payload = encodeClosePayload(code, reason);
      return [
        {
          frame: frameValue(Opcode.Close, payload, { maskingKey: from === 'client' ? key : null }),
          event: {
            type: 'close',
            code: code ?? CloseCode.NoStatusReceived,
            reason,
            wasClean: true,
          },
        },
      ];
    });
}

/** A limit of messages holds for control frames too. */
function controlLimit({ maxMessageBytes = 125 }: StreamOptions): { maxPayloadBytes: number } {
  return { maxPayloadBytes: Math.min(125, maxMessageBytes) };
}

/** As much of a stream as there is, and what it means. */
function finished(from: Role, end: StreamEnd, stream: Wire, length: number): ValidStream {
  const frameEnds = [...stream.boundaries.slice(1), stream.bytes.length];
  const whole = stream.arrivals.filter(({ after }) => after <= length);
  const arrivals =
    end === 'close' ? whole : [...whole, { event: abnormalClosure(), after: length }];
  return {
    from,
    to: peerOf(from),
    bytes: stream.bytes.slice(0, length),
    frames: stream.frames.filter((_, at) => (frameEnds[at] as number) <= length),
    boundaries: stream.boundaries.filter((at) => at < length),
    end,
    events: arrivals.map(({ event }) => event),
    arrivals,
  };
}

/** What stands in place of the peer's Close. */
export function abnormalClosure(): StreamEvent {
  return { type: 'close', code: CloseCode.AbnormalClosure, reason: '', wasClean: false };
}
