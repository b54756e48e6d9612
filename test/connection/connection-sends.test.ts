/**
 * What a connection sends, and what it refuses to send.
 */

import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/connection/connection.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { hex, join, noise, sameBytes } from '../vectors/bits.js';
import {
  closeBody,
  closeToReceive,
  connect,
  drain,
  frame,
  nothingPending,
  pending,
  roles,
  takeBytes,
  takeFrames,
} from './drive.js';

const { Text, Binary, Continuation, Close, Ping, Pong } = Opcode;

describe.each(roles)('a %s', (role) => {
  describe('cuts messages into fragments', () => {
    test('of the length that its options say, or those of the message', () => {
      const connection = connect(role, { fragmentBytes: 4 });
      connection.sendText('Hello');
      connection.sendText('Hello', { fragmentBytes: 5 });
      connection.sendBinary(noise(4));
      connection.sendBinary(noise(5), { fragmentBytes: 3 });
      connection.sendBinary(noise(5), { fragmentBytes: Infinity });
      expect(takeFrames(connection, role)).toStrictEqual([
        frame(Text, 'Hell', false),
        frame(Continuation, 'o'),
        frame(Text, 'Hello'),
        frame(Binary, noise(4)),
        frame(Binary, noise(5).slice(0, 3), false),
        frame(Continuation, noise(5).slice(3)),
        frame(Binary, noise(5)),
      ]);
    });

    test('that are handed over with the bytes', () => {
      const connection = connect(role);
      connection.sendBinary(noise(20_000), { fragmentBytes: 8192, takeOwnership: true });
      const frames = takeFrames(connection, role);
      expect(frames.map(({ payload }) => payload.length)).toStrictEqual([8192, 8192, 3616]);
      expect(sameBytes(join(...frames.map(({ payload }) => payload)), noise(20_000))).toBe(true);
    });

    test.each([0, -1, 1.5, Number.NaN])('but not of %d bytes', (fragmentBytes) => {
      const connection = connect(role);
      expect(() => connection.sendText('a', { fragmentBytes })).toThrow(RangeError);
      expect(() => connection.sendBinary(hex('00'), { fragmentBytes })).toThrow('fragmentBytes');
      expect(pending(connection)).toStrictEqual(nothingPending);
    });
  });

  describe('sends a message in fragments', () => {
    test('with control frames between them', () => {
      const connection = connect(role);
      expect(connection.sendFragment('a', { fin: false })).toBe(true);
      connection.ping('p');
      connection.sendFragment('b', { opcode: Text, fin: false });
      connection.pong('q');
      connection.sendFragment('', { fin: true });
      connection.sendFragment(hex('ff'), { fin: true });
      expect(takeFrames(connection, role)).toStrictEqual([
        frame(Text, 'a', false),
        frame(Ping, 'p'),
        frame(Continuation, 'b', false),
        frame(Pong, 'q'),
        frame(Continuation, ''),
        frame(Binary, hex('ff')),
      ]);
    });

    test('and nothing else inside it', () => {
      const connection = connect(role);
      connection.sendFragment('a', { fin: false });
      const before = connection.pendingOutputBytes;
      expect(() => connection.sendText('b')).toThrow(TypeError);
      expect(() => connection.sendText('b')).toThrow('sendText()');
      expect(() => connection.sendBinary(hex('00'))).toThrow('sendBinary()');
      expect(() => connection.sendFragment(hex('00'), { opcode: Binary, fin: true })).toThrow(
        TypeError,
      );
      expect(() => connection.sendFragment(hex('ff'), { opcode: Text, fin: true })).toThrow(
        TypeError,
      );
      expect(connection.pendingOutputBytes).toBe(before);
      connection.sendFragment('b', { fin: true });
      expect(connection.sendText('c')).toBe(true);
    });

    test('with the opcode on the first alone', () => {
      const connection = connect(role);
      connection.sendFragment(hex('e2'), { opcode: Text, fin: false });
      connection.sendFragment(hex('82ac'), { fin: true });
      expect(takeFrames(connection, role)).toStrictEqual([
        frame(Text, hex('e2'), false),
        frame(Continuation, hex('82ac')),
      ]);
    });

    test('that a Close may end for good', () => {
      const connection = connect(role);
      connection.sendFragment('a', { fin: false });
      connection.close(1001);
      expect(takeFrames(connection, role)).toStrictEqual([
        frame(Text, 'a', false),
        frame(Close, closeBody(1001)),
      ]);
    });
  });

  describe('sends control payloads', () => {
    test('of up to 125 bytes', () => {
      const connection = connect(role);
      connection.ping(noise(125));
      connection.pong('€'.repeat(41));
      expect(takeFrames(connection, role)).toStrictEqual([
        frame(Ping, noise(125)),
        frame(Pong, '€'.repeat(41)),
      ]);
    });

    test.each(['ping', 'pong'] as const)('and no longer ones: %s', (name) => {
      const connection = connect(role);
      expect(() => connection[name](noise(126))).toThrow(RangeError);
      expect(() => connection[name]('€'.repeat(42))).toThrow(`${name} payload is 126 bytes`);
      expect(pending(connection)).toStrictEqual(nothingPending);
    });
  });

  describe('closes', () => {
    test.each<[string, [code?: number, reason?: string], Uint8Array]>([
      ['without a code', [], hex('')],
      ['with a code', [1000], closeBody(1000)],
      ['with a code and a reason', [4999, '€'], closeBody(4999, '€')],
    ])('%s', (_, args, payload) => {
      const connection = connect(role);
      connection.close(...args);
      connection.close(1001, 'again');
      expect(takeFrames(connection, role)).toStrictEqual([frame(Close, payload)]);
      expect(connection.state).toBe('closing');
    });

    test.each([
      [[1004], RangeError],
      [[1005], RangeError],
      [[1006], RangeError],
      [[1015], RangeError],
      [[999], RangeError],
      [[5000], RangeError],
      [[1000.5], RangeError],
      [[Number.NaN], RangeError],
      [['1000'], TypeError],
      [[null], TypeError],
      [[1000, 5], TypeError],
      [[undefined, 'why'], TypeError],
      [[1000, '€'.repeat(42)], RangeError],
    ])('but not with %j, and stays open', (args, type) => {
      const connection = connect(role);
      expect(() => Reflect.apply(connection.close, connection, args)).toThrow(type);
      expect(connection.state).toBe('open');
      expect(pending(connection)).toStrictEqual(nothingPending);
      expect(connection.sendText('still there')).toBe(true);
    });
  });

  describe('throws a TypeError, and sends nothing,', () => {
    const floats = new Float32Array([1]);
    const calls: [string, (connection: Connection) => unknown][] = [
      ['for text that is no string', (it) => it.sendText(5 as unknown as string)],
      ['for text in bytes', (it) => it.sendText(hex('61') as unknown as string)],
      ['for binary in a string', (it) => it.sendBinary('a' as unknown as Uint8Array)],
      ['for binary in floats', (it) => it.sendBinary(floats as unknown as Uint8Array)],
      [
        'for binary in a DataView',
        (it) => it.sendBinary(new DataView(floats.buffer) as unknown as Uint8Array),
      ],
      [
        'for binary in an ArrayBuffer',
        (it) => it.sendBinary(floats.buffer as unknown as Uint8Array),
      ],
      ['for a number as binary', (it) => it.sendBinary(5 as unknown as Uint8Array)],
      [
        'for a fragment that is a number',
        (it) => it.sendFragment(5 as unknown as string, { fin: true }),
      ],
      [
        'for a fragment without options',
        (it) => it.sendFragment('a', undefined as unknown as { fin: boolean }),
      ],
      ['for a fragment without fin', (it) => it.sendFragment('a', {} as { fin: boolean })],
      [
        'for a fin that is no boolean',
        (it) => it.sendFragment('a', { fin: 1 as unknown as boolean }),
      ],
      ['for a ping of a number', (it) => it.ping(5 as unknown as string)],
      ['for a pong of null', (it) => it.pong(null as unknown as string)],
      ['for a chunk that is a string', (it) => it.receive('a' as unknown as Uint8Array)],
      ['for a chunk that is null', (it) => it.receive(null as unknown as Uint8Array)],
    ];
    test.each(calls)('%s', (_, call) => {
      const connection = connect(role);
      expect(() => call(connection)).toThrow(TypeError);
      expect(pending(connection)).toStrictEqual(nothingPending);
      // It is as good as new, and the next message is not inside another.
      expect(connection.sendText('a')).toBe(true);
      expect(connection.state).toBe('open');
    });

    test.each(calls)('in every state: %s', (_, call) => {
      const connection = connect(role);
      connection.receive(closeToReceive(role));
      drain(connection);
      takeBytes(connection);
      expect(() => call(connection)).toThrow(TypeError);
      expect(pending(connection)).toStrictEqual(nothingPending);
    });
  });
});

