/**
 * Peers that send much, or little very often: what they make a connection hold and do.
 */

import { describe, expect, test } from 'vitest';
import { defaultLimits } from '../../src/vocabulary/limits.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { protocolError } from '../../src/vocabulary/violation.js';
import {
  connect,
  drain,
  failure,
  faultClose,
  feed,
  KEY,
  nothingPending,
  pending,
  roles,
  takeFrames,
  toReceive,
} from '../connection/drive.js';
import { retainedBytes } from '../measure.js';
import { bits, hex, join, noise, repeat } from '../vectors/bits.js';
import { attack } from './attack.js';

const { Text, Binary, Continuation, Ping, Pong } = Opcode;
const MILLION = 1_000_000;

/** The same frame so many times, in one chunk. */
function times(frame: Uint8Array, count: number): Uint8Array {
  const wire = new Uint8Array(frame.length * count);
  for (let at = 0; at < wire.length; at += frame.length) wire.set(frame, at);
  return wire;
}

describe.each(roles)(`${attack('endless-message')}: towards a %s`, (role) => {
  test('is 1009 on the header that crosses the limit, before its payload is kept', () => {
    const maxMessageBytes = 100_000;
    const connection = connect(role, { maxMessageBytes });
    const more = toReceive(role, Continuation, noise(125), false);
    let received = 125;
    expect(feed(connection, toReceive(role, Text, repeat(0x61, 125), false))).toBe(null);
    while (received + 125 <= maxMessageBytes) {
      expect(feed(connection, toReceive(role, Continuation, repeat(0x61, 125), false))).toBe(null);
      received += 125;
    }
    // The length is the last byte that is needed: neither the key nor the payload has come.
    expect(feed(connection, more.subarray(0, 1))).toBe(null);
    expect(feed(connection, more.subarray(1, 2))).toBe('message-too-big');
    expect(takeFrames(connection, role)).toStrictEqual([faultClose('message-too-big')]);
    expect(protocolError('message-too-big').closeCode).toBe(1009);
    expect(pending(connection)).toStrictEqual(nothingPending);
  });

  test('is 1009 by default, though every frame is small', () => {
    const connection = connect(role);
    const more = toReceive(role, Continuation, new Uint8Array(65_535), false);
    let code = feed(connection, toReceive(role, Binary, '', false));
    let frames = 0;
    for (; code === null && frames < 1000; frames++) code = feed(connection, more);
    expect(code).toBe('message-too-big');
    expect(frames).toBe(Math.floor(2 ** 24 / 65_535) + 1);
  });

  test('is 1009 with messages in parts all the same', () => {
    const connection = connect(role, { streamMessages: true, maxMessageBytes: 1000 });
    expect(feed(connection, toReceive(role, Binary, noise(999), false))).toBe(null);
    expect(feed(connection, toReceive(role, Continuation, noise(1), false))).toBe(null);
    expect(feed(connection, toReceive(role, Continuation, noise(1), false))).toBe(
      'message-too-big',
    );
  });
});

describe(attack('tiny-fragments'), () => {
  const emptyFragment = join(bits('0 000 0000  1 0000000'), KEY);

  test('a million empty ones are 1008 at the default limit', () => {
    const connection = connect('server');
    connection.receive(join(toReceive('server', Text, '', false), times(emptyFragment, MILLION)));
    expect(drain(connection)).toStrictEqual(failure('too-many-fragments'));
    expect(takeFrames(connection, 'server')).toStrictEqual([faultClose('too-many-fragments')]);
    expect(protocolError('too-many-fragments').closeCode).toBe(1008);
  });

  test('131 072 frames pass by default, the next does not', () => {
    for (const [frames, code] of [
      [131_072, null],
      [131_073, 'too-many-fragments'],
    ] as const) {
      const connection = connect('client');
      const wire = join(hex('02 00'), times(hex('00 00'), frames - 2), hex('80 00'));
      expect(feed(connection, wire)).toBe(code);
    }
  });

  test('a message of 65 537 passes by default', () => {
    const connection = connect('server');
    const one = toReceive('server', Continuation, 'a', false);
    const first = toReceive('server', Text, 'a', false);
    connection.receive(join(first, times(one, 65_535), toReceive('server', Continuation, 'a')));
    expect(drain(connection)).toStrictEqual([{ type: 'text', data: 'a'.repeat(65_537) }]);
  });

  describe.each(roles)('where the limit allows as many, towards a %s', (role) => {
    test.each<[number, string, string, number]>([
      [MILLION, 'empty ones', '', 0],
      [300_000, 'one-byte ones', 'a', 3],
      [300_000, 'two-byte ones', 'aa', 3],
    ])('%i of them hold no more than a small multiple of what came: %s', (...row) => {
      const [count, , payload, multiple] = row;
      const wire = times(toReceive(role, Continuation, payload, false), 1000);
      const retained = retainedBytes(() => {
        const connection = connect(role, { maxFragments: count + 1 });
        feed(connection, toReceive(role, Text, '', false));
        for (let done = 0; done < count; done += 1000) expect(feed(connection, wire)).toBe(null);
        return connection;
      });
      expect(retained).toBeLessThan(multiple * count + 100_000);
    });
  });

  test.each<[string, number[]]>([
    ['one byte, then 4 KiB', [1, 4096]],
    ['1 KiB, then 16 KiB', [1024, 16_384]],
    ['just under what is kept as it is', [4095]],
  ])('of mixed lengths hold no more than twice what came: %s', (_, lengths) => {
    const fragments = lengths.map((length) =>
      toReceive('client', Continuation, new Uint8Array(length), false),
    );
    let received = 0;
    const retained = retainedBytes(() => {
      const connection = connect('client');
      feed(connection, hex('02 00'));
      while (received < 2 ** 21) {
        for (const fragment of fragments) {
          expect(feed(connection, fragment)).toBe(null);
          received += fragment.length;
        }
      }
      return connection;
    });
    expect(retained).toBeLessThan(2 * received + 200_000);
  });
});

