import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RandomSource } from '../../src/bytes/random.js';
import { decodeFrame } from '../../src/frame/decode-frame.js';
import { encodeFrame } from '../../src/frame/encode-frame.js';
import {
  FrameEncoder,
  type FrameEncoderOptions,
  type UnmaskedFrameInit,
} from '../../src/frame/frame-encoder.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { anyText, legalFrame } from '../properties/arbitraries.js';
import { hex, noise, repeat, sameBytes } from '../vectors/bits.js';

const { Text, Binary, Ping } = Opcode;
const roles = ['client', 'server'] as const;

/** Keys that count, so that each frame's can be foretold. */
function countingKeys(): RandomSource {
  let key = 0;
  return (target) => {
    const words = new Uint32Array(target.buffer, target.byteOffset, target.length / 4);
    for (let at = 0; at < words.length; at++) words[at] = ++key;
  };
}

const keyNumber = (count: number) => new Uint8Array(Uint32Array.of(count).buffer);

describe.each(roles)('a %s', (role) => {
  const encoderOf = () => new FrameEncoder({ role, random: countingKeys() });
  const maskingKey = (count: number) => (role === 'client' ? keyNumber(count) : null);

  test('encodes what encodeFrame does with the same keys, and every result stays as it is', () => {
    const payload = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      anyText,
      fc.integer({ min: 1900, max: 5000 }).map((length) => noise(length)),
      fc.nat(3000).map((length) => 'é'.repeat(length)),
      fc.nat(9000).map((length) => 'a'.repeat(length)),
    );
    const frame = fc.record({ payload, fin: fc.boolean(), rsv1: fc.boolean() });
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 60 }), (frames) => {
        const encoder = encoderOf();
        const results = frames.map((it) => encoder.encode({ opcode: Binary, ...it }));
        for (const [at, it] of frames.entries()) {
          const init = { opcode: Binary, ...it, maskingKey: maskingKey(at + 1) };
          expect(sameBytes(results[at] ?? hex(''), encodeFrame(init))).toBe(true);
        }
      }),
    );
  });

  test('encodes every legal frame', () => {
    fc.assert(
      fc.property(legalFrame, ({ maskingKey: _, ...frame }) => {
        const init = { ...frame, maskingKey: maskingKey(1) };
        expect(sameBytes(encoderOf().encode(frame), encodeFrame(init))).toBe(true);
      }),
    );
  });

  test('writes into memory that is there', () => {
    const encoder = encoderOf();
    const target = repeat(0xa5, 200);
    const end = encoder.encodeInto({ opcode: Text, payload: 'Hello' }, target, 3);
    const init = { opcode: Text, payload: 'Hello', maskingKey: maskingKey(1) };
    expect(target.slice(3, end)).toStrictEqual(encodeFrame(init));
    expect(encoder.encodeInto({ opcode: Ping }, target)).toBe(role === 'client' ? 6 : 2);
    expect(() => encoder.encodeInto({ opcode: Binary, payload: noise(200) }, target)).toThrow(
      'has room for 200 at offset 0',
    );
    expect(() => encoder.encodeInto({ opcode: Text }, target, 201)).toThrow(RangeError);
    expect(() => encoder.encodeInto({ opcode: Text }, [] as unknown as Uint8Array)).toThrow(
      TypeError,
    );
  });

  test('lets short frames share memory, and no others', () => {
    const encoder = encoderOf();
    const first = encoder.encode({ opcode: Text, payload: 'a' });
    const second = encoder.encode({ opcode: Binary, payload: noise(1900) });
    expect(second.buffer).toBe(first.buffer);
    expect(first.buffer.byteLength).toBe(8192);
    for (const payload of [noise(2048), noise(100_000), 'a'.repeat(3000)]) {
      const own = encoder.encode({ opcode: Binary, payload });
      expect(own.buffer.byteLength).toBe(own.length);
    }
    expect(encoder.encode({ opcode: Text }).buffer).toBe(first.buffer);
    expect(encoderOf().encode({ opcode: Text }).buffer).not.toBe(first.buffer);
  });

  test.each([
    ['bytes', noise(2034), true],
    ['bytes', noise(2035), false],
    ['text', 'a'.repeat(1360), true],
    ['text', 'a'.repeat(1361), false],
  ])('of %s as long as this one: %#', (_, payload, isShared) => {
    const wire = encoderOf().encode({ opcode: Binary, payload });
    expect(wire.buffer.byteLength).toBe(isShared ? 8192 : wire.length);
  });

  test('goes on when the memory of a result was transferred away', () => {
    const encoder = encoderOf();
    const first = encoder.encode({ opcode: Text, payload: 'a' });
    structuredClone(null, { transfer: [first.buffer as ArrayBuffer] });
    const second = encoder.encode({ opcode: Text, payload: 'b' });
    const init = { opcode: Text, payload: 'b', maskingKey: maskingKey(2) };
    expect(second).toStrictEqual(encodeFrame(init));
  });

  test('takes an earlier result as a payload', () => {
    const encoder = encoderOf();
    const first = encoder.encode({ opcode: Text, payload: 'Hello' });
    const kept = first.slice();
    const second = encoder.encode({ opcode: Binary, payload: first });
    const init = { opcode: Binary, payload: kept, maskingKey: maskingKey(2) };
    expect(second).toStrictEqual(encodeFrame(init));
    expect(first).toStrictEqual(kept);
  });

  test.each<[string, object | null | undefined, typeof TypeError | typeof RangeError, string]>([
    ['nothing', undefined, TypeError, 'undefined'],
    [
      'a masking key',
      { opcode: Text, maskingKey: noise(4) },
      TypeError,
      'a FrameEncoder chooses the masking keys; encodeFrame takes one',
    ],
    ['opcode 3', { opcode: 3 }, RangeError, 'opcode 3 is reserved'],
    ['fin 1', { opcode: Text, fin: 1 }, TypeError, 'fin must be a boolean'],
    ['a fragmented ping', { opcode: Ping, fin: false }, RangeError, 'must not be fragmented'],
    ['a long ping', { opcode: Ping, payload: 'é'.repeat(63) }, RangeError, '126 bytes'],
    ['a payload of 5', { opcode: Text, payload: 5 }, TypeError, 'payload must be a Uint8Array'],
  ])('refuses %s, and has drawn no key', (_, frame, type, message) => {
    const encoder = encoderOf();
    expect(() => encoder.encode(frame as UnmaskedFrameInit)).toThrow(type);
    expect(() => encoder.encode(frame as UnmaskedFrameInit)).toThrow(message);
    expect(() => encoder.encodeInto(frame as UnmaskedFrameInit, noise(500))).toThrow(type);
    const init = { opcode: Text, maskingKey: maskingKey(1) };
    expect(encoder.encode({ opcode: Text })).toStrictEqual(encodeFrame(init));
  });
});

