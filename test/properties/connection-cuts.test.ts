/**
 * How the input of a connection is cut, and when it is pulled, changes nothing: the same events, the same
 * bytes out, the same state, whatever the peer sends.
 */

import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ConnectionEvent } from '../../src/connection/connection-event.js';
import type { ConnectionOptions } from '../../src/connection/connection-options.js';
import type { UnmaskInPlace } from '../../src/frame/unmask-in-place.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { protocolError } from '../../src/vocabulary/violation.js';
import {
  connect,
  drain,
  framesFor,
  peerOf,
  type Role,
  roles,
  takeBytes,
  toReceive,
} from '../connection/drive.js';
import { join, toHex } from '../vectors/bits.js';
import { cutAt, cuts } from './arbitraries.js';
import { naiveMask } from './naive-frame.js';
import { firstImpossibleByte, platformDecode } from './naive-utf8.js';
import { anyStream, connectionOptions, soundText } from './stream-arbitraries.js';

type Options = Omit<ConnectionOptions, 'role'>;

const native = createRequire(import.meta.url)('bufferutil') as { unmask: UnmaskInPlace };
const naive: UnmaskInPlace = (payload, key) => payload.set(naiveMask(payload, key));

/** Parts that follow each other directly are one: they may be cut anywhere. */
function mergeParts(events: readonly ConnectionEvent[]): ConnectionEvent[] {
  const merged: ConnectionEvent[] = [];
  for (const event of events) {
    const before = merged.at(-1);
    if (event.type === 'text-part' && before?.type === 'text-part' && !before.last) {
      merged.splice(-1, 1, { ...event, data: before.data + event.data });
    } else if (event.type === 'binary-part' && before?.type === 'binary-part' && !before.last) {
      merged.splice(-1, 1, { ...event, data: join(before.data, event.data) });
    } else {
      merged.push(event);
    }
  }
  return merged;
}

interface Run {
  readonly events: readonly ConnectionEvent[];
  readonly output: string;
  readonly state: string;
  readonly transport: string;
  readonly pendingInputBytes: number;
}

/** Feeds the chunks; `pulls` says how many events are pulled behind each, all when it says nothing. */
function run(
  role: Role,
  options: Options,
  chunks: readonly Uint8Array[],
  { ends = false, pulls = [] as readonly number[] } = {},
): Run {
  const connection = connect(role, options);
  const events: ConnectionEvent[] = [];
  for (const [at, chunk] of chunks.entries()) {
    connection.receive(chunk.slice());
    for (let left = pulls[at] ?? Infinity; left > 0; left--) {
      const event = connection.nextEvent();
      if (event === null) break;
      events.push(event);
    }
  }
  if (ends) connection.receiveEnd();
  events.push(...drain(connection));
  const { state, transport, pendingInputBytes } = connection;
  const output = toHex(takeBytes(connection));
  return { events: mergeParts(events), output, state, transport, pendingInputBytes };
}

const drip = (bytes: Uint8Array) => Array.from(bytes, (byte) => Uint8Array.of(byte));

