/**
 * Streams of compressed messages as a peer sends them, sound or not, and what a connection makes of them.
 */

import { constants, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import type { Connection } from '../../src/connection/connection.js';
import type { ConnectionEvent } from '../../src/connection/connection-event.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { drain, type Role, takeBytes } from '../connection/drive.js';
import { join, noise, toHex } from '../vectors/bits.js';
import { cutAt, cuts } from './arbitraries.js';
import { damage, peerOptions } from './deflate-arbitraries.js';
import { compressedToReceive, TAIL } from './deflating.js';
import { soundText } from './stream-arbitraries.js';

const { Binary, Continuation, Text } = Opcode;

/** Short enough to be sent byte by byte: text, or bytes that repeat from afar. */
const shortPlain = (isText: boolean): fc.Arbitrary<Uint8Array> => {
  const text = fc
    .tuple(soundText, fc.integer({ min: 1, max: 30 }))
    .map(([words, count]) => new TextEncoder().encode(words.repeat(count)));
  if (isText) return text;
  const bytes = fc
    .tuple(fc.nat(700), fc.nat(20), fc.integer({ min: 1, max: 3 }))
    .map(([length, seed, count]) => join(...Array(count).fill(noise(length, seed))));
  return fc.oneof(text, bytes);
};

/** Messages of one stream; `wild` ones are compressed with the largest window, whatever was agreed. */
export interface StreamChoice {
  readonly allowText: boolean;
  readonly isWild: boolean;
  readonly isDamaged: boolean;
}

/** The bytes of a stream towards a connection of this role, compressed for a window of so many bits. */
export function compressedStream(
  role: Role,
  bits: number,
  { allowText, isWild, isDamaged }: StreamChoice,
): fc.Arbitrary<Uint8Array> {
  const unspoiled = fc.constant((data: Uint8Array) => data);
  const message = fc.boolean().chain((asText) =>
    fc.record({
      isText: fc.constant(asText && allowText),
      plain: shortPlain(asText && allowText),
      isCompressed: fc.constantFrom(true, true, true, false),
      isFinal: fc.boolean(),
      options: peerOptions,
      fragmentsAt: fc.oneof(fc.constant([]), cuts),
      spoil: isDamaged ? fc.oneof(unspoiled, damage) : unspoiled,
    }),
  );
  return fc.array(message, { minLength: 1, maxLength: 4 }).map((messages) => {
    const wire: Uint8Array[] = [];
    let before: Uint8Array = new Uint8Array(0);
    for (const { isText, plain, isCompressed, isFinal, options, fragmentsAt, spoil } of messages) {
      let data = plain;
      if (isCompressed) {
        const finishFlush = isFinal ? constants.Z_FINISH : constants.Z_SYNC_FLUSH;
        const window = isWild ? 15 : Math.max(9, bits);
        const known = before.length > 0 ? { dictionary: before } : {};
        const deflated = deflateRawSync(plain, {
          ...options,
          ...known,
          windowBits: window,
          finishFlush,
        });
        if (isFinal) data = new Uint8Array(deflated);
        else data = plain.length === 0 ? Uint8Array.of(0) : deflated.slice(0, -TAIL.length);
        before = join(before, plain);
        data = spoil(data);
      }
      const fragments = cutAt(data, fragmentsAt);
      for (const [at, payload] of fragments.entries()) {
        const rsv1 = isCompressed && at === 0;
        const opcode = at > 0 ? Continuation : isText ? Text : Binary;
        const fin = at === fragments.length - 1;
        wire.push(compressedToReceive(role, opcode, new Uint8Array(payload), { fin, rsv1 }));
      }
    }
    return join(...wire);
  });
}

export interface Run {
  /** In short; parts that follow each other are one. */
  readonly events: readonly string[];
  readonly output: string;
  readonly state: string;
  readonly pendingInputBytes: number;
}

/** Feeds the chunks and tells all that a caller can see. */
export function run(connection: Connection, chunks: readonly Uint8Array[]): Run {
  const events: ConnectionEvent[] = [];
  for (const chunk of chunks) {
    connection.receive(chunk.slice());
    events.push(...drain(connection));
  }
  const { state, pendingInputBytes } = connection;
  const output = toHex(takeBytes(connection));
  connection.receiveEnd();
  drain(connection);
  return { events: inShort(events), output, state, pendingInputBytes };
}

/** Every byte alone. */
export const drip = (bytes: Uint8Array): Uint8Array[] =>
  Array.from(bytes, (byte) => Uint8Array.of(byte));

function inShort(events: readonly ConnectionEvent[]): string[] {
  const lines: string[] = [];
  let open: string | null = null;
  for (const event of events) {
    if (event.type === 'text-part' || event.type === 'binary-part') {
      const data = typeof event.data === 'string' ? event.data : toHex(event.data);
      open = (open ?? `${event.type}: `) + data;
      if (!event.last) continue;
      lines.push(`${open} (last)`);
      open = null;
      continue;
    }
    if (open !== null) lines.push(open);
    open = null;
    if (event.type === 'text') lines.push(`text: ${event.data}`);
    else if (event.type === 'binary') lines.push(`binary: ${toHex(event.data)}`);
    else if (event.type === 'error') lines.push(`error: ${event.error.code}`);
    else lines.push(JSON.stringify(event));
  }
  if (open !== null) lines.push(open);
  return lines;
}
