/**
 * What comes at the far end of a message, and behind a Close.
 */

import { describe, expect, test } from 'vitest';
import type { ConnectionEvent } from '../../src/connection/connection-event.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { protocolError } from '../../src/vocabulary/violation.js';
import {
  closeBody,
  closeToReceive,
  connect,
  drain,
  failure,
  faultClose,
  nothingPending,
  pending,
  roles,
  takeFrames,
  toReceive,
} from '../connection/drive.js';
import { retainedBytes } from '../measure.js';
import { compressedToReceive, deflated, deflating, pako } from '../properties/deflating.js';
import { hex, join, noise, repeat } from '../vectors/bits.js';
import { attack } from './attack.js';

const { Binary, Close, Continuation, Ping, Pong, Text } = Opcode;

describe.each(roles)(`${attack('late-invalid-text')}: towards a %s`, (role) => {
  const limits = { maxPayloadBytes: 2 ** 25, maxMessageBytes: 2 ** 25 };
  const length = 20_000_000;
  const mask = role === 'server' ? 0x80 : 0;
  // A key of zeros changes nothing.
  const key = role === 'server' ? hex('00000000') : hex('');

  test.each([
    ['whole messages', false],
    ['messages in parts', true],
  ])('20 MB of a letter, then ff, are 1007: %s', (_, streamMessages) => {
    const connection = connect(role, { streamMessages, ...limits });
    const text = repeat(0x61, length + 1);
    text[length] = 0xff;
    connection.receive(toReceive(role, Text, '', false));
    connection.receive(join(Uint8Array.of(0x80, 0x7f | mask), hex('0000000001312d01'), key));
    let letters = 0;
    const others: ConnectionEvent[] = [];
    for (let at = 0; at < text.length; at += 65_536) {
      connection.receive(text.subarray(at, at + 65_536));
      for (const event of drain(connection)) {
        if (event.type === 'text-part') letters += event.data.length;
        else others.push(event);
      }
    }
    expect(others).toStrictEqual(failure('text-not-utf8'));
    expect(letters).toBe(streamMessages ? length : 0);
    expect(takeFrames(connection, role)).toStrictEqual([faultClose('text-not-utf8')]);
    expect(protocolError('text-not-utf8').closeCode).toBe(1007);
  });

  test('the same in one chunk, and in fragments', () => {
    const text = repeat(0x61, 1_000_001);
    text[1_000_000] = 0xff;
    const fragments = [
      toReceive(role, Text, text.subarray(0, 500_000), false),
      toReceive(role, Continuation, text.subarray(500_000, 1_000_000), false),
      toReceive(role, Continuation, text.subarray(1_000_000)),
    ];
    for (const wire of [toReceive(role, Text, text), join(...fragments)]) {
      const connection = connect(role);
      connection.receive(wire);
      expect(drain(connection)).toStrictEqual(failure('text-not-utf8'));
    }
  });

  test('a character that the end of the text cuts off is 1007 too', () => {
    for (const cut of ['c3', 'e282', 'f09f98']) {
      const connection = connect(role);
      connection.receive(toReceive(role, Text, join(repeat(0x61, 100_000), hex(cut))));
      expect(drain(connection)).toStrictEqual(failure('text-not-utf8'));
    }
  });

  test('a reason that is cut inside a character is 1007', () => {
    const connection = connect(role);
    connection.receive(toReceive(role, Close, hex('03e8 e282')));
    expect(drain(connection)).toStrictEqual(failure('close-reason-not-utf8'));
    expect(protocolError('close-reason-not-utf8').closeCode).toBe(1007);
  });
});