describe.each(roles)('for a %s', (role) => {
  const stream = anyStream(role);

  describe.each([
    ['whole messages', false],
    ['messages in parts', true],
  ])('with %s', (_, streamMessages) => {
    test('any cut gives the same', () => {
      fc.assert(
        fc.property(
          stream,
          connectionOptions,
          cuts,
          fc.boolean(),
          (bytes, limits, places, ends) => {
            const options = { ...limits, streamMessages };
            const expected = run(role, options, [bytes], { ends });
            expect(run(role, options, cutAt(bytes, places), { ends })).toStrictEqual(expected);
            expect(run(role, options, drip(bytes), { ends })).toStrictEqual(expected);
          },
        ),
        { numRuns: 400 },
      );
    });

    test('any time to pull gives the same', () => {
      const pulls = fc.array(fc.nat(3), { maxLength: 14 });
      fc.assert(
        fc.property(stream, connectionOptions, cuts, pulls, (bytes, limits, places, counts) => {
          const options = { ...limits, streamMessages };
          const expected = run(role, options, [bytes]);
          const late = run(role, options, cutAt(bytes, places), { pulls: counts });
          expect(late).toStrictEqual(expected);
        }),
        { numRuns: 200 },
      );
    });

    test('chunks that are handed over, and any unmask, give the same', () => {
      fc.assert(
        fc.property(stream, connectionOptions, cuts, (bytes, limits, places) => {
          const options = { ...limits, streamMessages };
          const expected = run(role, options, [bytes]);
          const chunks = cutAt(bytes, places);
          for (const unmaskInPlace of [naive, native.unmask]) {
            const owning = { ...options, unmaskInPlace, takeOwnership: true };
            expect(run(role, owning, chunks)).toStrictEqual(expected);
            expect(run(role, { ...options, unmaskInPlace }, chunks)).toStrictEqual(expected);
          }
          expect(run(role, { ...options, takeOwnership: true }, chunks)).toStrictEqual(expected);
        }),
        { numRuns: 200 },
      );
    });

    test('what goes out is legal, with one Close at most and nothing behind it', () => {
      fc.assert(
        fc.property(stream, connectionOptions, (bytes, limits) => {
          const { events } = run(role, { ...limits, streamMessages }, [bytes], { ends: true });
          const connection = connect(role, { ...limits, streamMessages });
          connection.receive(bytes);
          drain(connection);
          const frames = framesFor(peerOf(role), takeBytes(connection));
          const closes = frames.map(({ opcode }) => opcode === Opcode.Close);
          expect(closes.indexOf(true)).toBe(closes.includes(true) ? frames.length - 1 : -1);
          const types = events.map(({ type }) => type);
          expect(types.indexOf('close')).toBe(types.length - 1);
          const errorAt = types.indexOf('error');
          expect(errorAt === -1 || errorAt === types.length - 2).toBe(true);
        }),
      );
    });
  });

  test('parts put together are the whole messages', () => {
    fc.assert(
      fc.property(stream, connectionOptions, cuts, (bytes, limits, places) => {
        const chunks = cutAt(bytes, places);
        const whole = run(role, { ...limits, streamMessages: false }, chunks, { ends: true });
        const parts = run(role, { ...limits, streamMessages: true }, chunks, { ends: true });
        expect(assembled(parts.events)).toStrictEqual(whole.events);
        expect(parts).toMatchObject({
          output: whole.output,
          state: whole.state,
          transport: whole.transport,
        });
      }),
      { numRuns: 400 },
    );
  });

  test('the text in front of a byte that is not UTF-8 is delivered, all of it and nothing else', () => {
    const broken = fc
      .tuple(soundText, fc.uint8Array({ minLength: 1, maxLength: 5 }))
      .map(([text, tail]) => join(new TextEncoder().encode(text), tail))
      .filter((bytes) => platformDecode(bytes) === null);
    fc.assert(
      fc.property(broken, cuts, cuts, (bytes, fragmentPlaces, places) => {
        const fragments = cutAt(bytes, fragmentPlaces);
        const wire = join(
          ...fragments.map((fragment, at) =>
            toReceive(
              role,
              at === 0 ? Opcode.Text : Opcode.Continuation,
              fragment,
              at === fragments.length - 1,
            ),
          ),
        );
        const { events } = run(role, { streamMessages: true }, cutAt(wire, places));
        const text = events.map((event) => (event.type === 'text-part' ? event.data : '')).join('');
        expect(text).toBe(validPrefix(bytes));
        expect(events.filter(({ type }) => type !== 'text-part')).toMatchObject([
          { type: 'error', error: protocolError('text-not-utf8') },
          { type: 'close', code: 1006 },
        ]);
      }),
      { numRuns: 300 },
    );
  });
});

/** Whole messages out of parts, where the last part stands; unfinished ones are dropped. */
function assembled(events: readonly ConnectionEvent[]): ConnectionEvent[] {
  const whole: ConnectionEvent[] = [];
  let text = '';
  let bytes: Uint8Array[] = [];
  for (const event of events) {
    if (event.type === 'text-part') {
      text += event.data;
      if (!event.last) continue;
      whole.push({ type: 'text', data: text });
      text = '';
    } else if (event.type === 'binary-part') {
      bytes.push(event.data);
      if (!event.last) continue;
      whole.push({ type: 'binary', data: join(...bytes) });
      bytes = [];
    } else {
      whole.push(event);
    }
  }
  return whole;
}

/** The longest beginning that is whole characters. */
function validPrefix(bytes: Uint8Array): string {
  let length = firstImpossibleByte(bytes) ?? bytes.length;
  while (platformDecode(bytes.slice(0, length)) === null) length--;
  return platformDecode(bytes.slice(0, length)) as string;
}
