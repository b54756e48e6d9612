/**
 * What no peer may be sent is refused before any of it is in the output.
 */

import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/connection/connection.js';
import { encodeClosePayload } from '../../src/frame/close-payload.js';
import { encodeFrame, encodeFrameInto, type FrameInit } from '../../src/frame/encode-frame.js';
import { encodeFrameHeader } from '../../src/frame/encode-frame-header.js';
import { FrameEncoder } from '../../src/frame/frame-encoder.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import {
  closeToReceive,
  connect,
  drain,
  nothingPending,
  pending,
  roles,
  takeBytes,
  takeFrames,
  toReceive,
} from '../connection/drive.js';
import { hex, noise, repeat } from '../vectors/bits.js';
import { attack } from './attack.js';

const { Binary, Close, Continuation, Ping, Pong, Text } = Opcode;

const codes = [0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65_535, 1.5, -1, Number.NaN, Infinity];
const opcodes = [3, 4, 5, 6, 7, 11, 12, 13, 14, 15];

/** Euro signs and what is left of one: three bytes of UTF-8 each, U+FFFD too. */
const reasons = ['€'.repeat(42), `${'a'.repeat(122)}é`, `${'a'.repeat(121)}\ud83d`];

const calls: [string, (connection: Connection) => unknown][] = [
  ['a ping of 126 bytes', (it) => it.ping(noise(126))],
  ['a ping of 126 bytes of text', (it) => it.ping('€'.repeat(42))],
  ['a pong of 126 bytes', (it) => it.pong(noise(126))],
  ...codes.map((code): (typeof calls)[number] => [
    `the close code ${code}`,
    (it) => it.close(code),
  ]),
  ...reasons.map((reason): (typeof calls)[number] => [
    `a reason of ${new TextEncoder().encode(reason).length} bytes, which would have to be cut`,
    (it) => it.close(1000, reason),
  ]),
  ...opcodes.map((opcode): (typeof calls)[number] => [
    `the opcode ${opcode}`,
    (it) => it.sendFragment('a', { opcode: opcode as typeof Opcode.Text, fin: true }),
  ]),
  ...[Continuation, Close, Ping, Pong].map((opcode): (typeof calls)[number] => [
    `a message with the opcode ${opcode}`,
    (it) => it.sendFragment('a', { opcode: opcode as Opcode as typeof Text, fin: true }),
  ]),
  [
    'a text in bytes that end inside a character',
    (it) => it.sendFragment(hex('e282'), { opcode: Text, fin: true }),
  ],
];

describe.each(roles)(`${attack('illegal-sends')}: a %s`, (role) => {
  test.each(calls)('refuses %s, sends nothing, and goes on', (_, call) => {
    const connection = connect(role);
    expectRefused(() => call(connection));
    expect(pending(connection)).toStrictEqual(nothingPending);
    expect(connection.state).toBe('open');
    expect(connection.sendText('a')).toBe(true);
    expect(takeFrames(connection, role)).toStrictEqual([
      { opcode: Text, fin: true, payload: hex('61') },
    ]);
  });

  test.each<[string, (connection: Connection) => unknown]>([
    ['a whole text', (it) => it.sendText('b')],
    ['whole bytes', (it) => it.sendBinary(hex('62'))],
    ['a fragment of another kind', (it) => it.sendFragment('b', { opcode: Binary, fin: true })],
  ])('refuses %s inside an open fragmented text', (_, call) => {
    const connection = connect(role);
    connection.sendFragment('a', { opcode: Text, fin: false });
    const before = connection.pendingOutputBytes;
    expectRefused(() => call(connection));
    expect(connection.pendingOutputBytes).toBe(before);
    connection.sendFragment('c', { fin: true });
    expect(takeFrames(connection, role).map(({ opcode }) => opcode)).toStrictEqual([
      Text,
      Continuation,
    ]);
  });

  const sends: [string, (connection: Connection) => unknown][] = [
    ['sendText', (it) => it.sendText('late')],
    ['sendBinary', (it) => it.sendBinary(noise(5))],
    ['sendFragment', (it) => it.sendFragment('late', { fin: true })],
    ['ping', (it) => it.ping()],
    ['pong', (it) => it.pong()],
  ];

  test.each(sends)('sends nothing behind its own Close: %s throws', (_, send) => {
    const connection = connect(role);
    connection.close(1000);
    takeBytes(connection);
    expect(() => send(connection)).toThrow(TypeError);
    expect(pending(connection)).toStrictEqual(nothingPending);
  });

  // The Close of a peer, or its fault, may cross what the application is just sending: that is no mistake.
  test.each(sends)(
    'sends nothing behind the Close of its peer, or a failure: %s says so',
    (_, send) => {
      for (const end of [closeToReceive(role, 1000), toReceive(role, 0x3)]) {
        const connection = connect(role);
        connection.receive(end);
        drain(connection);
        takeBytes(connection);
        expect(send(connection)).toBe(false);
        expect(pending(connection)).toStrictEqual(nothingPending);
      }
    },
  );

  test('closes once, whatever is asked for behind it', () => {
    const connection = connect(role);
    connection.close(1000);
    connection.close(1001, 'again');
    expect(takeFrames(connection, role).length).toBe(1);
  });
});

describe(attack('illegal-sends'), () => {
  const frames: [string, FrameInit][] = [
    ...[Close, Ping, Pong].map((opcode): [string, FrameInit] => [
      `126 bytes with the opcode ${opcode}`,
      { opcode, payload: noise(126) },
    ]),
    ...[Close, Ping, Pong].map((opcode): [string, FrameInit] => [
      `a fragment with the opcode ${opcode}`,
      { opcode, fin: false },
    ]),
    ...[...opcodes, 16, -1, 1.5, Number.NaN].map((opcode): [string, FrameInit] => [
      `the opcode ${opcode}`,
      { opcode: opcode as Opcode },
    ]),
  ];

  test.each(frames)('every encoder of frames refuses %s, and writes nothing', (_, frame) => {
    const target = repeat(0xaa, 300);
    expectRefused(() => encodeFrame(frame));
    expectRefused(() => encodeFrameInto(frame, target));
    for (const role of roles) {
      const encoder = new FrameEncoder({ role });
      expectRefused(() => encoder.encode(frame));
      expectRefused(() => encoder.encodeInto(frame, target));
    }
    const { opcode, fin = true } = frame;
    const payloadLength = frame.payload?.length ?? 0;
    expectRefused(() => encodeFrameHeader({ opcode, fin, payloadLength }));
    expect(target).toStrictEqual(repeat(0xaa, 300));
  });

  test.each(codes)('encodeClosePayload refuses the code %d', (code) => {
    expectRefused(() => encodeClosePayload(code));
    expectRefused(() => encodeClosePayload(code, 'reason'));
  });

  test.each(reasons)('encodeClosePayload cuts no reason, and refuses it: %j', (reason) => {
    expectRefused(() => encodeClosePayload(1000, reason));
  });
});

function expectRefused(call: () => unknown): void {
  let thrown: unknown = null;
  try {
    call();
  } catch (error) {
    thrown = error;
  }
  expect(thrown instanceof RangeError || thrown instanceof TypeError, String(thrown)).toBe(true);
}