describe.each(roles)(
  `${attack('ping-flood')}: towards a %s whose output is not drained`,
  (role) => {
    const number = (at: number) => new TextEncoder().encode(String(at));

    test('has as many answers as maxPendingPongs: the first in order, the newest last', () => {
      const connection = connect(role, { maxPendingPongs: 5 });
      for (let at = 1; at <= 1000; at++) {
        connection.receive(toReceive(role, Ping, number(at)));
        expect(drain(connection)).toStrictEqual([{ type: 'ping', payload: number(at) }]);
        expect(connection.pendingPongs).toBe(Math.min(at, 5));
      }
      expect(takeFrames(connection, role)).toStrictEqual(
        [1, 2, 3, 4, 1000].map((at) => ({ opcode: Pong, fin: true, payload: number(at) })),
      );
      expect(pending(connection)).toStrictEqual(nothingPending);
    });

    test('is answered completely while it stays within the limit', () => {
      const connection = connect(role);
      for (let at = 1; at <= 64; at++) connection.receive(toReceive(role, Ping, number(at)));
      drain(connection);
      expect(takeFrames(connection, role).map(({ payload }) => payload)).toStrictEqual(
        Array.from({ length: 64 }, (_, at) => number(at + 1)),
      );
    });

    test('is answered not at all at 0, and with the newest alone at 1', () => {
      for (const [maxPendingPongs, expected] of [
        [0, []],
        [1, [{ opcode: Pong, fin: true, payload: number(3) }]],
      ] as const) {
        const connection = connect(role, { maxPendingPongs });
        for (const at of [1, 2, 3]) connection.receive(toReceive(role, Ping, number(at)));
        expect(drain(connection).length).toBe(3);
        expect(takeFrames(connection, role)).toStrictEqual(expected);
      }
    });

    test('begins to count again when the output was taken', () => {
      const connection = connect(role, { maxPendingPongs: 2 });
      for (let round = 0; round < 3; round++) {
        for (const at of [1, 2, 3]) connection.receive(toReceive(role, Ping, number(at)));
        drain(connection);
        expect(takeFrames(connection, role).map(({ payload }) => payload)).toStrictEqual([
          number(1),
          number(3),
        ]);
      }
    });

    test('of a million with 125 bytes each holds no more than the pongs that wait', () => {
      const wire = times(toReceive(role, Ping, noise(125)), 10_000);
      let mostPending = 0;
      const retained = retainedBytes(() => {
        const connection = connect(role);
        for (let round = 0; round < 100; round++) {
          feed(connection, wire);
          mostPending = Math.max(mostPending, connection.pendingOutputBytes);
        }
        return connection;
      });
      expect(mostPending).toBeLessThanOrEqual(64 * (125 + 6));
      expect(retained).toBeLessThan(64 * 1024 + 100_000);
    });

    test(`${attack('pong-flood')}: a million pongs are flat`, () => {
      const wire = times(toReceive(role, Pong), 10_000);
      const retained = retainedBytes(() => {
        const connection = connect(role);
        for (let round = 0; round < 100; round++) {
          feed(connection, wire);
          expect(pending(connection)).toStrictEqual(nothingPending);
        }
        return connection;
      });
      expect(retained).toBeLessThan(100_000);
    });
  },
);

describe(attack('event-amplification'), () => {
  test('1 MB of empty texts is 174 762 messages, with a consumer that stops and goes on', () => {
    const frame = join(bits('1 000 0001  1 0000000'), KEY);
    const count = Math.floor(2 ** 20 / frame.length);
    expect(count).toBe(174_762);
    const wire = new Uint8Array(2 ** 20);
    wire.set(times(frame, count));
    const connection = connect('server');
    connection.receive(wire.subarray(0, count * frame.length));
    let messages = 0;
    let strangers = 0;
    // Stops after 1, 2, 3 … messages, and looks at nothing in between.
    for (let most = 1; connection.pendingInputBytes > 0; most++) {
      for (let pulled = 0; pulled < most; pulled++) {
        const event = connection.nextEvent();
        if (event === null) break;
        if (event.type === 'text' && event.data === '') messages++;
        else strangers++;
      }
      expect(connection.pendingInputBytes).toBe((count - messages) * frame.length);
    }
    expect({ messages, strangers }).toStrictEqual({ messages: 174_762, strangers: 0 });
    expect(connection.nextEvent()).toBe(null);
    expect(connection.state).toBe('open');
  });
});

test(`${attack('unlimited-defaults')}: every default is finite`, () => {
  expect(Object.keys(defaultLimits).length).toBeGreaterThan(0);
  for (const limit of Object.values(defaultLimits)) {
    expect(Number.isSafeInteger(limit)).toBe(true);
    expect(limit).toBeLessThanOrEqual(2 ** 24);
  }
});
