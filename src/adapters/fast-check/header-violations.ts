/**
 * What the header of a frame can do wrong, and the order of frames (RFC 6455 §5.1, §5.2, §5.4, §5.5).
 */

import fc from 'fast-check';
import { Opcode } from '../../vocabulary/opcode.js';
import {
  badFrame,
  controlOpcode,
  dataOpcode,
  faultOf,
  faultOfMany,
  harmless,
  letters,
  type Violation,
} from './fault.js';
import { keyFor, maskingKey } from './frames.js';

export const reservedBit: Violation = {
  where: 'anywhere',
  faults: (context) =>
    faultOf(
      context,
      1,
      fc
        .record({
          opcode: fc.oneof(
            dataOpcode(context),
            fc.constant<Opcode>(Opcode.Continuation),
            controlOpcode(),
          ),
          rsv: fc.integer({ min: 1, max: 7 }),
          payload: harmless(context, 0),
        })
        .map((frame) => {
          const hasMeaning = frame.opcode === Opcode.Text || frame.opcode === Opcode.Binary;
          return context.deflate && hasMeaning && frame.rsv === 4 ? { ...frame, rsv: 6 } : frame;
        }),
    ),
};

export const reservedOpcode: Violation = {
  where: 'anywhere',
  faults: (context) =>
    faultOf(
      context,
      1,
      fc.record({
        opcode: fc.constantFrom(3, 4, 5, 6, 7, 11, 12, 13, 14, 15),
        fin: fc.boolean(),
        payload: harmless(context),
      }),
    ),
};

export const controlFragmented: Violation = {
  where: 'anywhere',
  faults: (context) =>
    faultOf(
      context,
      1,
      fc.record({
        opcode: controlOpcode(),
        fin: fc.constant(false),
        payload: fc.constant(new Uint8Array(0)),
      }),
    ),
};

export const controlTooLong: Violation = {
  where: 'anywhere',
  faults: (context) =>
    faultOf(
      context,
      2,
      fc.record({
        opcode: controlOpcode(),
        payload: fc.oneof(
          { weight: 5, arbitrary: fc.integer({ min: 126, max: 200 }).map(closeLike) },
          { weight: 1, arbitrary: fc.constantFrom(65_535, 65_536).map(closeLike) },
        ),
      }),
    ),
};

/** What would be a code and a reason, were it not so long. */
function closeLike(length: number): Uint8Array {
  const bytes = letters(length);
  bytes.set([1000 >> 8, 1000 & 0xff]);
  return bytes;
}

/** A frame that is right but for its mask, or for the want of one. */
export const wrongMask: Violation = {
  where: 'anywhere',
  faults: (context) =>
    fc
      .tuple(
        fc.oneof(dataOpcode(context), fc.constantFrom<Opcode[]>(Opcode.Ping, Opcode.Pong)),
        harmless(context),
        maskingKey(),
      )
      .map(([opcode, payload, key]) =>
        faultOfMany([badFrame({ opcode, payload }, context.from === 'client' ? null : key)], 2),
      ),
};

export const lengthNotMinimal: Violation = {
  where: 'anywhere',
  faults: (context) => {
    const of = (lengthForm: 16 | 64, payload: fc.Arbitrary<Uint8Array>) =>
      faultOf(
        context,
        lengthForm === 16 ? 4 : 10,
        fc.record({ opcode: dataOpcode(context), lengthForm: fc.constant(lengthForm), payload }),
      );
    return fc.oneof(
      { weight: 4, arbitrary: of(16, harmless(context, 125)) },
      { weight: 4, arbitrary: of(64, harmless(context, 300)) },
      { weight: 1, arbitrary: of(64, harmless(context, 65_535)) },
    );
  },
};

export const lengthSignBit: Violation = {
  where: 'anywhere',
  faults: (context) =>
    faultOf(
      context,
      10,
      fc.record({
        opcode: dataOpcode(context),
        // From 2^63 to 2^64, in steps that a number can hold.
        declared: fc.nat(0xfffff).map((steps) => 2 ** 63 + steps * 2 ** 43),
        lengthForm: fc.constant(64 as const),
        payload: harmless(context),
      }),
    ),
};

export const continuationUnexpected: Violation = {
  where: 'outside',
  faults: (context) =>
    faultOf(
      context,
      1,
      fc.record({
        opcode: fc.constant(Opcode.Continuation),
        fin: fc.boolean(),
        payload: harmless(context),
      }),
    ),
};

export const messageInterrupted: Violation = {
  where: 'inside',
  faults: (context) =>
    faultOf(
      context,
      1,
      fc.record({
        opcode: dataOpcode({ isInside: false }),
        fin: fc.boolean(),
        payload: harmless(context),
      }),
    ),
};

/**
 * Deflated data that are wrong in their first bytes: a type of block that does not exist, a length that is not its own
 * complement, a distance beyond the beginning.
 */
export const compressedDataInvalid: Violation = {
  where: 'outside',
  fits: ({ maxPayloadBytes }) => maxPayloadBytes >= 6,
  faults: (context) =>
    fc
      .tuple(
        dataOpcode(context),
        fc.constantFrom(
          [0x07, 0x00],
          [0x06, 0x00],
          [0x00, 0x05, 0x00, 0x05, 0x00, 0x61],
          [0x02, 0x42, 0x00],
        ),
        keyFor(context.from),
      )
      .map(([opcode, data, key]) => {
        const bytes = badFrame({ opcode, rsv: 4, payload: Uint8Array.from(data) }, key);
        return faultOfMany([bytes], bytes.length);
      }),
};
