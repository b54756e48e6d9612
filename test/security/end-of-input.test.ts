/**
 * The input ends at every byte offset of every kind of frame: one abnormal closure, then quiet.
 */

import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/connection/connection.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import {
  abnormal,
  closeBody,
  closeToReceive,
  connect,
  drain,
  nothingPending,
  pending,
  type Role,
  roles,
  takeBytes,
  takeFrames,
  toReceive,
} from '../connection/drive.js';
import { join, noise } from '../vectors/bits.js';
import { attack } from './attack.js';

interface Kind {
  readonly title: string;
  readonly wire: (role: Role) => Uint8Array;
  /** How many events the whole frame makes. */
  readonly events: number;
  /** Whether a message is in progress before it. */
  readonly continues?: boolean;
}

const kinds: readonly Kind[] = [
  { title: 'an empty text', wire: (role) => toReceive(role, Opcode.Text), events: 1 },
  { title: 'a text', wire: (role) => toReceive(role, Opcode.Text, 'Hello €'), events: 1 },
  { title: 'binary', wire: (role) => toReceive(role, Opcode.Binary, noise(5)), events: 1 },
  {
    title: 'binary with a 16-bit length',
    wire: (role) => toReceive(role, Opcode.Binary, noise(126)),
    events: 1,
  },
  {
    title: 'a first fragment',
    wire: (role) => toReceive(role, Opcode.Text, 'Hel', false),
    events: 0,
  },
  {
    title: 'a fragment in the middle',
    wire: (role) => toReceive(role, Opcode.Continuation, 'lo', false),
    events: 0,
    continues: true,
  },
  {
    title: 'a last fragment',
    wire: (role) => toReceive(role, Opcode.Continuation, 'lo'),
    events: 1,
    continues: true,
  },
  { title: 'a ping', wire: (role) => toReceive(role, Opcode.Ping, 'abc'), events: 1 },
  {
    title: 'a ping inside a message',
    wire: (role) => toReceive(role, Opcode.Ping, noise(125)),
    events: 1,
    continues: true,
  },
  { title: 'a pong', wire: (role) => toReceive(role, Opcode.Pong), events: 1 },
];

/** Beginnings before which the whole frame is never there: the header of a payload of 64 KiB. */
const large = (role: Role) => toReceive(role, Opcode.Binary, noise(65_536)).subarray(0, 40);

/** Pulls, and pulls again, and sends more: nothing may come any more. */
function expectQuiet(connection: Connection, role: Role): void {
  connection.receive(toReceive(role, Opcode.Text, 'late'));
  connection.receive(closeToReceive(role, 1000));
  connection.receiveEnd();
  for (let count = 0; count < 3; count++) expect(connection.nextEvent()).toBe(null);
  expect(connection.state).toBe('closed');
  expect(connection.transport).toBe('close-after-output');
  expect(connection.pendingOutputBytes).toBe(0);
}

