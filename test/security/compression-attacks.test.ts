/**
 * Flaws that implementations of permessage-deflate had in the framing and in the data of compressed
 * messages, each with the input that showed it. What was too large stands in `compression-attacks-bombs`.
 */

import { describe, expect, test } from 'vitest';
import type { ConnectionEvent } from '../../src/connection/connection-event.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { protocolError } from '../../src/vocabulary/violation.js';
import {
  abnormal,
  connect,
  drain,
  failure,
  faultClose,
  feed,
  nothingPending,
  pending,
  type Role,
  roles,
  takeFrames,
  toReceive,
} from '../connection/drive.js';
import {
  compressedToReceive,
  deflated,
  deflating,
  rolesAndCompressors,
} from '../properties/deflating.js';
import { hex, join, noise } from '../vectors/bits.js';
import { attack } from './attack.js';

const { Text, Binary, Continuation, Ping, Pong, Close } = Opcode;

/** "Hello" (RFC 7692 §7.2.3.1), and again as a reference to the one before (§7.2.3.2). */
const HELLO = hex('f248cdc9c90700');
const HELLO_AGAIN = hex('f200110000');
const hello: ConnectionEvent = { type: 'text', data: 'Hello' };

describe.each(roles)(`${attack('rsv1-unnegotiated')}: towards a %s`, (role) => {
  test('is 1002: c1 07 f248cdc9c90700 is not inflated all the same', () => {
    const connection = connect(role);
    connection.receive(compressedToReceive(role, Text, HELLO));
    expect(drain(connection)).toStrictEqual(failure('reserved-bit-set'));
    expect(takeFrames(connection, role)).toStrictEqual([faultClose('reserved-bit-set')]);
    expect(protocolError('reserved-bit-set').closeCode).toBe(1002);
  });
});

