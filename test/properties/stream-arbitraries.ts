/**
 * What the properties of streams draw from: what a peer may send, legal and damaged, and how it arrives.
 */

import fc from 'fast-check';
import { brokenStream, text, validStream } from '../../src/adapters/fast-check.js';
import type { ConnectionOptions } from '../../src/connection/connection-options.js';
import { peerOf, type Role } from '../connection/drive.js';
import { join } from '../vectors/bits.js';
import { legalFrame } from './arbitraries.js';
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
export const soundText = text({ maxBytes: 240 });

/** What a peer may send to a connection of this role, and now and then what it may not. */
export function peerStream(role: Role): fc.Arbitrary<Uint8Array> {
  const from = peerOf(role);
  return fc.oneof(
    { weight: 4, arbitrary: validStream({ from, maxMessageBytes: 200 }).map(({ bytes }) => bytes) },
    { weight: 1, arbitrary: brokenStream({ from }).map(({ bytes }) => bytes) },
  );
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
