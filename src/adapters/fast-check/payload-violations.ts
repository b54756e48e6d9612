/**
 * What the payloads of text messages and of Close frames can do wrong (RFC 6455 §5.5.1, §7.4, §8.1).
 */

import fc from 'fast-check';
import { encodeUtf8 } from '../../bytes/utf8-encode.js';
import { isValidCloseCode } from '../../vocabulary/close-code.js';
import { Opcode } from '../../vocabulary/opcode.js';
import { badFrame, type FaultContext, faultOf, faultOfMany, type Violation } from './fault.js';
import { keyFor } from './frames.js';
import { cutAtFractions } from './messages.js';
import { text } from './payload.js';
import { concat } from './wire.js';

/** Bytes that are no UTF-8 (RFC 3629 §4); the last shows it, whatever came before and comes behind. */
const malformed: readonly (readonly number[])[] = [
  [0x80], // a continuation byte without a character
  [0xbf],
  [0xc0], // would be an overlong ASCII
  [0xc1],
  [0xc3, 0x28], // a character that is not continued
  [0xe2, 0x82, 0x28],
  [0xf0, 0x9f, 0x98, 0xc3],
  [0xe0, 0x80], // overlong
  [0xe0, 0x9f],
  [0xf0, 0x80],
  [0xf0, 0x8f],
  [0xed, 0xa0], // surrogates
  [0xed, 0xbf],
  [0xf4, 0x90], // above U+10FFFF
  [0xf5],
  [0xff],
];

/** The beginnings of characters, which are wrong at the end of a text. */
const unfinished: readonly (readonly number[])[] = [
  [0xc3],
  [0xe2],
  [0xe2, 0x82],
  [0xf0],
  [0xf0, 0x9f],
  [0xf0, 0x9f, 0x98],
];

/** Room for a malformed character and something around it. */
const MIN_TEXT_BYTES = 8;

interface BadText {
  readonly bytes: Uint8Array;
  /** Index behind the byte that shows it; null: the end of the text does. */
  readonly judgedAfter: number | null;
}

function badText(maxBytes: number): fc.Arbitrary<BadText> {
  const around = () =>
    text({ maxBytes: Math.min(150, Math.floor((maxBytes - 4) / 2)) }).map(encodeUtf8);
  return fc.oneof(
    {
      weight: 3,
      arbitrary: fc
        .tuple(around(), fc.constantFrom(...malformed), around())
        .map(([before, wrong, behind]) => ({
          bytes: concat([before, Uint8Array.from(wrong), behind]),
          judgedAfter: before.length + wrong.length,
        })),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(around(), fc.constantFrom(...unfinished)).map(([before, wrong]) => ({
        bytes: concat([before, Uint8Array.from(wrong)]),
        judgedAfter: null,
      })),
    },
  );
}

/** A text in fragments that are cut anywhere, inside what is malformed too. */
export const textNotUtf8: Violation = {
  where: 'outside',
  fits: ({ maxPayloadBytes, maxMessageBytes }) =>
    Math.min(maxPayloadBytes, maxMessageBytes) >= MIN_TEXT_BYTES,
  faults({ from, limits }) {
    const maxBytes = Math.min(limits.maxPayloadBytes, limits.maxMessageBytes);
    const places = fc.array(fc.nat(0xffff), { maxLength: Math.min(4, limits.maxFragments - 1) });
    return fc.tuple(badText(maxBytes), places, keyFor(from)).map(([wrong, cuts, key]) => {
      const fragments = cutAtFractions(wrong.bytes, cuts);
      const last = fragments.length - 1;
      const written = fragments.map((payload, at) => {
        const opcode = at === 0 ? Opcode.Text : Opcode.Continuation;
        return { payload, bytes: badFrame({ opcode, fin: at === last, payload }, key) };
      });
      const { bytes, boundaries } = faultOfMany(
        written.map((frame) => frame.bytes),
        0,
      );
      const { judgedAfter } = wrong;
      const seen = judgedAfter === null ? bytes.length : onTheWire(judgedAfter, written);
      return { bytes, boundaries, judgedAfter: seen };
    });
  },
};

/** Where the first so many bytes of a message end on the wire: behind the headers in front of them. */
function onTheWire(
  count: number,
  frames: readonly { readonly payload: Uint8Array; readonly bytes: Uint8Array }[],
): number {
  let end = count;
  let start = 0;
  for (const { payload, bytes } of frames) {
    if (start < count) end += bytes.length - payload.length;
    start += payload.length;
  }
  return end;
}

export const closePayloadTooShort: Violation = {
  where: 'anywhere',
  fits: ({ maxPayloadBytes }) => maxPayloadBytes >= 1,
  faults: (context) => closeWith(context, fc.uint8Array({ minLength: 1, maxLength: 1 })),
};

export const closeCodeInvalid: Violation = {
  where: 'anywhere',
  fits: ({ maxPayloadBytes }) => maxPayloadBytes >= 2,
  faults: (context) => {
    const code = fc.oneof(
      fc.constantFrom(0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535),
      fc.nat(0xffff).filter((number) => !isValidCloseCode(number)),
    );
    const reason = text({ maxBytes: Math.min(123, context.limits.maxPayloadBytes - 2) });
    return closeWith(
      context,
      fc
        .tuple(code, reason)
        .map(([number, why]) =>
          concat([Uint8Array.of(number >> 8, number & 0xff), encodeUtf8(why)]),
        ),
    );
  },
};

export const closeReasonNotUtf8: Violation = {
  where: 'anywhere',
  fits: ({ maxPayloadBytes }) => maxPayloadBytes >= 2 + MIN_TEXT_BYTES,
  faults: (context) =>
    closeWith(
      context,
      badText(Math.min(100, context.limits.maxPayloadBytes - 2)).map(({ bytes }) =>
        concat([Uint8Array.of(1000 >> 8, 1000 & 0xff), bytes]),
      ),
    ),
};

/** A Close with this payload, which is judged when it is whole. */
function closeWith(context: FaultContext, payloads: fc.Arbitrary<Uint8Array>) {
  const frames = payloads.map((payload) => ({ opcode: Opcode.Close, payload }));
  return faultOf(context, 0, frames).map((fault) => ({
    ...fault,
    judgedAfter: fault.bytes.length,
  }));
}