describe.each(roles)('behind the peer’s Close, a %s', (role) => {
  test('sends nothing any more, and says so', () => {
    const connection = connect(role);
    connection.receive(closeToReceive(role, 1000));
    connection.nextEvent();
    connection.takeOutput();
    expect([
      connection.sendText('a'),
      connection.sendBinary(hex('61')),
      connection.sendFragment('a', { fin: true }),
      connection.ping('a'),
      connection.pong('a'),
    ]).toStrictEqual([false, false, false, false, false]);
    expect(connection.takeOutput()).toStrictEqual([]);
  });

  test('may be closed as often as one likes, which changes nothing', () => {
    const connection = connect(role);
    connection.receive(closeToReceive(role, 1000));
    connection.nextEvent();
    connection.takeOutput();
    connection.close(1001);
    // After a close() that had started the handshake this would be a TypeError.
    expect(connection.sendText('a')).toBe(false);
    expect(connection.takeOutput()).toStrictEqual([]);
  });
});

describe.each(roles)('what is wrong in a call of a %s is called by its name:', (role) => {
  test.each<[string, (connection: Connection) => unknown, string]>([
    ['receive', (it) => it.receive('a' as never), 'chunk must be a Uint8Array, not "a"'],
    ['sendText', (it) => it.sendText(5 as never), 'text must be a string, not number 5'],
    ['sendBinary', (it) => it.sendBinary('a' as never), 'bytes must be a Uint8Array, not "a"'],
    [
      'sendBinary with an option',
      (it) => it.sendBinary(hex(''), { takeOwnership: 1 as never }),
      'takeOwnership must be a boolean, not number 1',
    ],
    [
      'sendFragment',
      (it) => it.sendFragment(5 as never, { fin: true }),
      'data must be a Uint8Array, not number 5',
    ],
    [
      'sendFragment without fin',
      (it) => it.sendFragment('a', {} as never),
      'sendFragment() needs fin: true or false',
    ],
    ['ping', (it) => it.ping(5 as never), 'payload must be a Uint8Array, not number 5'],
    ['pong', (it) => it.pong(5 as never), 'payload must be a Uint8Array, not number 5'],
  ])('%s', (_, call, message) => {
    expect(() => call(connect(role))).toThrow(new TypeError(message));
  });

  test('a fragment after close()', () => {
    const connection = connect(role);
    connection.close();
    expect(() => connection.sendFragment('a', { fin: true })).toThrow(
      new TypeError('sendFragment() called after close()'),
    );
  });

  test('a pong without a payload is empty', () => {
    const connection = connect(role);
    connection.pong();
    expect(takeFrames(connection, role)).toStrictEqual([frame(Pong, '')]);
  });
});
