/**
 * What a connection makes of the frames that it receives: violations, Closes, and the order of events.
 */

import { describe, expect, test } from 'vitest';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { Rsv } from '../../src/vocabulary/rsv.js';
import type { ViolationCode } from '../../src/vocabulary/violation.js';
import { hex, join, noise } from '../vectors/bits.js';
import { faultVectors } from '../vectors/first-faults.js';
import {
  closeBody,
  closeToReceive,
  connect,
  drain,
  failure,
  faultClose,
  judge,
  nothingPending,
  pending,
  roles,
  takeBytes,
  takeFrames,
  toReceive,
} from './drive.js';
import { shifting } from './toy-extensions.js';

const { Text, Continuation, Close, Ping, Pong } = Opcode;

describe('the first fault on the wire wins:', () => {
  const cases = faultVectors.flatMap((vector) =>
    (vector.rules.role === undefined ? roles : [vector.rules.role])
      // Without a role the vectors leave the mask out; with one it would be the first fault.
      .filter(
        (role) =>
          vector.rules.role !== undefined || (role === 'client') === isUnmasked(vector.wire),
      )
      .map((role) => ({ ...vector, role })),
  );

  function isUnmasked(wire: Uint8Array): boolean {
    return ((wire[1] ?? 0) & 0x80) === 0;
  }

  test.each(cases)('$title, by a $role', ({ wire, rules, code, judgedAfter, role }) => {
    const { maxPayloadBytes } = rules;
    const connection = connect(role, maxPayloadBytes === undefined ? {} : { maxPayloadBytes });
    for (const [at, byte] of wire.entries()) {
      connection.receive(Uint8Array.of(byte));
      expect(drain(connection)).toStrictEqual(at + 1 === judgedAfter ? failure(code) : []);
    }
    expect(takeFrames(connection, role)).toStrictEqual([faultClose(code)]);
  });
});

