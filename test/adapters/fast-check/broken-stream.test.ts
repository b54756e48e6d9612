import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type BrokenStream,
  type BrokenStreamOptions,
  brokenStream,
  cut,
} from '../../../src/adapters/fast-check.js';
import { zlibCompressor } from '../../../src/adapters/node-zlib.js';
import { permessageDeflate } from '../../../src/extension/permessage-deflate.js';
import { allProtocolErrors, type ViolationCode } from '../../../src/vocabulary/violation.js';
import { abnormal, connect, drain, faultClose, takeFrames } from '../../connection/drive.js';
import { faultsOf } from '../../properties/naive-frame.js';
import { legible } from '../../vectors/bits.js';
import { runs, sample, share, smallest, tally } from './sampling.js';

const codes = allProtocolErrors().map(({ code }) => code);
const deflate = permessageDeflate({ compressor: zlibCompressor() });
const [agreed] = [deflate.negotiate(deflate.offer)];

function connectionFor({ to, limits }: BrokenStream, compressed: boolean) {
  const extensions = compressed && agreed !== null ? [agreed] : [];
  return connect(to, { ...limits, extensions });
}

const kinds: [string, BrokenStreamOptions][] = [
  ['by default', {}],
  ['with rubbish at once', { whole: false }],
  ['with permessage-deflate', { deflate: true }],
  ['under small limits', { maxPayloadBytes: 40, maxMessageBytes: 100, maxFragments: 3 }],
  [
    'where messages are smaller than frames',
    { maxPayloadBytes: 300, maxMessageBytes: 20, maxFragments: 9 },
  ],
  ['under tiny limits', { maxPayloadBytes: 2, maxMessageBytes: 1, maxFragments: 1 }],
  ['where nothing may have a payload', { maxPayloadBytes: 0, maxMessageBytes: 0, maxFragments: 2 }],
];

describe.each(kinds)('a broken stream %s', (_name, options) => {
  const compressed = options.deflate ?? false;

  test.each(runs)('ends with the error that was promised, however it is cut (%j)', (run) => {
    fc.assert(
      fc.property(brokenStream(options), cut(), (stream, way) => {
        const connection = connectionFor(stream, compressed);
        const events = way(stream).flatMap((chunk) => {
          connection.receive(chunk);
          return drain(connection);
        });
        const promised = [...stream.events, { type: 'error', error: stream.error }, abnormal];
        expect(legible(events)).toStrictEqual(legible(promised));
        expect(takeFrames(connection, stream.to).at(-1)).toStrictEqual(
          faultClose(stream.error.code),
        );
      }),
      run,
    );
  });

  test.each(runs)(
    'is found with the byte that was promised, not before and not later (%j)',
    (run) => {
      fc.assert(
        fc.property(brokenStream({ ...options, maxMessages: 1 }), (stream) => {
          const connection = connectionFor(stream, compressed);
          const { bytes, judgedAfter, error } = stream;
          const start = Math.max(0, judgedAfter - 40);
          connection.receive(bytes.slice(0, start));
          const found = [...bytes.slice(start)].findIndex((byte, at) => {
            const before = at === 0 ? drain(connection) : [];
            expect(before.some(({ type }) => type === 'error')).toBe(false);
            connection.receive(Uint8Array.of(byte));
            return drain(connection).some(
              (event) => event.type === 'error' && event.error.code === error.code,
            );
          });
          expect(start + found + 1).toBe(judgedAfter);
        }),
        run,
      );
    },
  );

  test.each(runs)(
    'is wrong by a second reading of the RFC too, where one frame shows it (%j)',
    (run) => {
      fc.assert(
        fc.property(
          brokenStream(options),
          ({ bytes, boundaries, to, limits, error, judgedAfter }) => {
            const inFront = boundaries.filter((at) => at < judgedAfter);
            const rules = {
              role: to,
              maxPayloadBytes: limits.maxPayloadBytes,
              allowedRsv: compressed ? 4 : 0,
            };
            const faults = inFront.map(
              (at) => faultsOf(bytes.slice(at, Math.min(at + 14, judgedAfter)), rules, 0)[0],
            );
            expect(faults.slice(0, -1).every((fault) => fault === undefined)).toBe(true);
            const last = faults.at(-1);
            if (last === undefined) return;
            expect(last.code).toBe(error.code);
            expect((inFront.at(-1) ?? 0) + last.at + 1).toBe(judgedAfter);
          },
        ),
        run,
      );
    },
  );
});

/** What no stream can show without more being agreed on or asked for. */
const rare: ViolationCode[] = ['too-many-fragments', 'compressed-data-invalid'];

test('every violation is reached from every sender that can commit it', () => {
  for (const from of ['client', 'server'] as const) {
    const notMine = from === 'client' ? 'mask-unexpected' : 'mask-missing';
    const found = tally(sample(brokenStream({ from })), ({ error }) => error.code);
    const expected = codes.filter((code) => code !== notMine && !rare.includes(code));
    expect([...found.keys()].sort()).toStrictEqual([...expected].sort());
    expect(Math.min(...found.values())).toBeGreaterThan(60);
  }
});

test('all of them are, with deflate and a limit of fragments', () => {
  const streams = sample(brokenStream({ deflate: true, maxFragments: 5 }));
  expect(tally(streams, ({ error }) => error.code).size).toBe(codes.length);
});

test('faults stand inside messages, behind others, and at the very beginning', () => {
  const streams = sample(brokenStream());
  expect(share(streams, ({ events }) => events.length === 0)).toBeGreaterThan(0.1);
  expect(share(streams, ({ events }) => events.length > 2)).toBeGreaterThan(0.1);
  const continues = ({ bytes, boundaries, judgedAfter }: BrokenStream) => {
    const first = bytes[boundaries.filter((at) => at < judgedAfter).at(-2) ?? -1] ?? 0x80;
    return first < 0x80;
  };
  expect(share(streams, continues)).toBeGreaterThan(0.1);
  expect(
    share(streams, ({ bytes, judgedAfter }) => bytes.length > judgedAfter + 20),
  ).toBeGreaterThan(0.3);
});

test('too many fragments come however many that is, when they are asked for', () => {
  const [stream] = sample(
    brokenStream({ violations: ['too-many-fragments'], from: 'server', maxMessages: 0 }),
    1,
  );
  expect(stream?.error.closeCode).toBe(1008);
  expect(stream?.judgedAfter).toBe(2 * 131_072 + 1);
});

test('only the violations that are asked for come', () => {
  const streams = sample(brokenStream({ violations: ['mask-missing', 'text-not-utf8'] }), 300);
  expect(
    [...tally(streams, ({ error, from }) => `${error.code} from a ${from}`).keys()].sort(),
  ).toStrictEqual([
    'mask-missing from a client',
    'text-not-utf8 from a client',
    'text-not-utf8 from a server',
  ]);
});

test('a caller that asks for nonsense is told', () => {
  expect(() => brokenStream({ violations: ['mask-missing'], from: 'server' })).toThrow(
    'mask-missing',
  );
  expect(() => brokenStream({ violations: ['no-such' as 'mask-missing'] })).toThrow(
    'no violation no-such',
  );
  expect(() => brokenStream({ maxFragments: 0 })).toThrow(RangeError);
  expect(() => brokenStream({ deflate: 1 as unknown as boolean })).toThrow(TypeError);
});

test('a stream shrinks towards the violation alone', () => {
  const { bytes, events } = smallest(brokenStream({ violations: ['reserved-opcode'] }), () => true);
  expect(events).toStrictEqual([]);
  expect(bytes.length).toBeLessThanOrEqual(6);
});
