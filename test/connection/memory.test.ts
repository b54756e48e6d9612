/**
 * What connections hold when nothing happens: the mean over many of them, so that one allocation more or
 * less does not matter.
 */

import { describe, expect, test } from 'vitest';
import { Connection } from '../../src/connection/connection.js';
import { FrameDecoder } from '../../src/frame/frame-decoder.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { retainedBytes } from '../measure.js';
import { join, noise } from '../vectors/bits.js';
import { closeToReceive, drain, type Role, roles, toReceive } from './drive.js';

const { Text, Binary, Ping } = Opcode;

/** Bytes that each of `count` things holds, on the mean. */
function meanBytes(count: number, make: () => unknown): number {
  // Compiles what it runs, which would be counted else.
  for (let warmUp = 0; warmUp < 200; warmUp++) make();
  return retainedBytes(() => Array.from({ length: count }, make)) / count;
}

describe.each(roles)('a %s', (role) => {
  const connect = (options = {}) => new Connection({ ...options, role });

  /** An empty connection is a few small objects; what it receives with is there while it receives. */
  const IDLE_BYTES = 400;

  const binary = toReceive(role, Binary, noise(300));
  const first = toReceive(role, Text, noise(100).fill(0x61), false);

  test.each<[string, (connection: Connection) => void]>([
    ['has just been made', () => {}],
    [
      'has answered, received and sent',
      (connection) => {
        connection.receive(join(toReceive(role, Text, 'Hello'), toReceive(role, Ping, 'ping')));
        connection.receive(binary);
        drain(connection);
        connection.sendText('Hello');
        connection.takeOutput();
      },
    ],
    [
      'has got a frame in two chunks',
      (connection) => {
        for (const chunk of [binary.subarray(0, 200), binary.subarray(200)]) {
          connection.receive(chunk);
          drain(connection);
        }
      },
    ],
    [
      'has got a message in fragments, with a ping between',
      (connection) => {
        for (const chunk of [
          first,
          toReceive(role, Ping),
          toReceive(role, Opcode.Continuation, 'b'),
        ]) {
          connection.receive(chunk);
          drain(connection);
        }
        connection.takeOutput();
      },
    ],
    [
      'is closed',
      (connection) => {
        connection.receive(join(first, closeToReceive(role, 1000, 'bye'), binary));
        drain(connection);
        connection.takeOutput();
        connection.receiveEnd();
      },
    ],
    [
      'has failed in the middle of a frame',
      (connection) => {
        connection.receive(join(first, binary));
        drain(connection);
        connection.takeOutput();
      },
    ],
  ])(`that %s holds at most ${IDLE_BYTES} bytes`, (_, use) => {
    const mean = meanBytes(5000, () => {
      const connection = connect();
      use(connection);
      return connection;
    });
    expect(mean).toBeLessThanOrEqual(IDLE_BYTES);
  });

  describe.each([
    ['copied', false],
    ['handed over', true],
  ])('whose chunks are %s', (_, takeOwnership) => {
    const chunk = join(
      toReceive(role, Binary, noise(30_000)),
      toReceive(role, Binary, noise(30_000)),
    );

    test('keeps none once it is drained', () => {
      const mean = meanBytes(300, () => {
        const connection = connect({ takeOwnership });
        connection.receive(chunk.slice());
        drain(connection);
        return connection;
      });
      expect(mean).toBeLessThan(2048);
    });

    test('keeps none of 60 KB for the one byte of it that is left', () => {
      const wire = join(chunk, toReceive(role, Text, 'a').subarray(0, 1));
      const mean = meanBytes(300, () => {
        const connection = connect({ takeOwnership });
        connection.receive(wire.slice());
        drain(connection);
        return connection;
      });
      expect(mean).toBeLessThan(8192);
    });
  });

  test.each<[string, (connection: Connection) => void]>([
    ['the peer’s Close', (connection) => connection.receive(closeToReceive(role, 1000))],
    ['a violation', (connection) => connection.receive(toReceive(role, 0x3))],
    ['the end', (connection) => connection.receiveEnd()],
    [
      'the end inside a control frame',
      (connection) => {
        connection.receive(toReceive(role, Ping, noise(125)).subarray(0, 100));
        connection.receiveEnd();
      },
    ],
  ])('drops an unfinished message with %s', (_, finish) => {
    const first = toReceive(role, Binary, noise(50_000), false);
    const mean = meanBytes(300, () => {
      const connection = connect();
      connection.receive(first);
      finish(connection);
      drain(connection);
      connection.takeOutput();
      return connection;
    });
    expect(mean).toBeLessThan(8192);
  });

  test('keeps nothing of what comes after its end', () => {
    const mean = meanBytes(300, () => {
      const connection = connect();
      connection.receive(closeToReceive(role));
      drain(connection);
      connection.takeOutput();
      for (let count = 0; count < 10; count++) connection.receive(noise(10_000));
      return connection;
    });
    expect(mean).toBeLessThan(2048);
  });
});

describe('a decoder', () => {
  const frame = (role: Role) => toReceive(role, Binary, noise(60_000));

  test.each(roles)('of a %s keeps no chunk once it is drained', (role) => {
    const wire = frame(role);
    const mean = meanBytes(300, () => {
      const decoder = new FrameDecoder({ role });
      decoder.push(wire);
      while (decoder.next().status === 'complete');
      return decoder;
    });
    expect(mean).toBeLessThan(2048);
  });

  test('keeps nothing after an error, neither what was there nor what comes', () => {
    const wire = join(Uint8Array.of(0x83), noise(60_000));
    const mean = meanBytes(300, () => {
      const decoder = new FrameDecoder();
      decoder.push(wire);
      decoder.next();
      for (let count = 0; count < 10; count++) decoder.push(wire);
      return decoder;
    });
    expect(mean).toBeLessThan(2048);
  });
});
