/**
 * What the properties draw from: legal frames, rules, bytes that are nearly frames, text, and cuts.
 */

import fc from 'fast-check';
import { maskingKey as drawnKey } from '../../src/adapters/fast-check.js';
import type { FrameInit } from '../../src/frame/encode-frame.js';
import type { UncheckedFrameHeaderInit } from '../../src/frame/encode-frame-header.js';
import type { FrameRules } from '../../src/frame/frame.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { noise } from '../vectors/bits.js';
import { writeFrame } from './naive-frame.js';

export type LegalFrame = Required<FrameInit> & { readonly payload: Uint8Array };

export const role = fc.constantFrom('client' as const, 'server' as const);

export const maskingKey = drawnKey();

/** Null half the time: an unmasked frame. */
export const maskingKeyOrNull = fc.option(maskingKey, { nil: null });

/** Small lengths, and those around the edges of the three forms. */
export const payloadLength = fc.oneof(
  { weight: 6, arbitrary: fc.nat(160) },
  { weight: 3, arbitrary: fc.integer({ min: 120, max: 130 }) },
  { weight: 1, arbitrary: fc.integer({ min: 65530, max: 65540 }) },
);

/** Bytes of a length worth trying, drawn by length and seed: 64 KiB would be too slow byte by byte. */
export function payloadOf(lengths: fc.Arbitrary<number>): fc.Arbitrary<Uint8Array> {
  return fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.tuple(lengths, fc.nat()).map(([length, seed]) => noise(length, seed)),
  );
}

const dataFrame: fc.Arbitrary<LegalFrame> = fc.record({
  opcode: fc.constantFrom(Opcode.Text, Opcode.Binary),
  fin: fc.boolean(),
  rsv1: fc.boolean(),
  rsv2: fc.boolean(),
  rsv3: fc.boolean(),
  maskingKey: maskingKeyOrNull,
  payload: payloadOf(payloadLength),
});

const continuationFrame: fc.Arbitrary<LegalFrame> = fc.record({
  opcode: fc.constant(Opcode.Continuation),
  fin: fc.boolean(),
  rsv1: fc.constant(false),
  rsv2: fc.constant(false),
  rsv3: fc.constant(false),
  maskingKey: maskingKeyOrNull,
  payload: payloadOf(payloadLength),
});

const controlFrame: fc.Arbitrary<LegalFrame> = fc.record({
  opcode: fc.constantFrom(Opcode.Close, Opcode.Ping, Opcode.Pong),
  fin: fc.constant(true),
  rsv1: fc.constant(false),
  rsv2: fc.constant(false),
  rsv3: fc.constant(false),
  maskingKey: maskingKeyOrNull,
  payload: payloadOf(fc.nat(125)),
});

/** Every frame that `encodeFrame` agrees to write, with all fields given. */
export const legalFrame = fc.oneof(dataFrame, continuationFrame, controlFrame);

/** The rules under which a legal frame passes. */
export function rulesFor(frame: LegalFrame): FrameRules {
  const bitsOf = (frame.rsv1 ? 4 : 0) | (frame.rsv2 ? 2 : 0) | (frame.rsv3 ? 1 : 0);
  return { role: frame.maskingKey === null ? 'client' : 'server', allowedRsv: bitsOf };
}

/** Any header that can be written, legal or not. */
export const anyHeader: fc.Arbitrary<UncheckedFrameHeaderInit & { lengthForm: 7 | 16 | 64 }> = fc
  .constantFrom(7 as const, 16 as const, 64 as const)
  .chain((lengthForm) =>
    fc.record({
      opcode: fc.nat(15),
      fin: fc.boolean(),
      rsv1: fc.boolean(),
      rsv2: fc.boolean(),
      rsv3: fc.boolean(),
      maskingKey: maskingKeyOrNull,
      payloadLength: lengthOfForm(lengthForm),
      lengthForm: fc.constant(lengthForm),
    }),
  );

/** Any rules that the decoders accept. */
export const rules: fc.Arbitrary<FrameRules> = fc.record(
  {
    role,
    maxPayloadBytes: fc.oneof(
      fc.constantFrom(0, 1, 125, 126, 65535, 65536, Number.MAX_SAFE_INTEGER),
      fc.maxSafeNat(),
      fc.nat(200),
    ),
    allowedRsv: fc.nat(7),
  },
  { requiredKeys: [] },
);

/** Any bytes, most of them so close to a frame that each rule gets its turn. */
export const wireBytes: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.uint8Array({ maxLength: 24 }),
  fc
    .tuple(anyHeader, fc.uint8Array({ maxLength: 20 }))
    .map(([header, rest]) => writeFrame(header, header.lengthForm, rest)),
  fc.tuple(legalFrame, fc.nat(13), fc.nat(255)).map(([{ payload, ...fields }, at, byte]) => {
    const header = { ...fields, payloadLength: payload.length };
    const wire = writeFrame(header, undefined, payload.subarray(0, 200));
    wire[Math.min(at, wire.length - 1)] = byte;
    return wire;
  }),
);

/** Where to cut: fractions of whatever length the input turns out to have. */
export const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });

/** The input cut at those places; empty chunks are left in. */
export function cutAt(bytes: Uint8Array, fractions: readonly number[]): Uint8Array[] {
  const places = fractions.map((part) => Math.round(part * bytes.length)).sort((a, b) => a - b);
  const starts = [0, ...places];
  return starts.map((start, at) => bytes.slice(start, starts[at + 1] ?? bytes.length));
}

/** Text of every kind: ASCII, all planes, and lone surrogates. */
export const anyText = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(fc.constantFrom('a', 'é', '€', '\u{10ffff}', '\ud800', '\udfff', '\ufeff', '\0'), {
      maxLength: 120,
    })
    .map((units) => units.join('')),
);

function lengthOfForm(form: 7 | 16 | 64): fc.Arbitrary<number> {
  if (form === 7) return fc.nat(127);
  if (form === 16) return fc.oneof(fc.nat(0xffff), fc.nat(130));
  return fc.oneof(
    fc.maxSafeNat(),
    fc.nat(70_000),
    fc.nat(52).map((exponent) => 2 ** exponent),
    fc.integer({ min: 53, max: 63 }).map((exponent) => 2 ** exponent),
    fc.constantFrom(2 ** 53 - 1, 2 ** 53 - 3, 2 ** 63 - 1024, 2 ** 64 - 2048),
  );
}
