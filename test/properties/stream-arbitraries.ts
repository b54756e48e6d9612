/**
 * What the properties of streams draw from: what a peer may send, legal and damaged, and how it arrives.
 */

import fc from 'fast-check';
import type { ConnectionOptions } from '../../src/connection/connection-options.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { closeToReceive, type Role, toReceive } from '../connection/drive.js';
import { join } from '../vectors/bits.js';
import { cutAt, cuts, legalFrame } from './arbitraries.js';
import { writeFrame } from './naive-frame.js';

/** Legal frames of every kind behind each other, in no order that messages would have. */
export const frameStream = fc
  .array(legalFrame, { maxLength: 6 })
  .map((frames) =>
    frames.map((frame) =>
      writeFrame({ ...frame, payloadLength: frame.payload.length }, undefined, frame.payload),
    ),
  );

/** Text without lone surrogates, many characters of it longer than a byte. */
export const soundText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(fc.constantFrom('a', 'é', '€', '\u{10ffff}', '\ufeff', '\0'), { maxLength: 80 })
    .map((units) => units.join('')),
);

const controlPayload = fc.oneof(fc.uint8Array({ maxLength: 6 }), fc.uint8Array({ maxLength: 125 }));

const controlFrame = (role: Role) =>
  fc
    .tuple(fc.constantFrom(Opcode.Ping, Opcode.Pong), controlPayload)
    .map(([opcode, payload]) => toReceive(role, opcode, payload));

/** A message in any number of fragments, with control frames between them; sometimes not UTF-8. */
function message(role: Role): fc.Arbitrary<Uint8Array> {
  const content = fc.oneof(
    {
      weight: 5,
      arbitrary: soundText.map((text) => [Opcode.Text, new TextEncoder().encode(text)] as const),
    },
    {
      weight: 3,
      arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => [Opcode.Binary, bytes] as const),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(soundText, fc.uint8Array({ minLength: 1, maxLength: 4 }))
        .map(([text, tail]) => [Opcode.Text, join(new TextEncoder().encode(text), tail)] as const),
    },
  );
  const between = fc.array(fc.array(controlFrame(role), { maxLength: 2 }), { maxLength: 6 });
  return fc
    .tuple(content, fc.oneof(fc.constant([]), cuts), between)
    .map(([[opcode, bytes], places, controls]) => {
      const fragments = cutAt(bytes, places);
      return join(
        ...fragments.flatMap((fragment, at) => [
          toReceive(
            role,
            at === 0 ? opcode : Opcode.Continuation,
            fragment,
            at === fragments.length - 1,
          ),
          ...(at === fragments.length - 1 ? [] : (controls[at] ?? [])),
        ]),
      );
    });
}

const close = (role: Role) =>
  fc.oneof(
    fc.constant(closeToReceive(role)),
    fc
      .tuple(fc.constantFrom(1000, 1001, 3000, 4999, 999, 1005), fc.string({ maxLength: 20 }))
      .map(([code, reason]) => closeToReceive(role, code, reason)),
  );

/** What a peer that keeps to the protocol may send to a connection of this role. */
export function peerStream(role: Role): fc.Arbitrary<Uint8Array> {
  const frames = fc.array(fc.oneof({ weight: 2, arbitrary: message(role) }, controlFrame(role)), {
    maxLength: 6,
  });
  return fc
    .tuple(frames, fc.option(close(role), { nil: new Uint8Array(0) }))
    .map(([sent, end]) => join(...sent, end));
}

/** The same, damaged half of the time: bytes changed, lost, added, or frames dropped in from elsewhere. */
export function anyStream(role: Role): fc.Arbitrary<Uint8Array> {
  const place = fc.double({ min: 0, max: 1, noNaN: true });
  const inserted = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 10 }),
    frameStream
      .map((frames) => frames[0] ?? new Uint8Array(1))
      .filter((frame) => frame.length < 500),
  );
  const damage = fc.oneof(
    fc.constant((bytes: Uint8Array) => bytes),
    fc.tuple(place, fc.integer({ min: 1, max: 255 })).map(([at, change]) => (bytes: Uint8Array) => {
      const index = Math.floor(at * (bytes.length - 1));
      return bytes.map((byte, here) => (here === index ? byte ^ change : byte));
    }),
    place.map((at) => (bytes: Uint8Array) => bytes.slice(0, Math.floor(at * bytes.length))),
    fc.tuple(place, inserted).map(([at, more]) => (bytes: Uint8Array) => {
      const index = Math.floor(at * bytes.length);
      return join(bytes.slice(0, index), more, bytes.slice(index));
    }),
  );
  return fc.tuple(peerStream(role), damage).map(([bytes, spoil]) => spoil(bytes));
}

/** Options that change what comes out, limits so small that they are met among them. */
export const connectionOptions: fc.Arbitrary<Omit<ConnectionOptions, 'role' | 'streamMessages'>> =
  fc.record(
    {
      maxPayloadBytes: fc.oneof(fc.nat(130), fc.constant(1000)),
      maxMessageBytes: fc.oneof(fc.nat(130), fc.constant(1000)),
      maxFragments: fc.nat(8),
      maxPendingPongs: fc.nat(4),
      autoPong: fc.boolean(),
    },
    { requiredKeys: [] },
  );
