/**
 * What a peer can make too large, for a receiver with limits (RFC 6455 §10.4).
 */

import fc from 'fast-check';
import { headerLength, shortestForm } from '../../frame/encode-frame-header.js';
import { Opcode } from '../../vocabulary/opcode.js';
import {
  badFrame,
  dataOpcode,
  faultOf,
  faultOfMany,
  letters,
  type ReceiverLimits,
  type Violation,
} from './fault.js';
import { keyFor } from './frames.js';

/** What a fault may cost in payload before it shows. */
const MAX_REAL_BYTES = 1_048_576;
/** A payload of up to this length comes whole, though it is refused at its header. */
const MAX_WHOLE_BYTES = 1_000;
/** Some receivers have no such limit, and it takes many frames to find out. */
const MAX_CHEAP_FRAGMENTS = 4_096;

export const payloadTooBig: Violation = {
  where: 'anywhere',
  faults(context) {
    const { maxPayloadBytes } = context.limits;
    const lengths = [maxPayloadBytes + 1, 65_536, 2 ** 24, 2 ** 32, 2 ** 53, 2 ** 62].filter(
      (length) => length > maxPayloadBytes,
    );
    const above = fc.nat(1_000).map((more) => maxPayloadBytes + 1 + more);
    return fc.oneof(fc.constantFrom(...lengths), above).chain((declared) =>
      faultOf(
        context,
        judgedAt(declared),
        fc.record({
          opcode: dataOpcode(context),
          fin: fc.boolean(),
          declared: fc.constant(declared),
          payload: payloadTowards(declared),
        }),
      ),
    );
  },
};

export const messageTooBig: Violation = {
  where: 'outside',
  fits: (limits) => bytesBefore(limits) <= MAX_REAL_BYTES && hasRoomFor(limits),
  faults(context) {
    const { limits } = context;
    const { maxPayloadBytes, maxMessageBytes, maxFragments } = limits;
    const least = bytesBefore(limits);
    // More may come in front, as long as it takes no frame more and leaves the message within its limit.
    const spare =
      maxFragments < 2
        ? 0
        : Math.min(
            20,
            maxMessageBytes - least,
            maxPayloadBytes - (least % maxPayloadBytes || maxPayloadBytes),
          );
    return fc
      .tuple(dataOpcode(context), fc.nat(Math.max(0, spare)), fc.nat(50), keyFor(context.from))
      .map(([opcode, extra, more, key]) => {
        const before = least + extra;
        const declared = Math.min(maxPayloadBytes, maxMessageBytes - before + 1 + more);
        const frames: Uint8Array[] = [];
        const write = (length: number, fin: boolean, announced = length) => {
          const kind = frames.length === 0 ? opcode : Opcode.Continuation;
          const frame = { opcode: kind, fin, payload: letters(length), declared: announced };
          frames.push(badFrame(frame, key));
        };
        for (let left = before; left > 0; left -= maxPayloadBytes) {
          write(Math.min(left, maxPayloadBytes), false);
        }
        write(declared <= MAX_WHOLE_BYTES ? declared : 20, true, declared);
        return faultOfMany(frames, judgedAt(declared));
      });
  },
};

export const tooManyFragments: Violation = {
  where: 'outside',
  fits: ({ maxFragments }) => maxFragments <= MAX_CHEAP_FRAGMENTS,
  faults: (context) =>
    fc.tuple(dataOpcode(context), fc.boolean(), keyFor(context.from)).map(([opcode, fin, key]) => {
      const payload = letters(0);
      const first = badFrame({ opcode, fin: false, payload }, key);
      const next = badFrame({ opcode: Opcode.Continuation, fin: false, payload }, key);
      const last = badFrame({ opcode: Opcode.Continuation, fin, payload }, key);
      const { maxFragments } = context.limits;
      const between = Array.from({ length: maxFragments - 1 }, () => next);
      return faultOfMany([first, ...between, last], 1);
    }),
};

/** How many bytes must be there of a message that the next frame makes too big. */
function bytesBefore({ maxPayloadBytes, maxMessageBytes }: ReceiverLimits): number {
  return Math.max(0, maxMessageBytes - maxPayloadBytes + 1);
}

/** Whether so many bytes go into the frames that a message may have, and one more. */
function hasRoomFor(limits: ReceiverLimits): boolean {
  const before = bytesBefore(limits);
  if (limits.maxPayloadBytes === 0) return false;
  return Math.ceil(before / limits.maxPayloadBytes) < limits.maxFragments;
}

/** How many bytes of a header show the length. */
function judgedAt(payloadLength: number): number {
  return headerLength(shortestForm(payloadLength), false);
}

/** The payload, or its beginning when it is long. */
function payloadTowards(declared: number): fc.Arbitrary<Uint8Array> {
  if (declared <= MAX_WHOLE_BYTES) return fc.constant(letters(declared));
  return fc.nat(20).map(letters);
}