describe.each(roles)(`${attack('end-of-input')}: that of a %s`, (role) => {
  const openings = [
    ['open', (_: Connection) => {}],
    ["with one's own Close sent", (connection: Connection) => connection.close(1000)],
  ] as const;

  describe.each(openings)('while it is %s', (_, open) => {
    function begin(kind?: Kind, streamMessages = false): Connection {
      const connection = connect(role, { streamMessages });
      if (kind?.continues) connection.receive(toReceive(role, Opcode.Text, 'Hel', false));
      open(connection);
      drain(connection);
      takeBytes(connection);
      return connection;
    }

    test('at a frame boundary', () => {
      const connection = begin();
      connection.receiveEnd();
      expect(connection.state).not.toBe('closed');
      expect(drain(connection)).toStrictEqual([abnormal]);
      expect(takeBytes(connection).length).toBe(0);
      expectQuiet(connection, role);
    });

    test.each(kinds)('at every byte of $title', (kind) => {
      const wire = kind.wire(role);
      for (let length = 0; length <= wire.length; length++) {
        const connection = begin(kind);
        connection.receive(wire.subarray(0, length));
        connection.receiveEnd();
        const events = drain(connection);
        expect(events.pop()).toStrictEqual(abnormal);
        expect(events.length).toBe(length < wire.length ? 0 : kind.events);
        const pongs = takeFrames(connection, role);
        expect(pongs.every(({ opcode }) => opcode === Opcode.Pong)).toBe(true);
        expectQuiet(connection, role);
      }
    });

    test.each(kinds)('at every byte of $title, with messages in parts', (kind) => {
      const wire = kind.wire(role);
      for (let length = 0; length < wire.length; length++) {
        const connection = begin(kind, true);
        connection.receive(wire.subarray(0, length));
        connection.receiveEnd();
        const events = drain(connection);
        expect(events.pop()).toStrictEqual(abnormal);
        for (const event of events) expect(event).toMatchObject({ last: false });
        expectQuiet(connection, role);
      }
    });

    test('in the header and at the beginning of a long payload', () => {
      for (let length = 0; length <= 40; length++) {
        const connection = begin();
        connection.receive(large(role).subarray(0, length));
        connection.receiveEnd();
        expect(drain(connection)).toStrictEqual([abnormal]);
        expectQuiet(connection, role);
      }
    });

    test.each([
      ['an empty Close', undefined, ''],
      ['a Close with a code', 1000, ''],
      ['a Close with a reason', 4000, 'because'],
    ])('at every byte of %s', (__, code, reason) => {
      const wire = closeToReceive(role, code, reason);
      for (let length = 0; length <= wire.length; length++) {
        const connection = begin();
        connection.receive(wire.subarray(0, length));
        connection.receiveEnd();
        const isWhole = length === wire.length;
        const clean = { type: 'close', code: code ?? 1005, reason, wasClean: true };
        expect(drain(connection)).toStrictEqual([isWhole ? clean : abnormal]);
        takeBytes(connection);
        expectQuiet(connection, role);
      }
    });

    test.each(kinds)('and nothing stays of an unfinished frame: $title', (kind) => {
      const connection = begin(kind);
      connection.receive(kind.wire(role).subarray(0, -1));
      connection.receiveEnd();
      drain(connection);
      expect(pending(connection)).toStrictEqual(nothingPending);
    });

    test('and what is received behind it is dropped, even while it is unpulled', () => {
      const connection = begin();
      connection.receive(toReceive(role, Opcode.Text, 'a'));
      connection.receiveEnd();
      const waiting = connection.pendingInputBytes;
      connection.receive(toReceive(role, Opcode.Text, 'b'));
      expect(connection.pendingInputBytes).toBe(waiting);
      expect(drain(connection)).toStrictEqual([{ type: 'text', data: 'a' }, abnormal]);
    });

    test('with what came in front of it still unpulled', () => {
      const connection = begin();
      connection.receive(
        join(toReceive(role, Opcode.Text, 'a'), toReceive(role, Opcode.Text, 'b')),
      );
      connection.receiveEnd();
      expect(connection.nextEvent()).toStrictEqual({ type: 'text', data: 'a' });
      connection.receiveEnd();
      expect(drain(connection)).toStrictEqual([{ type: 'text', data: 'b' }, abnormal]);
      expectQuiet(connection, role);
    });
  });

  test('and sends say so: false while it was open, a TypeError behind one’s own close()', () => {
    const open = connect(role);
    open.receiveEnd();
    expect(open.sendText('in time')).toBe(true);
    drain(open);
    expect(open.sendText('too late')).toBe(false);
    const closing = connect(role);
    closing.close();
    closing.receiveEnd();
    drain(closing);
    expect(() => closing.sendText('too late')).toThrow(TypeError);
  });

  test.each([
    ['closed', (connection: Connection) => connection.receive(closeToReceive(role, 1000))],
    ['failed', (connection: Connection) => connection.receive(toReceive(role, 0x3))],
  ])('when it is %s: no event, and the transport may be closed', (_, enter) => {
    const connection = connect(role);
    enter(connection);
    drain(connection);
    takeBytes(connection);
    connection.receiveEnd();
    expect(connection.nextEvent()).toBe(null);
    expectQuiet(connection, role);
  });

  test('between the events of a violation: the close still comes', () => {
    const connection = connect(role);
    connection.receive(toReceive(role, Opcode.Close, closeBody(999)));
    expect(connection.nextEvent()).toMatchObject({ type: 'error' });
    connection.receiveEnd();
    expect(connection.transport).toBe('close-after-output');
    expect(drain(connection)).toStrictEqual([abnormal]);
    takeBytes(connection);
    expectQuiet(connection, role);
  });
});
