import { describe, expect, test } from 'vitest';
import { FrameDecoder, type FrameDecoderOptions } from '../../src/frame/frame-decoder.js';
import { simdMask } from '../../src/frame/mask-simd.js';
import type { FrameVisitor } from '../../src/frame/visit-frames.js';
import { FrameFlag } from '../../src/vocabulary/frame-flag.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { protocolError } from '../../src/vocabulary/violation.js';
import { naiveMask } from '../properties/naive-frame.js';
import { hex, join, noise, toHex } from '../vectors/bits.js';

const KEY = hex('37 fa 21 3d');
const hello = hex('81 85 37fa213d 7f9f4d5158');

/** A masked binary frame of up to 125 bytes. */
const binary = (payload: Uint8Array) =>
  join(Uint8Array.of(0x82, 0x80 | payload.length), KEY, naiveMask(payload, KEY));

/** So many that they are unmasked together. */
const many = Array.from({ length: 100 }, (_, seed) => noise(16, seed));
const stream = join(...many.map(binary));

function decoderOf(bytes: Uint8Array, options: FrameDecoderOptions = {}): FrameDecoder {
  const decoder = new FrameDecoder({ role: 'server', ...options });
  decoder.push(bytes);
  return decoder;
}

/** What a visitor was given, as hexadecimal. */
function collecting(): { payloads: string[]; visit: FrameVisitor } {
  const payloads: string[] = [];
  return {
    payloads,
    visit: (_, _flags, bytes, start, end) => payloads.push(toHex(bytes.slice(start, end))),
  };
}

test('a visitor gets the opcode, the flags, the bytes and the range of the payload', () => {
  const frames: unknown[] = [];
  const decoder = decoderOf(join(hello, hex('42 80 00000000')), { allowedRsv: 4 });
  const result = decoder.drain((opcode, flags, bytes, start, end) => {
    frames.push([opcode, flags, toHex(bytes.slice(start, end))]);
  });
  expect(frames).toStrictEqual([
    [Opcode.Text, FrameFlag.Fin, '48656c6c6f'],
    [Opcode.Binary, FrameFlag.Rsv1, ''],
  ]);
  expect(result).toStrictEqual({ status: 'incomplete', bytesNeeded: 2 });
});

describe.each([
  ['many small frames', 100],
  ['a single frame', 1],
])('of %s', (_, count) => {
  const payloads = many.slice(0, count);
  const wire = join(...payloads.map(binary));

  test.each(simdMask === null ? [false] : [true, false])(
    'all are visited in order, with simd: %s',
    (simd) => {
      const { payloads: seen, visit } = collecting();
      const decoder = decoderOf(join(wire, hex('82')), { simd });
      expect(decoder.drain(visit)).toStrictEqual({ status: 'incomplete', bytesNeeded: 1 });
      expect(seen).toStrictEqual(payloads.map(toHex));
    },
  );

  test('those in front of a fault are visited, and the fault stays', () => {
    const { payloads: seen, visit } = collecting();
    const decoder = decoderOf(join(wire, hex('83 80 00000000'), hello));
    const fault = { status: 'invalid', error: protocolError('reserved-opcode') };
    expect(decoder.drain(visit)).toStrictEqual(fault);
    expect(decoder.drain(visit)).toStrictEqual(fault);
    expect(decoder.next()).toStrictEqual(fault);
    expect(seen).toStrictEqual(payloads.map(toHex));
  });
});

test.each<[string, Uint8Array, FrameDecoderOptions, Parameters<typeof protocolError>[0]]>([
  ['a frame that is too long', binary(noise(17)), { maxPayloadBytes: 16 }, 'payload-too-big'],
  ['a frame without a mask', hex('82 00'), {}, 'mask-missing'],
  ['a bit that nobody uses', hex('c2 80 00000000'), {}, 'reserved-bit-set'],
  ['a ping in pieces', hex('09 80 00000000'), {}, 'control-frame-fragmented'],
  ['a length in too long a form', hex('82 fe 0010 00000000'), {}, 'length-not-minimal'],
])('%s among many is refused', (_, wire, options, code) => {
  const { payloads, visit } = collecting();
  const decoder = decoderOf(join(stream, wire, stream), options);
  expect(decoder.drain(visit)).toStrictEqual({ status: 'invalid', error: protocolError(code) });
  expect(payloads).toStrictEqual(many.map(toHex));
});

test.each([1, 2, 99])('a visitor that returns false stops behind its frame: %i', (count) => {
  const decoder = decoderOf(stream);
  let seen = 0;
  const result = decoder.drain(() => ++seen < count);
  expect(result).toStrictEqual({ status: 'complete', value: count, bytesRead: count * 22 });
  expect(decoder.next()).toMatchObject({ value: { payload: many[count] } });
  const { payloads, visit } = collecting();
  expect(decoder.drain(visit).status).toBe('incomplete');
  expect(payloads).toStrictEqual(many.slice(count + 1).map(toHex));
});

test.each([undefined, null, 0, '', true])('anything but false goes on: %o', (answer) => {
  let seen = 0;
  const result = decoderOf(stream).drain(() => {
    seen++;
    return answer;
  });
  expect([result.status, seen]).toStrictEqual(['incomplete', 100]);
});

