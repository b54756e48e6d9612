/**
 * Calls at unusual moments: between two pulls, and from inside the functions that the caller has injected.
 */

import { describe, expect, test } from 'vitest';
import { Connection } from '../../src/connection/connection.js';
import type { UnmaskInPlace } from '../../src/frame/unmask-in-place.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { naiveMask } from '../properties/naive-frame.js';
import { hex, join, noise } from '../vectors/bits.js';
import {
  abnormal,
  closeToReceive,
  connect,
  drain,
  failure,
  roles,
  seededRandom,
  takeBytes,
  takeFrames,
  toReceive,
} from './drive.js';

const { Text, Binary, Continuation, Ping, Pong, Close } = Opcode;
const text = (data: string) => ({ type: 'text', data });
const unmask: UnmaskInPlace = (payload, key) => payload.set(naiveMask(payload, key));

describe.each(roles)('a %s', (role) => {
  const message = (data: string) => toReceive(role, Text, data);

  test('goes on where it was stopped in the middle of a chunk, with more received meanwhile', () => {
    const connection = connect(role);
    connection.receive(join(message('a'), message('b'), message('c').subarray(0, 3)));
    expect(connection.nextEvent()).toStrictEqual(text('a'));
    const waiting = connection.pendingInputBytes;
    connection.receive(join(message('c').subarray(3), message('d')));
    expect(connection.pendingInputBytes).toBe(
      waiting - 3 + message('c').length + message('d').length,
    );
    expect(connection.nextEvent()).toStrictEqual(text('b'));
    connection.receive(message('e'));
    connection.receiveEnd();
    expect(drain(connection)).toStrictEqual([text('c'), text('d'), text('e'), abnormal]);
  });

  test('sends and closes between two pulls, and hears the rest', () => {
    const connection = connect(role);
    connection.receive(
      join(message('a'), toReceive(role, Ping, 'p'), message('b'), closeToReceive(role, 1000)),
    );
    expect(connection.nextEvent()).toStrictEqual(text('a'));
    connection.sendText('answer to a');
    expect(connection.nextEvent()).toMatchObject({ type: 'ping' });
    connection.close(1001);
    expect(connection.nextEvent()).toStrictEqual(text('b'));
    expect(takeFrames(connection, role).map(({ opcode }) => opcode)).toStrictEqual([
      Text,
      Pong,
      Close,
    ]);
    expect(connection.nextEvent()).toMatchObject({ type: 'close', code: 1000, wasClean: true });
    expect(takeBytes(connection).length).toBe(0);
  });

  test('takes the end between the events of a violation, and more input', () => {
    const connection = connect(role, { streamMessages: true });
    connection.receive(toReceive(role, Text, hex('61 ff')));
    const events = [connection.nextEvent()];
    connection.receive(message('late'));
    expect(connection.sendText('late')).toBe(false);
    events.push(connection.nextEvent());
    connection.receiveEnd();
    connection.close(1000);
    events.push(connection.nextEvent(), connection.nextEvent());
    expect(events).toStrictEqual([
      { type: 'text-part', data: 'a', last: false },
      ...failure('text-not-utf8'),
      null,
    ]);
    expect(takeFrames(connection, role).length).toBe(1);
  });

  test('changes nothing when the data of a delivered message is overwritten', () => {
    const connection = connect(role);
    connection.receive(
      join(toReceive(role, Binary, noise(100, 1)), toReceive(role, Binary, noise(100, 2))),
    );
    const first = connection.nextEvent();
    if (first?.type !== 'binary') throw new Error('no message');
    first.data.fill(0xff);
    expect(connection.nextEvent()).toStrictEqual({ type: 'binary', data: noise(100, 2) });
  });

  test('gives a message whole although the memory of the one before it was transferred away', () => {
    const connection = connect(role);
    const long = noise(8000);
    connection.receive(
      join(toReceive(role, Binary, noise(100)), toReceive(role, Binary, long, false)),
    );
    const first = connection.nextEvent();
    if (first?.type !== 'binary') throw new Error('no message');
    // Nothing is unread any more, and the message belongs to its receiver.
    expect(connection.nextEvent()).toBe(null);
    structuredClone(null, { transfer: [first.data.buffer as ArrayBuffer] });
    connection.receive(toReceive(role, Continuation, 'end'));
    expect(drain(connection)).toStrictEqual([
      { type: 'binary', data: join(long, new TextEncoder().encode('end')) },
    ]);
  });
});