describe.each(rolesAndCompressors)('towards a %s on %s', (role, _, compressor) => {
  const compressed = (data: Uint8Array, opcode: number = Text) =>
    compressedToReceive(role, opcode, data);
  const fragment = (opcode: number, data: Uint8Array, fin: boolean, rsv1: boolean) =>
    compressedToReceive(role, opcode, data, { fin, rsv1 });
  const open = () => deflating(role, compressor);

  /** What comes of these bytes on a connection of its own. */
  function received(...wire: Uint8Array[]): ConnectionEvent[] {
    const connection = open();
    connection.receive(join(...wire));
    return drain(connection);
  }

  test.each<[string, readonly Uint8Array[]]>([
    [
      'the last continuation of a compressed message',
      [fragment(Text, hex('f248cd'), false, true), fragment(Continuation, HELLO, true, true)],
    ],
    [
      'a continuation in the middle of a plain message',
      [toReceive(role, Text, 'a', false), fragment(Continuation, HELLO, false, true)],
    ],
    ['a ping', [fragment(Ping, HELLO, true, true)]],
    ['a pong', [fragment(Pong, HELLO, true, true)]],
    ['a Close', [fragment(Close, HELLO, true, true)]],
    ['a continuation without a message', [fragment(Continuation, HELLO, true, true)]],
  ])(`${attack('rsv1-misplaced')}: the bit on %s is 1002`, (_where, wire) => {
    const connection = open();
    connection.receive(join(...wire));
    expect(drain(connection)).toStrictEqual(failure('reserved-bit-set'));
    expect(takeFrames(connection, role)).toStrictEqual([faultClose('reserved-bit-set')]);
  });

  test(`${attack('rsv1-unnegotiated')}: the bits that nobody has agreed on are 1002 still`, () => {
    for (const byte of [0xa1, 0x91, 0xe1, 0xd1, 0xf1]) {
      const wire = compressed(HELLO);
      wire[0] = byte;
      expect(received(wire)).toStrictEqual(failure('reserved-bit-set'));
    }
  });

  describe(attack('final-block-inside'), () => {
    test('c1 08 f348cdc9c9070000, then c1 05 f200110000: Hello twice, the window is kept', () => {
      const wire = [compressed(hex('f348cdc9c9070000')), compressed(HELLO_AGAIN)];
      expect(received(...wire)).toStrictEqual([hello, hello]);
    });

    test('nothing behind it is dropped: the rest of the message follows, and refers across it', () => {
      const more = hex('f3001100 01 0100 feff 21');
      const data = join(hex('f348cdc9c90700'), more, HELLO_AGAIN);
      expect(received(compressed(data))).toStrictEqual([
        { type: 'text', data: 'HelloHello!Hllo!' },
      ]);
    });

    test('the message may end right behind it, without a byte of what a flush writes', () => {
      const wire = [compressed(hex('f348cdc9c90700')), compressed(HELLO_AGAIN)];
      expect(received(...wire)).toStrictEqual([hello, hello]);
    });

    test('the block of the flush may itself be the final one (§7.2.1, §7.2.2)', () => {
      const wire = [compressed(hex('f248cdc9c90704')), compressed(HELLO_AGAIN)];
      expect(received(...wire)).toStrictEqual([hello, hello]);
      expect(received(compressed(hex('01')))).toStrictEqual([{ type: 'text', data: '' }]);
    });

    test('it is no end of the message: a fragment may follow', () => {
      const wire = [
        fragment(Text, hex('f348cdc9c90700'), false, true),
        fragment(Continuation, HELLO_AGAIN, true, false),
      ];
      expect(received(...wire)).toStrictEqual([{ type: 'text', data: 'HelloHello' }]);
    });

    test('garbage behind it is judged as what it is, a block', () => {
      // Block type 3 does not exist (RFC 1951 §3.2.3).
      expect(received(compressed(hex('f348cdc9c90700 06')))).toStrictEqual(
        failure('compressed-data-invalid'),
      );
    });
  });

  test(`${attack('control-inside-compressed')}: 41 03 f248cd, 89 01 70, 80 04 c9c90700`, () => {
    const wire = [
      fragment(Text, hex('f248cd'), false, true),
      toReceive(role, Ping, 'p'),
      fragment(Continuation, hex('c9c90700'), true, false),
    ];
    const connection = open();
    connection.receive(join(...wire));
    expect(drain(connection)).toStrictEqual([{ type: 'ping', payload: hex('70') }, hello]);
    expect(takeFrames(connection, role)).toStrictEqual([
      { opcode: Pong, fin: true, payload: hex('70') },
    ]);
  });

  test.each<[string, Uint8Array]>([
    ['an invalid block type', hex('06')],
    ['an invalid block type behind sound blocks', join(hex('f248cdc9c907'), hex('0000ffff 06'))],
    ['a stored block whose length contradicts itself', hex('00 0500 0000 48656c6c6f 00')],
    ['a distance beyond all that was sent', HELLO_AGAIN],
    ['a length code that does not exist', hex('1a 03 00')],
    ['a distance code that does not exist', hex('02 3e 00')],
    ['too many length codes in a dynamic block', hex('fc 00 00')],
    ['a block cut off inside a code', hex('f248cd')],
    ['a block cut off before its end', HELLO.subarray(0, 5)],
    ['a stored block cut off', hex('00 0500 faff 4865')],
    ['a stored block cut off in its header', hex('00 05')],
    ['a flush whose last four bytes were left in', join(HELLO, hex('0000ffff'))],
  ])(`${attack('corrupt-compressed-data')}: %s is 1007`, (_what, data) => {
    const connection = open();
    connection.receive(compressed(data, Binary));
    expect(drain(connection)).toStrictEqual(failure('compressed-data-invalid'));
    expect(takeFrames(connection, role)).toStrictEqual([faultClose('compressed-data-invalid')]);
    expect(protocolError('compressed-data-invalid').closeCode).toBe(1007);
    expect(pending(connection)).toStrictEqual(nothingPending);
  });

  test(`${attack('corrupt-compressed-data')}: a text that is not UTF-8 is 1007, and named as such`, () => {
    for (const plain of [hex('61 ff'), hex('c3'), hex('eda080'), hex('f4908080')]) {
      expect(received(compressed(deflated(plain)))).toStrictEqual(failure('text-not-utf8'));
    }
    expect(protocolError('text-not-utf8').closeCode).toBe(1007);
  });

  test(`${attack('corrupt-compressed-data')}: after an error the connection is failed, and sound messages behind it are not read`, () => {
    const connection = open();
    connection.receive(join(compressed(HELLO), compressed(hex('06')), compressed(HELLO_AGAIN)));
    expect(drain(connection)).toStrictEqual([hello, ...failure('compressed-data-invalid')]);
    expect(feed(connection, compressed(HELLO))).toBe(null);
    expect(drain(connection)).toStrictEqual([]);
    expect(connection).toMatchObject({ state: 'closed', transport: 'end-after-output' });
    expect(connection.sendText('Hello', { compress: true })).toBe(false);
    expect(pending(connection)).toMatchObject({ input: 0 });
  });

  test(`${attack('end-of-input')}: at every byte of a compressed message it is one abnormal closure`, () => {
    const wire = join(
      fragment(Text, hex('f248cd'), false, true),
      fragment(Continuation, hex('c9c90700'), true, false),
      compressed(deflated(noise(200)), Binary),
    );
    for (let end = 0; end < wire.length; end++) {
      const connection = open();
      connection.receive(wire.subarray(0, end));
      const before = drain(connection);
      connection.receiveEnd();
      expect(drain(connection)).toStrictEqual([abnormal]);
      expect(before).toStrictEqual(end < firstMessageEnd(role) ? [] : [hello]);
      expect(drain(connection)).toStrictEqual([]);
      expect(connection.state).toBe('closed');
    }
  });
});

function firstMessageEnd(role: Role): number {
  const key = role === 'server' ? 4 : 0;
  return 2 + key + 3 + (2 + key + 4);
}