test.each([
  [26, true],
  [27, false],
])('memory is used to its end: of 40 bytes %i and a header may come (%s)', (length, expected) => {
  const encoder = new FrameEncoder({ role: 'server' });
  const wires = [2034, 2034, 2034, 2034, length].map((size) =>
    encoder.encode({ opcode: Binary, payload: noise(size) }),
  );
  expect(wires[3]?.buffer).toBe(wires[0]?.buffer);
  expect(wires[4]?.buffer === wires[0]?.buffer).toBe(expected);
});

test('without a source of its own a client masks with random keys, and a server needs none', () => {
  const client = new FrameEncoder({ role: 'client' });
  const keys = new Set<string>();
  for (let count = 0; count < 1000; count++) {
    const result = decodeFrame(client.encode({ opcode: Text, payload: 'a' }), { role: 'server' });
    if (result.status === 'complete') keys.add(String(result.value.maskingKey));
  }
  // Two of a thousand random keys are the same once in about 8600 times; ten never.
  expect(keys.size).toBeGreaterThan(990);
  expect(new FrameEncoder({ role: 'server' }).encode({ opcode: Text })).toStrictEqual(hex('8100'));
});

describe('a random source', () => {
  test('that throws leaves nothing written, and is asked again', () => {
    let isDry = true;
    const fill = countingKeys();
    const encoder = new FrameEncoder({
      role: 'client',
      random(target) {
        if (isDry) throw new Error('no entropy');
        fill(target);
      },
    });
    const target = repeat(0xa5, 50);
    expect(() => encoder.encode({ opcode: Text, payload: 'a' })).toThrow('no entropy');
    expect(() => encoder.encodeInto({ opcode: Text, payload: 'a' }, target)).toThrow('no entropy');
    expect(target).toStrictEqual(repeat(0xa5, 50));
    isDry = false;
    const init = { opcode: Text, payload: 'a', maskingKey: keyNumber(1) };
    expect(encoder.encode({ opcode: Text, payload: 'a' })).toStrictEqual(encodeFrame(init));
  });

  test('may encode as well: no result is written over, and no key used twice', () => {
    const results: { wire: Uint8Array; text: string }[] = [];
    const fill = countingKeys();
    let depth = 0;
    const encoder: FrameEncoder = new FrameEncoder({
      role: 'client',
      random(target) {
        if (depth++ < 3) encode(`inside ${depth}`);
        fill(target);
      },
    });
    const encode = (text: string) =>
      results.push({ wire: encoder.encode({ opcode: Text, payload: text }), text });
    for (let count = 0; count < 40; count++) encode(`outside ${count}`);
    const keys = new Set<string>();
    for (const { wire, text } of results) {
      const result = decodeFrame(wire, { role: 'server' });
      if (result.status !== 'complete') throw new Error('no frame');
      expect(new TextDecoder().decode(result.value.payload)).toBe(text);
      keys.add(String(result.value.maskingKey));
    }
    expect(results.length).toBe(43);
    expect(keys.size).toBe(43);
  });
});

test.each<[string, unknown, string]>([
  ['no options', undefined, 'options must be an object'],
  ['null', null, 'options must be an object'],
  ['no role', {}, 'role is undefined'],
  ['another role', { role: 'proxy' }, 'role is "proxy"'],
  [
    'a random source that is no function',
    { role: 'client', random: 5 },
    'random must be a function',
  ],
  ['simd 1', { role: 'client', simd: 1 }, 'simd must be a boolean'],
])('%s is a TypeError', (_, options, message) => {
  const make = () => new FrameEncoder(options as FrameEncoderOptions);
  expect(make).toThrow(TypeError);
  expect(make).toThrow(message);
});
