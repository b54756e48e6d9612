import { Buffer } from 'node:buffer';
import { describe, expect, test, vi } from 'vitest';
import { Connection } from '../../src/connection/connection.js';
import type { ConnectionOptions } from '../../src/connection/connection-options.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { hex, join, noise, sameBytes } from '../vectors/bits.js';
import {
  abnormal,
  closeBody,
  closeToReceive,
  connect,
  drain,
  frame,
  framesFor,
  nothingPending,
  peerOf,
  pending,
  type Role,
  roles,
  takeBytes,
  takeFrames,
  toReceive,
} from './drive.js';

const { Text, Binary, Continuation, Close, Ping, Pong } = Opcode;

describe.each(roles)('a %s', (role) => {
  test('begins open with nothing to say', () => {
    const connection = connect(role);
    expect(connection.state).toBe('open');
    expect(connection.transport).toBe('open');
    expect(pending(connection)).toStrictEqual(nothingPending);
    expect(connection.nextEvent()).toBe(null);
    expect(connection.takeOutput()).toStrictEqual([]);
  });

  test('does nothing with a chunk before it is pulled', () => {
    const connection = connect(role);
    const wire = join(toReceive(role, Ping, 'a'), closeToReceive(role, 1000));
    connection.receive(wire);
    expect(connection.state).toBe('open');
    expect(pending(connection)).toStrictEqual({ input: wire.length, output: 0, pongs: 0 });
    expect(connection.nextEvent()).toStrictEqual({ type: 'ping', payload: hex('61') });
    expect(connection.state).toBe('open');
    expect(connection.pendingPongs).toBe(1);
    expect(connection.nextEvent()).toMatchObject({ type: 'close', code: 1000 });
    expect(connection.state).toBe('closed');
    expect(connection.nextEvent()).toBe(null);
  });

  test('drops what comes behind the peer’s Close, or behind the end', () => {
    const closed = connect(role);
    closed.receive(closeToReceive(role, 1000));
    drain(closed);
    closed.receive(toReceive(role, Text, 'late'));
    expect(closed.pendingInputBytes).toBe(0);

    const ended = connect(role);
    ended.receiveEnd();
    ended.receive(toReceive(role, Text, 'late'));
    expect(ended.pendingInputBytes).toBe(0);
    expect(drain(ended)).toStrictEqual([abnormal]);
  });

  test('sends whole messages, control frames and a Close in order', () => {
    const connection = connect(role);
    expect(connection.sendText('Hello €\ud800')).toBe(true);
    expect(connection.sendBinary(noise(300))).toBe(true);
    expect(connection.ping('are you there')).toBe(true);
    expect(connection.pong(hex('00ff'))).toBe(true);
    expect(connection.ping()).toBe(true);
    expect(connection.sendText('')).toBe(true);
    connection.close(1000, 'bye');
    expect(takeFrames(connection, role)).toStrictEqual([
      frame(Text, 'Hello €\ufffd'),
      frame(Binary, noise(300)),
      frame(Ping, 'are you there'),
      frame(Pong, hex('00ff')),
      frame(Ping, ''),
      frame(Text, ''),
      frame(Close, closeBody(1000, 'bye')),
    ]);
    expect(pending(connection)).toStrictEqual(nothingPending);
  });

  test('counts its output until that is taken', () => {
    const connection = connect(role);
    connection.sendBinary(noise(10));
    const overhead = role === 'client' ? 6 : 2;
    expect(connection.pendingOutputBytes).toBe(10 + overhead);
    connection.ping();
    expect(connection.pendingOutputBytes).toBe(10 + 2 * overhead);
    expect(takeBytes(connection).length).toBe(10 + 2 * overhead);
    expect(connection.pendingOutputBytes).toBe(0);
  });

  describe('does not change or keep', () => {
    test('bytes that are sent', () => {
      const connection = connect(role);
      const payload = noise(10_000);
      connection.sendBinary(payload);
      connection.sendFragment(payload, { fin: true });
      connection.ping(payload.subarray(0, 100));
      expect(sameBytes(payload, noise(10_000))).toBe(true);
      payload.fill(0);
      const frames = takeFrames(connection, role);
      expect(frames.map((sent) => sameBytes(sent.payload, noise(10_000)))).toStrictEqual([
        true,
        true,
        false,
      ]);
      expect(frames[2]?.payload).toStrictEqual(noise(10_000).slice(0, 100));
    });

    test('chunks that are received', () => {
      const connection = connect(role);
      const wire = join(
        toReceive(role, Binary, noise(200)),
        toReceive(role, Binary, noise(5000), false),
      );
      const chunk = wire.slice();
      connection.receive(chunk);
      expect(sameBytes(chunk, wire)).toBe(true);
      chunk.fill(0);
      const last = toReceive(role, Continuation, noise(3));
      connection.receive(last);
      last.fill(0);
      expect(drain(connection)).toStrictEqual([
        { type: 'binary', data: noise(200) },
        { type: 'binary', data: join(noise(5000), noise(3)) },
      ]);
    });

    test('chunks that were handed over, when they are not handed over', () => {
      const wire = toReceive(role, Binary, noise(200));
      for (const takeOwnership of [true, false]) {
        const chunk = wire.slice();
        const connection = connect(role, { takeOwnership });
        connection.receive(chunk);
        const event = connection.nextEvent();
        if (event?.type !== 'binary') throw new Error('no message');
        expect(event.data).toStrictEqual(noise(200));
        expect(event.data.buffer === chunk.buffer).toBe(takeOwnership);
      }
    });
  });

  test('takes Buffers and gives plain arrays', () => {
    const connection = connect(role);
    connection.receive(Buffer.from(toReceive(role, Binary, 'abc')));
    connection.receive(Buffer.from(toReceive(role, Ping, 'abc')));
    for (const event of drain(connection)) {
      const bytes = event.type === 'ping' ? event.payload : event.type === 'binary' && event.data;
      expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype);
    }
    connection.sendBinary(Buffer.from('abc'));
    expect(takeFrames(connection, role)).toStrictEqual([frame(Pong, 'abc'), frame(Binary, 'abc')]);
  });

  test('leaves pings to the application when it is told to', () => {
    const connection = connect(role, { autoPong: false });
    connection.receive(toReceive(role, Ping, 'a'));
    expect(drain(connection)).toStrictEqual([{ type: 'ping', payload: hex('61') }]);
    expect(pending(connection)).toStrictEqual(nothingPending);
    connection.pong('a');
    expect(connection.pendingPongs).toBe(0);
    expect(takeFrames(connection, role)).toStrictEqual([frame(Pong, 'a')]);
  });

  test('puts automatic pongs in their place among what is sent', () => {
    const connection = connect(role);
    connection.sendText('1');
    connection.receive(join(toReceive(role, Ping, 'a'), toReceive(role, Ping, 'b')));
    connection.nextEvent();
    connection.sendText('2');
    connection.nextEvent();
    expect(connection.pendingPongs).toBe(2);
    expect(takeFrames(connection, role)).toStrictEqual([
      frame(Text, '1'),
      frame(Pong, 'a'),
      frame(Text, '2'),
      frame(Pong, 'b'),
    ]);
  });

  test('uses the unmask that it is given, if it has anything to unmask', () => {
    const unmaskInPlace = vi.fn((payload: Uint8Array) => payload.fill(0x41));
    const connection = connect(role, { unmaskInPlace });
    connection.receive(toReceive(role, Text, 'abc'));
    expect(drain(connection)).toStrictEqual([
      { type: 'text', data: role === 'server' ? 'AAA' : 'abc' },
    ]);
    expect(unmaskInPlace).toHaveBeenCalledTimes(role === 'server' ? 1 : 0);
  });
});