describe('from inside an unmask of the caller,', () => {
  /** A server whose unmask does something the first time that it is called. */
  function serverThat(act: (connection: Connection) => void): Connection {
    let hasActed = false;
    const connection: Connection = connect('server', {
      unmaskInPlace(payload, key) {
        if (!hasActed) {
          hasActed = true;
          act(connection);
        }
        unmask(payload, key);
      },
    });
    return connection;
  }
  const message = (data: string) => toReceive('server', Text, data);

  test.each([0, 1, 5, 8, 60, 5000])('a chunk of %i bytes may be received', (length) => {
    const more = join(message('c'), toReceive('server', Binary, noise(length)));
    const connection = serverThat((it) => it.receive(more));
    connection.receive(join(message('a'), message('b')));
    expect(drain(connection)).toStrictEqual([
      text('a'),
      text('b'),
      text('c'),
      { type: 'binary', data: noise(length) },
    ]);
  });

  test('a chunk may be received while the frame is the only one', () => {
    const connection = serverThat((it) => it.receive(message('b')));
    connection.receive(message('a'));
    expect(drain(connection)).toStrictEqual([text('a'), text('b')]);
  });

  test('the end may be received', () => {
    const connection = serverThat((it) => it.receiveEnd());
    connection.receive(join(message('a'), message('b')));
    expect(drain(connection)).toStrictEqual([text('a'), text('b'), abnormal]);
  });

  test('messages may be sent and the output taken', () => {
    let taken: Uint8Array = hex('');
    const connection = serverThat((it) => {
      it.sendText('now');
      taken = takeBytes(it);
    });
    connection.receive(join(message('a'), message('b')));
    expect(drain(connection)).toStrictEqual([text('a'), text('b')]);
    expect(taken).toStrictEqual(hex('81 03 6e6f77'));
  });

  test('the connection may be closed', () => {
    const connection = serverThat((it) => it.close(1001));
    connection.receive(
      join(toReceive('server', Ping, 'a'), message('b'), closeToReceive('server')),
    );
    expect(drain(connection)).toMatchObject([
      { type: 'ping' },
      text('b'),
      { type: 'close', wasClean: true },
    ]);
    expect(takeFrames(connection, 'server').map(({ opcode }) => opcode)).toStrictEqual([
      Close,
      Pong,
    ]);
  });

  test('an error may come, and no payload is taken for a header afterwards', () => {
    const connection = serverThat(() => {
      throw new Error('native code failed');
    });
    // Taken for a header, the payload would be a Close without a mask.
    connection.receive(join(hex('82 82 00000000 8800'), message('b')));
    expect(() => connection.nextEvent()).toThrow('native code failed');
    // Nothing can be relied on any more, so a pull throws again: it never makes events of what lies there.
    expect(() => connection.nextEvent()).toThrow(TypeError);
    expect(() => connection.nextEvent()).toThrow('unmaskInPlace');
    expect(takeBytes(connection).length).toBe(0);
    // The end still comes through.
    connection.receiveEnd();
    expect(drain(connection)).toStrictEqual([abnormal]);
    expect(connection.transport).toBe('close-after-output');
  });

  test('a pull is a TypeError: the frames would come out of order', () => {
    let caught: unknown;
    const connection = serverThat((it) => {
      try {
        it.nextEvent();
      } catch (error) {
        caught = error;
      }
    });
    connection.receive(join(message('a'), message('b')));
    expect(drain(connection)).toStrictEqual([text('a'), text('b')]);
    expect(caught).toBeInstanceOf(TypeError);
  });
});

describe('from inside a random source,', () => {
  /** A client whose source does something each time that it is asked. */
  function clientThat(act: (connection: Connection) => void): Connection {
    const fill = seededRandom();
    const connection: Connection = new Connection({
      role: 'client',
      random(target) {
        act(connection);
        fill(target);
      },
    });
    return connection;
  }

  test('chunks may be received, and the end', () => {
    const connection = clientThat((it) => {
      it.receive(toReceive('client', Text, 'b'));
      it.receiveEnd();
    });
    connection.receive(toReceive('client', Ping, 'a'));
    expect(drain(connection)).toStrictEqual([
      { type: 'ping', payload: hex('61') },
      text('b'),
      abnormal,
    ]);
    expect(takeFrames(connection, 'client')).toStrictEqual([
      { opcode: Pong, fin: true, payload: hex('61') },
    ]);
  });

  test.each<[string, (connection: Connection) => unknown]>([
    ['sendText', (it) => it.sendText('b')],
    ['sendBinary', (it) => it.sendBinary(hex('62'))],
    ['sendFragment', (it) => it.sendFragment('b', { fin: true })],
    ['ping', (it) => it.ping('b')],
    ['pong', (it) => it.pong('b')],
    ['close', (it) => it.close()],
  ])('%s is refused by its name, and only once', (name, call) => {
    let caught: unknown = null;
    const connection = clientThat((it) => {
      if (caught !== null) return;
      try {
        call(it);
      } catch (error) {
        caught = error;
      }
    });
    connection.sendText('a');
    expect(caught).toStrictEqual(new TypeError(`${name}() called while something is being sent`));
    expect(takeFrames(connection, 'client')).toMatchObject([{ opcode: Text, payload: hex('61') }]);
  });

  test('the output may be taken: nothing is lost or sent twice', () => {
    const taken: Uint8Array[] = [];
    const connection = clientThat((it) => taken.push(...it.takeOutput()));
    for (let count = 0; count < 40; count++) {
      connection.receive(toReceive('client', Ping, `${count}`));
      connection.nextEvent();
    }
    expect(connection.pendingPongs).toBeLessThan(40);
    taken.push(...connection.takeOutput());
    expect(connection.pendingPongs).toBe(0);
    const other = connect('server');
    for (const bytes of taken) other.receive(bytes);
    const payloads = drain(other).map(
      (event) => event.type === 'pong' && new TextDecoder().decode(event.payload),
    );
    expect(payloads).toStrictEqual(Array.from({ length: 40 }, (_, count) => `${count}`));
  });
});
