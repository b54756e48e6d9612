/**
 * Messages in fragments, with control frames between them (RFC 6455 §5.4).
 */

import fc from 'fast-check';
import { encodeUtf8 } from '../../bytes/utf8-encode.js';
import { limitOption, requireInteger } from '../../vocabulary/argument.js';
import { Opcode } from '../../vocabulary/opcode.js';
import { Rsv } from '../../vocabulary/rsv.js';
import {
  type AgreedDeflate,
  requireDeflate,
  type SenderDeflate,
  withDeflate,
} from './compressed.js';
import {
  controlPayload,
  type FrameOptions,
  type FrameValue,
  frameValue,
  maskingKey,
} from './frames.js';
import { DEFAULT_MAX_BYTES, payload, text } from './payload.js';
import { type Role, type SenderOptions, sender } from './role.js';
import { concat, type Step, type StreamEvent } from './wire.js';

/** A whole message, as an application sends or receives it. */
export type WholeMessage =
  | { readonly type: 'text'; readonly data: string }
  | { readonly type: 'binary'; readonly data: Uint8Array };

/** A message and the frames in which it comes. */
export interface FramedMessage {
  readonly from: Role;
  readonly message: WholeMessage;
  /** The frames of the message, and control frames between them. */
  readonly frames: readonly FrameValue[];
  /** What a receiver gives for them, in the order of the wire: pings and pongs, and the message last. */
  readonly events: readonly StreamEvent[];
}

export interface MessageOptions extends SenderOptions {
  /** The most bytes of the message; 70 000 unless given. */
  readonly maxMessageBytes?: number;
  /** The most frames of the message; 8 unless given. */
  readonly maxFragments?: number;
  /** Whether pings and pongs may stand between fragments. True by default. */
  readonly controlFrames?: boolean;
  /**
   * What has been agreed on for permessage-deflate: most messages are then compressed. None is, when left out. One that
   * would be longer than `maxMessageBytes` goes out as it is.
   */
  readonly deflate?: AgreedDeflate;
}

/** Draws a text or bytes to send. */
export function wholeMessage(
  options: Pick<MessageOptions, 'maxMessageBytes'> = {},
): fc.Arbitrary<WholeMessage> {
  const maxBytes = limitOption(options.maxMessageBytes, 'maxMessageBytes', DEFAULT_MAX_BYTES);
  return fc.oneof(
    { withCrossShrink: true },
    text({ maxBytes }).map((data) => ({ type: 'text' as const, data })),
    payload({ maxBytes }).map((data) => ({ type: 'binary' as const, data })),
  );
}

/**
 * Draws a message in frames: whole, or in fragments that are cut anywhere, inside characters too; some are empty,
 * and control frames stand between them. Compressed, it is the first message of its sender. Shrinks towards one frame,
 * not compressed.
 *
 * @throws TypeError or RangeError if an option is not what it must be
 * @see RFC 6455 §5.4
 */
export function message(options: MessageOptions = {}): fc.Arbitrary<FramedMessage> {
  return fc.tuple(sender(options), messageSteps(options)).map(([from, build]) => {
    const steps = withDeflate(options.deflate, from, (deflate) => build(from, deflate));
    const events = steps.flatMap(({ event }) => (event === null ? [] : [event]));
    return {
      from,
      message: events.at(-1) as WholeMessage,
      frames: steps.map(({ frame }) => frame),
      events,
    };
  });
}

/** Frames whose sender is named later, so that all of a stream have the same; and so is what it compresses with. */
export type StepsFrom = (from: Role, deflate: SenderDeflate | null) => Step[];