test.each([1, 50, 100])('when the visitor throws, the decoder goes on behind frame %i', (count) => {
  const decoder = decoderOf(stream);
  const mistake = new Error('mine');
  let seen = 0;
  const failing = () =>
    decoder.drain(() => {
      if (++seen === count) throw mistake;
    });
  expect(failing).toThrow(mistake);
  const { payloads, visit } = collecting();
  expect(decoder.drain(visit).status).toBe('incomplete');
  expect(payloads).toStrictEqual(many.slice(count).map(toHex));
});

describe('inside a visitor', () => {
  test.each(['next', 'nextPart', 'drain'] as const)('%s of the same decoder throws', (name) => {
    const decoder = decoderOf(stream);
    const inner: unknown[] = [];
    decoder.drain(() => {
      expect(() => decoder[name](() => {})).toThrow(
        new TypeError(`${name}() called inside a visitor of the same decoder`),
      );
      inner.push(name);
    });
    expect(inner.length).toBe(100);
    expect(decoder.next().status).toBe('incomplete');
  });

  test('another decoder may be read', () => {
    const outer: string[] = [];
    const inner: string[] = [];
    decoderOf(stream).drain((_, _flags, bytes, start, end) => {
      const { payloads, visit } = collecting();
      decoderOf(stream).drain(visit);
      inner.push(...payloads);
      outer.push(toHex(bytes.slice(start, end)));
    });
    expect(outer).toStrictEqual(many.map(toHex));
    expect(inner).toStrictEqual(many.flatMap(() => many.map(toHex)));
  });

  test.each([10, 600])('what is pushed comes behind what is there: %i bytes', (size) => {
    const decoder = decoderOf(stream);
    const more = Array.from({ length: 20 }, (_, seed) => noise(size > 100 ? 90 : 4, seed + 500));
    const chunks: Uint8Array[] = [];
    const wire = join(...more.map(binary));
    for (let at = 0; at < wire.length; at += size) chunks.push(wire.slice(at, at + size));
    const seen: string[] = [];
    const result = decoder.drain((_, _flags, bytes, start, end) => {
      const chunk = chunks.shift();
      if (chunk !== undefined) decoder.push(chunk);
      seen.push(toHex(bytes.slice(start, end)));
    });
    expect(result.status).toBe('incomplete');
    expect(seen).toStrictEqual([...many, ...more].map(toHex));
  });
});

test('in the middle of a frame in parts it throws, at its end it goes on', () => {
  const decoder = decoderOf(hello.subarray(0, 8));
  expect(decoder.nextPart().status).toBe('complete');
  const { payloads, visit } = collecting();
  expect(() => decoder.drain(visit)).toThrow(
    new TypeError('drain() called in the middle of a frame in parts'),
  );
  decoder.push(join(hello.subarray(8), hello));
  expect(decoder.nextPart()).toMatchObject({ value: { last: true } });
  expect(decoder.drain(visit).status).toBe('incomplete');
  expect(payloads).toStrictEqual(['48656c6c6f']);
});

test('anything but a function is refused', () => {
  const decoder = decoderOf(stream);
  for (const visit of [undefined, null, {}, 'visit']) {
    const drain = () => decoder.drain(visit as unknown as FrameVisitor);
    expect(drain).toThrow(TypeError);
    expect(drain).toThrow('visit must be a function');
  }
  expect(decoder.next().status).toBe('complete');
});

test('next and nextPart take over what the other has collected of a long frame', () => {
  const payload = noise(100_000);
  const header = join(hex('82 ff 00000000'), hex('00 01 86 a0'), KEY);
  const wire = join(header, naiveMask(payload, KEY), hello);
  const decoder = decoderOf(wire.subarray(0, 40_000));
  expect(decoder.next()).toStrictEqual({ status: 'incomplete', bytesNeeded: 60_014 });
  decoder.push(wire.subarray(40_000, 70_000));
  const first = decoder.nextPart();
  expect(first).toMatchObject({ value: { offset: 0, last: false } });
  const parts = [first, decoder.nextPart()];
  decoder.push(wire.subarray(70_000));
  parts.push(decoder.nextPart());
  const pieces = parts.flatMap((part) => (part.status === 'complete' ? [part.value.payload] : []));
  expect(toHex(join(...pieces))).toBe(toHex(payload));
  expect(decoder.next()).toMatchObject({ value: { opcode: Opcode.Text } });
});

test('frames that came one by one are counted as well', () => {
  const decoder = decoderOf(join(hello, hello));
  let seen = 0;
  const result = decoder.drain(() => ++seen < 2);
  expect(result).toStrictEqual({ status: 'complete', value: 2, bytesRead: 22 });
});

test('the memory of the last frame may go away with its visitor', () => {
  const decoder = decoderOf(stream);
  let seen = 0;
  const result = decoder.drain((_, _flags, bytes) => {
    if (++seen === 100) structuredClone(null, { transfer: [bytes.buffer as ArrayBuffer] });
  });
  expect(result).toStrictEqual({ status: 'incomplete', bytesNeeded: 2 });
  decoder.push(hello);
  const { payloads, visit } = collecting();
  expect(decoder.drain(visit).status).toBe('incomplete');
  expect(payloads).toStrictEqual(['48656c6c6f']);
});
