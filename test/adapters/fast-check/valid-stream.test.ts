import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cut, type ValidStream, validStream } from '../../../src/adapters/fast-check.js';
import type { Connection } from '../../../src/connection/connection.js';
import type { ConnectionEvent } from '../../../src/connection/connection-event.js';
import { FrameDecoder } from '../../../src/frame/frame-decoder.js';
import { connect, drain } from '../../connection/drive.js';
import { extentOf, faultsOf, naiveMask } from '../../properties/naive-frame.js';
import { legible } from '../../vectors/bits.js';
import { runs, sample, share, smallest, tally } from './sampling.js';

/** What comes of chunks, and of the end behind them. */
function eventsOf(connection: Connection, chunks: readonly Uint8Array[]): ConnectionEvent[] {
  const events = chunks.flatMap((chunk) => {
    connection.receive(chunk);
    return drain(connection);
  });
  connection.receiveEnd();
  return [...events, ...drain(connection)];
}

test.each(runs)('a connection gives what was promised, however it is cut (%j)', (run) => {
  fc.assert(
    fc.property(validStream({ maxMessageBytes: 400 }), cut(), (stream, way) => {
      const events = eventsOf(connect(stream.to), way(stream));
      expect(legible(events)).toStrictEqual(legible(stream.events));
    }),
    run,
  );
});

test.each(runs)('each event comes with the byte that it was promised for (%j)', (run) => {
  fc.assert(
    fc.property(validStream({ maxMessageBytes: 40, maxMessages: 4 }), (stream) => {
      const connection = connect(stream.to);
      const seen = [...stream.bytes].flatMap((byte, at) => {
        connection.receive(Uint8Array.of(byte));
        return drain(connection).map((event) => ({ event, after: at + 1 }));
      });
      const ended = stream.end === 'close' ? stream.arrivals : stream.arrivals.slice(0, -1);
      expect(seen).toStrictEqual(ended);
      expect(stream.events).toStrictEqual(stream.arrivals.map(({ event }) => event));
    }),
    run,
  );
});

test.each(runs)('a second reading of the RFC finds the same frames and no fault (%j)', (run) => {
  fc.assert(
    fc.property(validStream({ maxMessageBytes: 400 }), (stream) => {
      const { bytes, boundaries, frames, to } = stream;
      for (const [at, start] of boundaries.entries()) {
        const rest = bytes.slice(start);
        expect(faultsOf(rest, { role: to }, 16_777_216)).toStrictEqual([]);
        const extent = extentOf(rest);
        const frame = frames[at];
        if (frame === undefined) {
          // Cut short: the last of them, and not all of it is there.
          expect(at).toBe(boundaries.length - 1);
          expect(extent === null || extent.frame > BigInt(rest.length)).toBe(true);
          continue;
        }
        if (extent === null) throw new Error('no frame');
        const end = Number(extent.frame);
        expect(start + end).toBe(boundaries[at + 1] ?? bytes.length);
        const key = rest.slice(extent.header - 4, extent.header);
        const body = rest.slice(extent.header, end);
        const payload = to === 'server' ? naiveMask(body, key) : body;
        expect(legible(payload)).toBe(legible(frame.payload));
        expect((rest[0] as number) & 15).toBe(frame.opcode);
      }
    }),
    run,
  );
});

test.each(runs)('a decoder gives the frames (%j)', (run) => {
  fc.assert(
    fc.property(validStream({ maxMessageBytes: 400 }), cut(), (stream, way) => {
      const decoder = new FrameDecoder({ role: stream.to });
      const frames = way(stream).flatMap((chunk) => {
        decoder.push(chunk);
        const found = [];
        for (let r = decoder.next(); r.status !== 'incomplete'; r = decoder.next()) {
          if (r.status === 'invalid') throw new Error(r.error.code);
          found.push(legible(r.value));
        }
        return found;
      });
      const promised = stream.frames.map(({ maskingKey, ...frame }) => legible(frame));
      expect(frames).toEqual(promised);
    }),
    run,
  );
});

test('both senders, all ends, all events and long messages are reached', () => {
  const streams = sample(validStream());
  const events = streams.flatMap((stream) => stream.events);
  expect([...tally(events, ({ type }) => type).keys()].sort()).toStrictEqual([
    'binary',
    'close',
    'ping',
    'pong',
    'text',
  ]);
  for (const from of ['client', 'server']) {
    for (const end of ['close', 'between', 'inside']) {
      const of = (stream: ValidStream) => stream.from === from && stream.end === end;
      expect(share(streams, of)).toBeGreaterThan(0.1);
    }
  }
  expect(share(streams, ({ bytes }) => bytes.length > 65_536)).toBeGreaterThan(0.01);
  const isCutInFrame = ({ end, frames, boundaries }: ValidStream) =>
    end === 'inside' && boundaries.length > frames.length;
  expect(share(streams, isCutInFrame)).toBeGreaterThan(0.2);
  const codes = new Set(events.flatMap((event) => (event.type === 'close' ? [event.code] : [])));
  for (const code of [1000, 1005, 1006, 1011, 3000, 4999]) expect(codes).toContain(code);
});

test('options choose the sender and the end', () => {
  const streams = sample(validStream({ from: 'server', end: 'close', maxMessages: 0 }), 50);
  expect(streams.every(({ to, events }) => to === 'client' && events.length === 1)).toBe(true);
  expect(() => validStream({ end: 'never' as 'close' })).toThrow('end is never');
});

test('a stream shrinks towards few short frames', () => {
  const stream = smallest(validStream(), ({ events }) =>
    events.some(({ type }) => type === 'ping'),
  );
  expect(stream.frames.length).toBeLessThanOrEqual(4);
  expect(stream.bytes.length).toBeLessThan(40);
});