/** A message in frames. */
export function messageSteps(options: MessageOptions): fc.Arbitrary<StepsFrom> {
  const { maxMessageBytes, maxFragments = 8, controlFrames = true } = options;
  requireInteger(maxFragments, 'maxFragments', 1);
  requireDeflate(options);
  const maxBytes = limitOption(maxMessageBytes, 'maxMessageBytes', DEFAULT_MAX_BYTES);
  const maxCuts = Math.min(maxFragments, 64) - 1;
  const places = fc.array(fc.nat(0xffff), { maxLength: maxCuts });
  const between = fc.array(controlSteps(frameLimit(maxMessageBytes)), { maxLength: 2 });
  const gaps = controlFrames
    ? fc.array(between, { maxLength: maxCuts })
    : fc.constant<StepsFrom[][]>([]);
  const cutPlaces = fc.oneof(
    { withCrossShrink: true },
    { weight: 1, arbitrary: fc.constant<number[]>([]) },
    { weight: 2, arbitrary: places },
  );
  const maskingKeys = fc.array(maskingKey(), { maxLength: 3 });
  return fc
    .tuple(messageOf(options), cutPlaces, gaps, maskingKeys, flushPlaces(options))
    .map(([whole, cuts, controls, keys, flushes]) => (from, deflate) => {
      const plain = whole.type === 'text' ? encodeUtf8(whole.data) : whole.data;
      const deflated =
        flushes === null || deflate === null
          ? null
          : deflate.deflate(cutAtFractions(plain, flushes), maxBytes);
      const fragments = cutAtFractions(deflated === null ? plain : concat(deflated), cuts);
      return fragments.flatMap((fragment, index) => {
        const fin = index === fragments.length - 1;
        const own = keys[index % Math.max(keys.length, 1)] ?? new Uint8Array(4);
        const frame = frameValue(opcodeOf(whole, index), fragment, {
          fin,
          maskingKey: from === 'client' ? own : null,
          rsv: deflated !== null && index === 0 ? Rsv.Rsv1 : 0,
        });
        const step: Step = { frame, event: fin ? whole : null };
        const behind = fin ? [] : (controls[index] ?? []);
        return [step, ...behind.flatMap((build) => build(from, null))];
      });
    });
}

/** Compressed, some messages are alike, so that they refer to those before them. */
function messageOf(options: MessageOptions): fc.Arbitrary<WholeMessage> {
  if (options.deflate === undefined) return wholeMessage(options);
  const { maxMessageBytes = DEFAULT_MAX_BYTES } = options;
  const alike = fc.nat(3).map((id) => ({
    type: 'text' as const,
    data: `{"id":${id},"type":"notice","of":"what is alike"}`.slice(0, maxMessageBytes),
  }));
  return fc.oneof({ withCrossShrink: true }, wholeMessage(options), alike);
}

/** Where the compressor is flushed inside a message; null: the message is not compressed. */
function flushPlaces({ deflate }: MessageOptions): fc.Arbitrary<number[] | null> {
  const never = fc.constant(null);
  if (deflate === undefined) return never;
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 1, arbitrary: never },
    { weight: 3, arbitrary: fc.array(fc.nat(0xffff), { maxLength: 2 }) },
  );
}

/** A Ping or a Pong. */
export function controlSteps(options: FrameOptions): fc.Arbitrary<StepsFrom> {
  const type = fc.constantFrom('ping' as const, 'pong' as const);
  return fc
    .tuple(type, controlPayload(options), maskingKey())
    .map(([kind, bytes, key]) => (from) => {
      const opcode = kind === 'ping' ? Opcode.Ping : Opcode.Pong;
      const frame = frameValue(opcode, bytes, { maskingKey: from === 'client' ? key : null });
      return [{ frame, event: { type: kind, payload: bytes } }];
    });
}

/** The bytes cut at fractions of 65 536 of their length; the same place twice makes an empty piece. */
export function cutAtFractions(bytes: Uint8Array, fractions: readonly number[]): Uint8Array[] {
  const places = fractions
    .map((fraction) => Math.floor((fraction * (bytes.length + 1)) / 0x10000))
    .sort((a, b) => a - b);
  const starts = [0, ...places];
  return starts.map((start, index) => bytes.slice(start, starts[index + 1] ?? bytes.length));
}

/** A limit of messages holds for the frames between their fragments too. */
function frameLimit(maxMessageBytes: number | undefined): FrameOptions {
  return maxMessageBytes === undefined ? {} : { maxPayloadBytes: maxMessageBytes };
}

function opcodeOf(whole: WholeMessage, index: number): Opcode {
  if (index > 0) return Opcode.Continuation;
  return whole.type === 'text' ? Opcode.Text : Opcode.Binary;
}
