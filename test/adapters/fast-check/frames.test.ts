import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyFor } from '../../../src/adapters/fast-check/frames.js';
import {
  closeCode,
  controlFrame,
  dataFrame,
  type FrameValue,
  frame,
  maskingKey,
} from '../../../src/adapters/fast-check.js';
import { decodeClosePayload } from '../../../src/frame/close-payload.js';
import { decodeFrame } from '../../../src/frame/decode-frame.js';
import { encodeFrame } from '../../../src/frame/encode-frame.js';
import { isValidCloseCode } from '../../../src/vocabulary/close-code.js';
import { Opcode } from '../../../src/vocabulary/opcode.js';
import { extentOf, faultsOf, writeFrame } from '../../properties/naive-frame.js';
import { toHex } from '../../vectors/bits.js';
import { runs, sample, share, smallest, tally } from './sampling.js';

const header = (value: FrameValue) => ({ ...value, payloadLength: value.payload.length });
const rsvOf = ({ rsv1, rsv2, rsv3 }: FrameValue) =>
  (rsv1 ? 4 : 0) | (rsv2 ? 2 : 0) | (rsv3 ? 1 : 0);
const roles = fc.constantFrom('client' as const, 'server' as const);

test.each(runs)('a frame passes the rules of whom it is sent to, by two readings (%j)', (run) => {
  const drawn = fc
    .tuple(roles, fc.nat(7), fc.oneof(fc.nat(130), fc.constant(70_000)))
    .chain(([from, allowedRsv, maxPayloadBytes]) =>
      fc.tuple(
        fc.constant({ from, allowedRsv, maxPayloadBytes }),
        frame({ from, allowedRsv, maxPayloadBytes }),
      ),
    );
  fc.assert(
    fc.property(drawn, ([{ from, allowedRsv, maxPayloadBytes }, value]) => {
      const wire = encodeFrame(value);
      const rules = {
        role: from === 'client' ? 'server' : 'client',
        allowedRsv,
        maxPayloadBytes,
      } as const;
      const result = decodeFrame(wire, rules);
      if (result.status !== 'complete') throw new Error(JSON.stringify(result));
      expect(toHex(result.value.payload)).toBe(toHex(value.payload));
      expect(toHex(wire)).toBe(toHex(writeFrame(header(value), undefined, value.payload)));
      expect(faultsOf(wire, rules, maxPayloadBytes)).toStrictEqual([]);
      expect(extentOf(wire)?.frame).toBe(BigInt(wire.length));
    }),
    run,
  );
});

test.each(runs)('texts are UTF-8, whole ones and beginnings, and Closes are right (%j)', (run) => {
  fc.assert(
    fc.property(frame(), ({ opcode, fin, payload }) => {
      if (opcode === Opcode.Text) {
        const decoder = new TextDecoder('utf-8', { fatal: true });
        expect(decoder.decode(payload, { stream: !fin })).toBeTypeOf('string');
      }
      if (opcode === Opcode.Close) expect(decodeClosePayload(payload).status).toBe('complete');
      expect(opcode < 8 || (fin && payload.length <= 125)).toBe(true);
    }),
    run,
  );
});

test('all opcodes, fragments, masks and lengths are reached', () => {
  const frames = sample(frame({ allowedRsv: 7 }));
  expect([...tally(frames, ({ opcode }) => opcode).keys()].sort((a, b) => a - b)).toStrictEqual([
    0, 1, 2, 8, 9, 10,
  ]);
  expect(share(frames, ({ fin }) => !fin)).toBeGreaterThan(0.2);
  expect(share(frames, ({ maskingKey: key }) => key === null)).toBeGreaterThan(0.3);
  expect(share(frames, ({ maskingKey: key }) => key !== null)).toBeGreaterThan(0.3);
  expect(share(frames, ({ payload }) => payload.length > 65_535)).toBeGreaterThan(0.01);
  expect(share(frames, ({ payload }) => payload.length === 0)).toBeGreaterThan(0.03);
  expect(new Set(frames.map(rsvOf)).size).toBe(8);
  const cutText = ({ opcode, fin, payload }: FrameValue) =>
    opcode === Opcode.Text && !fin && (payload.at(-1) ?? 0) >= 0xc0;
  expect(share(frames, cutText)).toBeGreaterThan(0.005);
});

test('no reserved bit is set unless it is allowed, and only on Text and Binary', () => {
  expect(new Set(sample(frame(), 500).map(rsvOf))).toStrictEqual(new Set([0]));
  const allowed = sample(dataFrame({ allowedRsv: 5 }), 500);
  expect(new Set(allowed.map(rsvOf))).toStrictEqual(new Set([0, 1, 4, 5]));
  const marked = allowed.filter((value) => rsvOf(value) !== 0);
  expect(marked.every(({ opcode }) => opcode !== Opcode.Continuation)).toBe(true);
});

test('control frames reach 125 bytes, and Closes with a code and without', () => {
  const frames = sample(controlFrame({ from: 'server' }));
  expect(frames.every(({ maskingKey: key }) => key === null)).toBe(true);
  expect(
    frames.some(({ opcode, payload }) => opcode === Opcode.Ping && payload.length === 125),
  ).toBe(true);
  const closes = frames.filter(({ opcode }) => opcode === Opcode.Close);
  expect(share(closes, ({ payload }) => payload.length === 0)).toBeGreaterThan(0.05);
  expect(share(closes, ({ payload }) => payload.length === 125)).toBeGreaterThan(0.01);
});

test('a key is four bytes, and all zeros now and then', () => {
  const keys = sample(maskingKey());
  expect(keys.every(({ length }) => length === 4)).toBe(true);
  expect(share(keys, (key) => key.every((byte) => byte === 0))).toBeGreaterThan(0.03);
});

test('a frame is given a key where a client sends it, and nowhere else', () => {
  expect(sample(keyFor('client'), 100).every((key) => key?.length === 4)).toBe(true);
  expect(new Set(sample(keyFor('server'), 100))).toStrictEqual(new Set([null]));
});

test('close codes are all that may be on the wire', () => {
  const codes = sample(closeCode());
  expect(codes.every(isValidCloseCode)).toBe(true);
  for (const code of [1000, 1003, 1007, 1014, 3000, 3999, 4000, 4999])
    expect(codes).toContain(code);
});

test('a frame shrinks towards an empty one', () => {
  const value = smallest(frame(), ({ payload }) => payload.length > 3);
  expect(value.payload).toHaveLength(4);
});

test('a caller that asks for nonsense is told', () => {
  expect(() => frame({ maxPayloadBytes: -1 })).toThrow('maxPayloadBytes is -1');
  expect(() => dataFrame({ allowedRsv: 8 })).toThrow(RangeError);
  expect(() => frame({ from: 'proxy' as 'client' })).toThrow('from is "proxy"');
});