describe.each(roles)(`${attack('after-close')}: towards a %s`, (role) => {
  const behind: [string, Uint8Array][] = [
    ['a text', toReceive(role, Text, 'late')],
    ['binary', toReceive(role, Binary, noise(1000))],
    ['a ping', toReceive(role, Ping, 'late')],
    ['another Close', closeToReceive(role, 1001)],
    ['a continuation of nothing', toReceive(role, Continuation, 'late')],
    ['a reserved opcode', toReceive(role, 0x3, 'late')],
    ['bytes that are no frame', noise(100)],
    ['an endless length', hex('82ff ffffffffffffffff')],
  ];
  const closed = { type: 'close', code: 1000, reason: '', wasClean: true } as const;

  test.each(behind)('%s behind a Close is ignored', (_, late) => {
    for (const isApart of [false, true]) {
      const connection = connect(role);
      if (isApart) {
        connection.receive(closeToReceive(role, 1000));
        expect(drain(connection)).toStrictEqual([closed]);
        connection.receive(late);
        expect(drain(connection)).toStrictEqual([]);
      } else {
        connection.receive(join(closeToReceive(role, 1000), late));
        expect(drain(connection)).toStrictEqual([closed]);
      }
      expect(takeFrames(connection, role)).toStrictEqual([
        { opcode: Close, fin: true, payload: closeBody(1000) },
      ]);
      expect(pending(connection)).toStrictEqual(nothingPending);
      expect(connection.state).toBe('closed');
    }
  });

  test('data that cross our own Close are still given, and pings still answered', () => {
    const connection = connect(role);
    connection.close(1000);
    connection.receive(join(toReceive(role, Text, 'a'), toReceive(role, Ping, 'p')));
    connection.receive(join(closeToReceive(role, 1000), toReceive(role, Text, 'late')));
    expect(drain(connection)).toStrictEqual([
      { type: 'text', data: 'a' },
      { type: 'ping', payload: hex('70') },
      closed,
    ]);
    expect(takeFrames(connection, role).map(({ opcode }) => opcode)).toStrictEqual([Close, Pong]);
  });

  test('a Close inside an open fragmented message is accepted, and the message dropped', () => {
    for (const opcode of [Text, Binary]) {
      const connection = connect(role);
      connection.receive(toReceive(role, opcode, 'never', false));
      connection.receive(join(closeToReceive(role, 1000), toReceive(role, Continuation, ' seen')));
      expect(drain(connection)).toStrictEqual([closed]);
      expect(takeFrames(connection, role)).toStrictEqual([
        { opcode: Close, fin: true, payload: closeBody(1000) },
      ]);
      expect(pending(connection)).toStrictEqual(nothingPending);
    }
  });

  test('so it is in the middle of a compressed message', () => {
    const connection = deflating(role, pako);
    const begun = compressedToReceive(role, Binary, deflated(noise(100)), { fin: false });
    connection.receive(join(begun, closeToReceive(role, 1000)));
    expect(drain(connection)).toStrictEqual([closed]);
  });

  test('of a message in parts no part says that it is the last', () => {
    const connection = connect(role, { streamMessages: true });
    connection.receive(join(toReceive(role, Text, 'a', false), closeToReceive(role, 1000)));
    expect(drain(connection)).toStrictEqual([
      { type: 'text-part', data: 'a', last: false },
      closed,
    ]);
  });

  test('a text that is cut inside a character by a Close is dropped like any other', () => {
    const connection = connect(role);
    connection.receive(join(toReceive(role, Text, hex('e282'), false), closeToReceive(role, 1000)));
    expect(drain(connection)).toStrictEqual([closed]);
  });

  test('data behind it are not even kept', () => {
    const retained = retainedBytes(() => {
      const connection = connect(role);
      connection.receive(join(toReceive(role, Text, 'never', false), closeToReceive(role, 1000)));
      expect(drain(connection)).toMatchObject([{ type: 'close', code: 1000, wasClean: true }]);
      let events = 0;
      for (let count = 0; count < 1000; count++) {
        connection.receive(toReceive(role, Text, noise(1000)));
        if (connection.nextEvent() !== null) events++;
      }
      // Once, and not each time: an assertion leaves more behind than what is measured here.
      expect(events).toBe(0);
      return connection;
    });
    expect(retained).toBeLessThan(100_000);
  });
});
