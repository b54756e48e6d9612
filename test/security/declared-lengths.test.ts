/**
 * Lengths that peers declare and payloads that they do not send, as a whole connection meets them.
 */

import { describe, expect, test } from 'vitest';
import { FrameDecoder } from '../../src/frame/frame-decoder.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { protocolError, type ViolationCode } from '../../src/vocabulary/violation.js';
import {
  connect,
  faultClose,
  feed,
  KEY,
  roles,
  takeFrames,
  toReceive,
} from '../connection/drive.js';
import { hex, join, noise } from '../vectors/bits.js';
import { attack } from './attack.js';
import { retainedBytes } from './measure.js';

const { Binary } = Opcode;

describe.each(roles)('lengths that are only declared, towards a %s,', (role) => {
  const mask = role === 'server' ? 0x80 : 0;
  const key = role === 'server' ? KEY : hex('');

  test.each([
    ['16 MiB, the default limit', hex('0000000001000000'), {}],
    ['1 GiB', hex('0000000040000000'), { maxPayloadBytes: 2 ** 31, maxMessageBytes: 2 ** 31 }],
    [
      '2^53 − 1',
      hex('001fffffffffffff'),
      { streamMessages: true, maxPayloadBytes: Infinity, maxMessageBytes: Infinity },
    ],
  ])(`${attack('length-allocated')}: %s`, (_, length, limits) => {
    const header = join(Uint8Array.of(0x82, 0x7f | mask), length, key);
    const retained = retainedBytes(() =>
      Array.from({ length: 100 }, () => {
        const connection = connect(role, limits);
        expect(feed(connection, header)).toBe(null);
        expect(feed(connection, noise(10))).toBe(null);
        return connection;
      }),
    );
    expect(retained / 100).toBeLessThan(8192);
  });

  test(`${attack('length-sum-overflow')}: of two fragments do not overflow what is left, the second is refused`, () => {
    const header = (byte0: number) =>
      join(Uint8Array.of(byte0, 0x7f | mask), hex('7fffffffffffffff'), key);
    for (const limits of [
      {},
      { streamMessages: true, maxPayloadBytes: Infinity, maxMessageBytes: Infinity },
    ]) {
      expect(feed(connect(role, limits), header(0x02))).toBe('payload-too-big');
      const connection = connect(role, limits);
      expect(feed(connection, toReceive(role, Binary, '', false))).toBe(null);
      expect(feed(connection, header(0x00))).toBe('payload-too-big');
    }
  });

  test.each<[string, Uint8Array, ViolationCode]>([
    ['the sign bit', hex('8000000000000000'), 'length-sign-bit-set'],
    ['all bits', hex('ffffffffffffffff'), 'length-sign-bit-set'],
    ['a high upper word', hex('0080000000000001'), 'payload-too-big'],
    ['2^32', hex('0000000100000000'), 'payload-too-big'],
    ['2^31', hex('0000000080000000'), 'payload-too-big'],
    ['near 2^64', hex('7ffffffffffffff0'), 'payload-too-big'],
    ['a form that is too long', hex('000000000000ffff'), 'length-not-minimal'],
  ])('are refused before key and payload: %s', (_, length, code) => {
    const connection = connect(role);
    const header = join(Uint8Array.of(0x82, 0x7f | mask), length);
    for (const byte of header.subarray(0, -1)) {
      expect(feed(connection, Uint8Array.of(byte))).toBe(null);
    }
    expect(feed(connection, header.subarray(-1))).toBe(code);
    expect(takeFrames(connection, role)).toStrictEqual([faultClose(code)]);
    expect(connection.transport).toBe('end-after-output');
    for (const pull of ['next', 'nextPart'] as const) {
      const decoder = new FrameDecoder({ role });
      decoder.push(header);
      expect(decoder[pull]()).toStrictEqual({ status: 'invalid', error: protocolError(code) });
    }
  });
});