describe('masking', () => {
  const frames = (role: Role, count: number, options: Omit<ConnectionOptions, 'role'> = {}) => {
    const connection = new Connection({ ...options, role });
    for (let at = 0; at < count; at++) connection.sendBinary(new Uint8Array(4));
    return takeBytes(connection);
  };

  test('a client masks each frame with a key of its own, from the runtime when none is given', () => {
    const wire = frames('client', 1000);
    const keys = new Set<string>();
    for (let at = 0; at < wire.length; at += 10) {
      const key = wire.subarray(at + 2, at + 6);
      // The payload was zeros: masked, it is the key.
      expect(wire.subarray(at + 6, at + 10)).toStrictEqual(key);
      keys.add(key.join());
    }
    expect(keys.size).toBeGreaterThan(990);
    expect(framesFor('server', wire).length).toBe(1000);
  });

  test('a server masks nothing and needs no random source', () => {
    const random = vi.fn();
    expect(frames('server', 2, { random })).toStrictEqual(hex('82 04 00000000 82 04 00000000'));
    expect(random).not.toHaveBeenCalled();
  });

  test('a client without a source throws at once where there is none, a server does not', () => {
    const original = Object.getOwnPropertyDescriptor(globalThis, 'crypto') as PropertyDescriptor;
    try {
      Object.defineProperty(globalThis, 'crypto', { value: undefined, configurable: true });
      expect(() => new Connection({ role: 'client' })).toThrow(TypeError);
      expect(() => new Connection({ role: 'client', random: (target) => target })).not.toThrow();
      expect(() => new Connection({ role: 'server' })).not.toThrow();
    } finally {
      Object.defineProperty(globalThis, 'crypto', original);
    }
  });

  test('what one role sends the other receives', () => {
    for (const role of roles) {
      const sender = connect(role, { fragmentBytes: 1000 });
      const receiver = connect(peerOf(role));
      sender.sendText('€'.repeat(3000));
      sender.sendBinary(noise(70_000), { fragmentBytes: 70_000 });
      for (const bytes of sender.takeOutput()) receiver.receive(bytes);
      const [text, binary] = drain(receiver);
      expect(text).toStrictEqual({ type: 'text', data: '€'.repeat(3000) });
      expect(binary?.type === 'binary' && sameBytes(binary.data, noise(70_000))).toBe(true);
    }
  });
});
