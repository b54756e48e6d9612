import { describe, expect, test } from 'vitest';
import { FrameWriter } from '../../src/connection/frame-writer.js';
import { simdMask } from '../../src/frame/mask-simd.js';
import { MaskingKeys } from '../../src/frame/masking-keys.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { naiveMask } from '../properties/naive-frame.js';
import { hex, join, noise, sameBytes } from '../vectors/bits.js';
import { framesFor, KEY, peerOf, type Role, roles } from './drive.js';

/** Masks with one and the same key, so that the bytes can be foretold. */
const writerOf = (role: Role) =>
  new FrameWriter(
    role === 'client' ? new MaskingKeys((target) => target.set(KEY)) : null,
    simdMask,
  );

const sent = (writer: FrameWriter, role: Role) => framesFor(peerOf(role), join(...writer.take()));

describe.each(roles)('a %s', (role) => {
  test.each([0, 1, 125, 126, 4095, 4096, 65_535, 65_536])(
    'writes a payload of %i bytes, handed over or not',
    (length) => {
      for (const owned of [true, false]) {
        const writer = writerOf(role);
        const payload = noise(length);
        writer.write(0x82, payload, owned);
        expect(writer.byteLength).toBeGreaterThan(length);
        const [frame, ...more] = sent(writer, role);
        expect(more).toStrictEqual([]);
        expect(frame).toMatchObject({ opcode: Opcode.Binary, fin: true });
        expect(sameBytes(frame?.payload ?? hex(''), noise(length))).toBe(true);
        if (!owned) expect(sameBytes(payload, noise(length))).toBe(true);
      }
    },
  );

  test('sends a long payload that was handed over from where it lies', () => {
    const writer = writerOf(role);
    const payload = noise(5000);
    writer.write(0x82, payload, true);
    const pieces = writer.take();
    expect(pieces.at(-1)).toBe(payload);
    expect(payload).toStrictEqual(role === 'client' ? naiveMask(noise(5000), KEY) : noise(5000));
  });

  test('copies a payload that was not handed over, or is short', () => {
    for (const [length, owned] of [
      [5000, false],
      [4095, true],
    ] as const) {
      const writer = writerOf(role);
      const payload = noise(length);
      writer.write(0x82, payload, owned);
      payload.fill(0);
      expect(sent(writer, role)[0]?.payload).toStrictEqual(noise(length));
    }
  });

  test('masks if it is a client, and only then', () => {
    const writer = writerOf(role);
    writer.write(0x81, hex('48656c6c6f'), false);
    expect(join(...writer.take())).toStrictEqual(
      role === 'client' ? hex('81 85 37fa213d 7f9f4d5158') : hex('81 05 48656c6c6f'),
    );
  });

  test('answers pings up to the limit, then with the newest in place of the last', () => {
    const writer = writerOf(role);
    for (const [at, text] of ['a', 'b', 'c', 'd'].entries()) {
      writer.writePong(new TextEncoder().encode(text), 2);
      expect(writer.pongCount).toBe(Math.min(at + 1, 2));
      if (at === 1) writer.write(0x81, hex(''), false);
    }
    const pong = (text: string) => ({
      opcode: Opcode.Pong,
      fin: true,
      payload: new TextEncoder().encode(text),
    });
    const text = { opcode: Opcode.Text, fin: true, payload: hex('') };
    expect(sent(writer, role)).toStrictEqual([pong('a'), pong('d'), text]);
  });

  test('answers no ping at a limit of 0', () => {
    const writer = writerOf(role);
    writer.writePong(hex('61'), 0);
    expect(writer).toMatchObject({ byteLength: 0, pongCount: 0 });
  });
});

describe('one thing is sent at a time:', () => {
  test('what begins meanwhile is refused, and named', () => {
    const writer = writerOf('server');
    writer.begin('sendText');
    expect(writer.isSending).toBe(true);
    expect(() => writer.begin('ping')).toThrow(
      new TypeError('ping() called while something is being sent'),
    );
    expect(() => writer.writeAlone('close', 0x88, hex(''))).toThrow(
      new TypeError('close() called while something is being sent'),
    );
    expect(writer.isSending).toBe(true);
    writer.isSending = false;
    writer.writeAlone('ping', 0x89, hex('01'));
    expect(writer.isSending).toBe(false);
    expect(join(...writer.take())).toStrictEqual(hex('89 01 01'));
  });

  test('a frame that fails is over', () => {
    const writer = new FrameWriter(
      new MaskingKeys(() => {
        throw new Error('dry');
      }),
      simdMask,
    );
    expect(() => writer.writeAlone('ping', 0x89, hex('01'))).toThrow('dry');
    expect(writer.isSending).toBe(false);
    expect(writer).toMatchObject({ byteLength: 0, pongCount: 0 });
  });
});

test('keys are drawn before they are needed, where there are any', () => {
  const draws: number[] = [];
  const keys = new MaskingKeys((target) => draws.push(target.length));
  new FrameWriter(keys, simdMask).reserve(100);
  expect(draws).toStrictEqual([400]);
  expect(() => new FrameWriter(null, simdMask).reserve(100)).not.toThrow();
});

test('pongs are counted while they wait', () => {
  const writer = writerOf('server');
  expect(writer.pongCount).toBe(0);
  writer.writePong(hex('01'), 0);
  expect(writer.pongCount).toBe(0);
  writer.writePong(hex('01'), 2);
  writer.writePong(hex('02'), 2);
  writer.writePong(hex('03'), 2);
  expect(writer.pongCount).toBe(2);
  expect(join(...writer.take())).toStrictEqual(hex('8a 01 01 8a 01 03'));
  expect(writer.pongCount).toBe(0);
});

test('nothing written is nothing to take', () => {
  expect(new FrameWriter(null, null).take()).toStrictEqual([]);
});

test.each(roles)('a long text of a %s goes out behind its header, masked if it must be', (role) => {
  for (const length of [4095, 4096, 70_000]) {
    const writer = writerOf(role);
    writer.write(0x81, 'a'.repeat(length), false);
    const [frame, ...more] = sent(writer, role);
    expect(more).toStrictEqual([]);
    expect(sameBytes(frame?.payload ?? hex(''), new Uint8Array(length).fill(0x61))).toBe(true);
  }
});
