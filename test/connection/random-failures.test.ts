/**
 * A random source that fails: what has been asked for happens as a whole or not at all.
 */

import { describe, expect, test } from 'vitest';
import { Connection } from '../../src/connection/connection.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { join, noise, sameBytes } from '../vectors/bits.js';
import {
  closeBody,
  closeToReceive,
  connect,
  drain,
  failure,
  seededRandom,
  takeBytes,
  takeFrames,
  toReceive,
} from './drive.js';

const { Text, Ping, Close } = Opcode;
const text = (data: string) => ({ type: 'text', data });

describe('when the random source fails,', () => {
  /** A client whose source works `good` times, then fails until it is mended; each time is 16 keys. */
  function failing(good: number): { connection: Connection; mend: () => void } {
    let left = good;
    const fill = seededRandom();
    const random = (target: Uint8Array) => {
      if (left-- === 0) throw new Error('no entropy');
      fill(target);
    };
    const connection = new Connection({ role: 'client', random });
    return { connection, mend: () => (left = Number.POSITIVE_INFINITY) };
  }

  test.each<[string, (connection: Connection) => unknown]>([
    ['a text', (it) => it.sendText('a')],
    ['binary', (it) => it.sendBinary(noise(10))],
    ['a fragment', (it) => it.sendFragment('a', { fin: false })],
    ['a ping', (it) => it.ping()],
    ['a pong', (it) => it.pong()],
    ['a Close', (it) => it.close(1000)],
  ])('%s throws, nothing has been sent, and nothing has changed', (_, send) => {
    const { connection, mend } = failing(0);
    expect(() => send(connection)).toThrow('no entropy');
    expect(connection.pendingOutputBytes).toBe(0);
    expect(connection.state).toBe('open');
    mend();
    connection.ping('whole');
    send(connection);
    expect(takeFrames(connection, 'client').length).toBe(2);
  });

  test.each([
    ['a copy', false],
    ['bytes that were handed over', true],
  ])('a message in many fragments goes out as a whole or not at all: %s', (_, takeOwnership) => {
    const { connection, mend } = failing(1);
    connection.sendText('whole'); // leaves fifteen keys, fewer than the message needs
    takeBytes(connection);
    const payload = noise(20_000);
    expect(() => connection.sendBinary(payload, { fragmentBytes: 1000, takeOwnership })).toThrow(
      'no entropy',
    );
    expect(connection.pendingOutputBytes).toBe(0);
    expect(sameBytes(payload, noise(20_000))).toBe(true);
    mend();
    connection.sendText('next');
    const peer = connect('server');
    peer.receive(takeBytes(connection));
    expect(drain(peer)).toStrictEqual([text('next')]);
  });

  test.each([
    [
      'a Close',
      closeToReceive('client', 1000),
      [{ type: 'close', code: 1000, reason: '', wasClean: true }],
    ],
    ['a violation', toReceive('client', 0x3), failure('reserved-opcode')],
  ] as const)('the answer to %s throws, and its events still come, once', (_, wire, expected) => {
    const { connection, mend } = failing(0);
    connection.receive(wire);
    expect(() => connection.nextEvent()).toThrow('no entropy');
    mend();
    expect(drain(connection)).toStrictEqual(expected);
    expect(connection.nextEvent()).toBe(null);
    expect(connection.state).toBe('closed');
  });

  test.each([
    ['a Close', closeToReceive('client', 1000)],
    ['a violation', toReceive('client', 0x3)],
  ])('the answer to %s throws, and the end that came with it is not forgotten', (_, wire) => {
    const { connection, mend } = failing(0);
    connection.receive(wire);
    connection.receiveEnd();
    expect(() => connection.nextEvent()).toThrow('no entropy');
    mend();
    expect(drain(connection).at(-1)).toMatchObject({ type: 'close' });
    expect(connection.transport).toBe('close-after-output');
  });

  test('the answer to a ping throws, and what follows is read as it should be', () => {
    const { connection, mend } = failing(0);
    connection.receive(join(toReceive('client', Ping, 'a'), toReceive('client', Text, 'b')));
    expect(() => connection.nextEvent()).toThrow('no entropy');
    mend();
    expect(drain(connection)).toContainEqual(text('b'));
    connection.close(1000);
    expect(takeFrames(connection, 'client').at(-1)).toMatchObject({
      opcode: Close,
      payload: closeBody(1000),
    });
  });
});
