/**
 * Lengths that peers declare and payloads that they do not send, as a whole connection meets them.
 */

import { describe, expect, test } from 'vitest';
import { decodeFrame } from '../../src/frame/decode-frame.js';
import { decodeFrameHeader } from '../../src/frame/decode-frame-header.js';
import { FrameDecoder } from '../../src/frame/frame-decoder.js';
import { defaultLimits } from '../../src/vocabulary/limits.js';
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
import { retainedBytes } from '../measure.js';
import { hex, join, noise, toHex } from '../vectors/bits.js';
import { type AttackId, attack } from './attack.js';

const { Binary } = Opcode;

/** What it is, the row, the bytes of the length, the violation, and the 7 bits in front of them. */
const refused: readonly [string, AttackId, Uint8Array, ViolationCode, number?][] = [
  ['the sign bit', 'length-sign-bit', hex('8000000000000000'), 'length-sign-bit-set'],
  ['every bit', 'length-sign-bit', hex('ffffffffffffffff'), 'length-sign-bit-set'],
  ['near 2^64', 'length-sign-bit', hex('fffffffffffffff0'), 'length-sign-bit-set'],
  ['a high upper word', 'length-high-word', hex('0080000000000001'), 'payload-too-big'],
  ['2^32', 'length-high-word', hex('0000000100000000'), 'payload-too-big'],
  ['2^31', 'length-high-word', hex('0000000080000000'), 'payload-too-big'],
  ['2^53', 'length-high-word', hex('0020000000000000'), 'payload-too-big'],
  ['near 2^63', 'length-high-word', hex('7ffffffffffffff0'), 'payload-too-big'],
  ['5 in 16 bits', 'length-not-minimal', hex('0005'), 'length-not-minimal', 126],
  ['125 in 16 bits', 'length-not-minimal', hex('007d'), 'length-not-minimal', 126],
  ['65 535 in 64 bits', 'length-not-minimal', hex('000000000000ffff'), 'length-not-minimal'],
  ['0 in 64 bits', 'length-not-minimal', hex('0000000000000000'), 'length-not-minimal'],
];

describe.each(roles)('lengths that are only declared, towards a %s', (role) => {
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

  describe.each(refused)('%s', (_, id, length, code, form = 127) => {
    const header = join(Uint8Array.of(0x82, form | mask), length);

    test(`${attack(id)}: is refused before key and payload`, () => {
      const connection = connect(role);
      for (const byte of header.subarray(0, -1)) {
        expect(feed(connection, Uint8Array.of(byte))).toBe(null);
      }
      expect(feed(connection, header.subarray(-1))).toBe(code);
      expect(takeFrames(connection, role)).toStrictEqual([faultClose(code)]);
      expect(connection.transport).toBe('end-after-output');
    });

    test(`${attack(id)}: is refused by each decoder`, () => {
      const error = { status: 'invalid', error: protocolError(code) };
      for (const pull of ['next', 'nextPart'] as const) {
        const decoder = new FrameDecoder({ role });
        decoder.push(header);
        expect(decoder[pull]()).toStrictEqual(error);
      }
      expect(decodeFrame(header, { role })).toStrictEqual(error);
      const maxPayloadBytes = defaultLimits.maxPayloadBytes;
      expect(decodeFrameHeader(header, { role, maxPayloadBytes })).toStrictEqual(error);
    });

    test(`${attack(id)}: is refused without a limit that could be lower`, () => {
      const endless = { streamMessages: true, maxPayloadBytes: Infinity };
      const isRepresentable = code === 'payload-too-big' && !isBeyondNumbers(length);
      const expected = isRepresentable ? null : code;
      expect(
        feed(connect(role, { ...endless, maxMessageBytes: Infinity }), join(header, key)),
      ).toBe(expected);
    });
  });

  test(`${attack('length-high-word')}: header, key and the longest length of all are no wrong sum`, () => {
    const maxPayloadBytes = Number.MAX_SAFE_INTEGER;
    const wire = join(Uint8Array.of(0x82, 0x7f | mask), hex('001fffffffffffff'), key);
    const missing = { status: 'incomplete', bytesNeeded: Number.MAX_SAFE_INTEGER };
    expect(decodeFrame(wire, { role, maxPayloadBytes })).toStrictEqual(missing);
    const decoder = new FrameDecoder({ role, maxPayloadBytes });
    decoder.push(wire);
    expect(decoder.next()).toStrictEqual(missing);
    expect(decodeFrameHeader(wire, { role })).toMatchObject({
      status: 'complete',
      value: { payloadLength: Number.MAX_SAFE_INTEGER },
      bytesRead: wire.length,
    });
    // At each byte of the header the sum is asked for once more.
    for (let end = 2; end < wire.length; end++) {
      expect(decodeFrame(wire.subarray(0, end), { role, maxPayloadBytes })).toMatchObject({
        status: 'incomplete',
      });
    }
  });
});

/** Beyond 2^53 − 1. */
function isBeyondNumbers(length: Uint8Array): boolean {
  return BigInt(`0x${toHex(length)}`) > BigInt(Number.MAX_SAFE_INTEGER);
}
