import { constants, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FramedMessage, message } from '../../../src/adapters/fast-check.js';
import { zlibCompressor } from '../../../src/adapters/node-zlib.js';
import { encodeFrame } from '../../../src/frame/encode-frame.js';
import { Opcode } from '../../../src/vocabulary/opcode.js';
import { connect, drain, peerOf } from '../../connection/drive.js';
import { hex, join, toHex } from '../../vectors/bits.js';
import { runs, sample, share, smallest } from './sampling.js';

const flush = { finishFlush: constants.Z_SYNC_FLUSH };
const isControl = ({ opcode }: { opcode: number }) => opcode >= 8;
const fragmentsOf = ({ frames }: FramedMessage) => frames.filter((frame) => !isControl(frame));

test.each(runs)(
  'a connection gives the message, and what stands between its fragments (%j)',
  (run) => {
    fc.assert(
      fc.property(message({ maxMessageBytes: 300 }), ({ from, frames, events, message: whole }) => {
        const connection = connect(peerOf(from));
        connection.receive(join(...frames.map(encodeFrame)));
        expect(drain(connection)).toStrictEqual(events);
        expect(events.at(-1)).toBe(whole);
      }),
      run,
    );
  },
);

test.each(runs)('the fragments are the message, first frame to last (%j)', (run) => {
  fc.assert(
    fc.property(message({ maxFragments: 4 }), (value) => {
      const fragments = fragmentsOf(value);
      const { data } = value.message;
      const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
      expect(toHex(join(...fragments.map(({ payload }) => payload)))).toBe(toHex(bytes));
      expect(fragments.map(({ fin }) => fin)).toStrictEqual(
        fragments.map((_, at) => at === fragments.length - 1),
      );
      expect(fragments.slice(1).every(({ opcode }) => opcode === Opcode.Continuation)).toBe(true);
      expect(fragments.length).toBeLessThanOrEqual(4);
      expect(value.frames.at(-1)).toBe(fragments.at(-1));
    }),
    run,
  );
});

test('whole ones, fragments, empty fragments, and control frames between them are reached', () => {
  const messages = sample(message());
  expect(share(messages, ({ frames }) => frames.length === 1)).toBeGreaterThan(0.2);
  expect(share(messages, (value) => fragmentsOf(value).length > 2)).toBeGreaterThan(0.2);
  const hasEmpty = (value: FramedMessage) =>
    fragmentsOf(value).length > 1 && fragmentsOf(value).some(({ payload }) => payload.length === 0);
  expect(share(messages, hasEmpty)).toBeGreaterThan(0.05);
  expect(share(messages, ({ frames }) => frames.some(isControl))).toBeGreaterThan(0.2);
  expect(share(messages, ({ message: { type } }) => type === 'text')).toBeGreaterThan(0.3);
  const cutsCharacter = (value: FramedMessage) =>
    value.message.type === 'text' &&
    fragmentsOf(value).some(({ payload, fin }) => !fin && (payload.at(-1) ?? 0) >= 0xc0);
  expect(share(messages, cutsCharacter)).toBeGreaterThan(0.02);
});

test.each([{}, { maxMessageBytes: 30 }])(
  'compressed, the fragments are what inflates to the message (%j)',
  (limit) => {
    const deflate = { compressor: zlibCompressor() };
    const values = sample(message({ deflate, controlFrames: false, ...limit }), 300);
    for (const { frames, message: whole } of values) {
      const plain = Buffer.from(whole.data);
      const wire = join(...frames.map(({ payload }) => payload));
      expect(wire.length).toBeLessThanOrEqual(limit.maxMessageBytes ?? 70_000);
      // RFC 7692 §7.2.2: four bytes were left out at the end.
      const found = frames[0]?.rsv1 ? inflateRawSync(join(wire, hex('00 00 ff ff')), flush) : wire;
      expect(toHex(found)).toBe(toHex(plain));
      expect(frames.slice(1).some(({ rsv1 }) => rsv1)).toBe(false);
    }
    expect(share(values, ({ frames }) => frames[0]?.rsv1 === true)).toBeGreaterThan(0.3);
    expect(share(values, ({ frames }) => frames[0]?.rsv1 === false)).toBeGreaterThan(0.1);
  },
);

test('options bound it', () => {
  const values = sample(
    message({ maxFragments: 1, maxMessageBytes: 3, controlFrames: false }),
    300,
  );
  expect(values.every(({ frames }) => frames.length === 1)).toBe(true);
  expect(values.every(({ frames }) => (frames[0]?.payload.length ?? 9) <= 3)).toBe(true);
  const calm = sample(message({ controlFrames: false }), 300);
  expect(calm.some(({ frames }) => frames.some(isControl))).toBe(false);
  expect(() => message({ maxFragments: 0 })).toThrow('maxFragments is 0');
});

test('a message shrinks towards one frame', () => {
  const value = smallest(message(), ({ message: whole }) => whole.data.length > 2);
  expect(value.frames).toHaveLength(1);
  expect(value.message.data).toHaveLength(3);
});