describe.each(roles)('a %s', (role) => {
  const whole = (opcode: number, payload: Uint8Array | string = '') =>
    toReceive(role, opcode, payload);
  const fragment = (opcode: number, payload: Uint8Array | string = '') =>
    toReceive(role, opcode, payload, false);

  describe('refuses a Close', () => {
    test.each<[string, Uint8Array, ViolationCode]>([
      ['of one byte', hex('03'), 'close-payload-too-short'],
      ['with a code that is not for the wire', closeBody(1006), 'close-code-invalid'],
      ['with a code out of range', closeBody(999), 'close-code-invalid'],
      [
        'with a reason that is not UTF-8',
        join(closeBody(1000), hex('c0')),
        'close-reason-not-utf8',
      ],
      ['with half a character', join(closeBody(1000), hex('e282')), 'close-reason-not-utf8'],
    ])('%s', (_, payload, code) => {
      const connection = connect(role);
      connection.receive(join(whole(Text, 'before'), whole(Close, payload), whole(Text, 'behind')));
      expect(drain(connection)).toStrictEqual([{ type: 'text', data: 'before' }, ...failure(code)]);
      expect(takeFrames(connection, role)).toStrictEqual([faultClose(code)]);
    });
  });

  describe('takes a Close', () => {
    test('inside a message, which is dropped', () => {
      const connection = connect(role);
      connection.receive(
        join(fragment(Text, 'never'), whole(Ping), closeToReceive(role, 1001, 'off')),
      );
      expect(drain(connection)).toStrictEqual([
        { type: 'ping', payload: hex('') },
        { type: 'close', code: 1001, reason: 'off', wasClean: true },
      ]);
      expect(takeFrames(connection, role).map(({ opcode }) => opcode)).toStrictEqual([Pong, Close]);
    });

    test('and ignores whatever comes behind it', () => {
      for (const behind of [
        whole(Text, 'a'),
        whole(Ping),
        whole(0x3),
        closeToReceive(role),
        hex('ffffffff'),
      ]) {
        const connection = connect(role);
        connection.receive(join(closeToReceive(role), behind));
        connection.receive(behind);
        expect(drain(connection)).toStrictEqual([
          { type: 'close', code: 1005, reason: '', wasClean: true },
        ]);
        connection.receive(behind);
        expect(drain(connection)).toStrictEqual([]);
        expect(takeFrames(connection, role)).toStrictEqual([
          { opcode: Close, fin: true, payload: hex('') },
        ]);
        expect(pending(connection)).toStrictEqual(nothingPending);
      }
    });
  });

  describe('refuses text that is not UTF-8', () => {
    test('at the byte that makes it certain, long before the message ends', () => {
      const wire = join(fragment(Text, hex('61 e2')), fragment(Continuation, hex('28 61')));
      const fault = wire.length - 1;
      expect(judge(role, wire)).toStrictEqual({ code: 'text-not-utf8', at: fault });
      expect(judge(role, wire, { streamMessages: true })).toStrictEqual({
        code: 'text-not-utf8',
        at: fault,
      });
    });

    test('when it ends inside a character', () => {
      for (const wire of [
        whole(Text, hex('e282')),
        join(fragment(Text, hex('e2')), whole(Continuation, hex('82'))),
      ]) {
        expect(judge(role, wire)).toStrictEqual({ code: 'text-not-utf8', at: wire.length });
      }
    });

    test('with messages in parts, behind the valid text in front of the fault', () => {
      const connection = connect(role, { streamMessages: true });
      connection.receive(join(whole(Text, hex('6162 e282ac f09f ff 63')), whole(Text, 'behind')));
      expect(drain(connection)).toStrictEqual([
        { type: 'text-part', data: 'ab€', last: false },
        ...failure('text-not-utf8'),
      ]);
      expect(takeFrames(connection, role)).toStrictEqual([faultClose('text-not-utf8')]);
      expect(pending(connection)).toStrictEqual(nothingPending);
    });
  });

  test('delivers what came in front of a violation, one by one, before it acts on that', () => {
    const connection = connect(role);
    connection.receive(join(whole(Text, 'a'), whole(Ping, 'b'), whole(0x7)));
    expect(connection.nextEvent()).toStrictEqual({ type: 'text', data: 'a' });
    expect(connection.state).toBe('open');
    expect(connection.sendText('still open')).toBe(true);
    expect(connection.nextEvent()).toStrictEqual({ type: 'ping', payload: hex('62') });
    const [error, close] = failure('reserved-opcode');
    expect(connection.nextEvent()).toStrictEqual(error);
    expect(connection.state).toBe('closed');
    expect(connection.sendText('not any more')).toBe(false);
    expect(connection.nextEvent()).toStrictEqual(close);
    expect(connection.nextEvent()).toBe(null);
    expect(takeFrames(connection, role).map(({ opcode }) => opcode)).toStrictEqual([
      Text,
      Pong,
      Close,
    ]);
  });

  test('sends no second Close when a violation follows its own', () => {
    const connection = connect(role);
    connection.close(1000);
    connection.receive(whole(0x7));
    expect(drain(connection)).toStrictEqual(failure('reserved-opcode'));
    expect(takeFrames(connection, role)).toStrictEqual([
      { opcode: Close, fin: true, payload: closeBody(1000) },
    ]);
    expect(connection.transport).toBe('end-after-output');
  });

  test('pongs that nobody asked for are events and nothing else', () => {
    const connection = connect(role);
    connection.receive(join(whole(Pong), whole(Pong, noise(125))));
    expect(drain(connection)).toStrictEqual([
      { type: 'pong', payload: hex('') },
      { type: 'pong', payload: noise(125) },
    ]);
    expect(takeBytes(connection).length).toBe(0);
  });
});

test.each(roles)('a text of one frame that is none fails a %s', (role) => {
  const connection = connect(role);
  connection.receive(toReceive(role, Text, hex('61 ff')));
  expect(drain(connection)).toStrictEqual(failure('text-not-utf8'));
});

test.each(roles)('a message that becomes too long when it is undone fails a %s', (role) => {
  for (const maxMessageBytes of [9, 10]) {
    const connection = connect(role, { extensions: [shifting(Rsv.Rsv1)], maxMessageBytes });
    const frame = toReceive(role, 0x2, noise(10));
    frame[0] = 0xc2;
    connection.receive(frame);
    const events = drain(connection);
    if (maxMessageBytes === 9) expect(events).toStrictEqual(failure('message-too-big'));
    else expect(events).toMatchObject([{ type: 'binary' }]);
  }
});
