/**
 * References that reach further back than the peer has agreed to, and windows that must be what the peer
 * believes them to be, whatever came in between.
 */

import { describe, expect, test } from 'vitest';
import type { ConnectionEvent } from '../../src/connection/connection-event.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { drain, failure, peerOf, takeBytes, toReceive } from '../connection/drive.js';
import { reference, stored } from '../properties/deflate-bits.js';
import {
  type Agreement,
  compressedToReceive,
  deflated,
  deflating,
  pako,
  rolesAndCompressors,
} from '../properties/deflating.js';
import { hex, join, noise, repeat, toHex } from '../vectors/bits.js';
import { attack } from './attack.js';

const { Binary, Text } = Opcode;

const HELLO = hex('f248cdc9c90700');
const HELLO_AGAIN = hex('f200110000');
const hello: ConnectionEvent = { type: 'text', data: 'Hello' };

const allBits = [8, 9, 10, 11, 12, 13, 14, 15];

describe.each(rolesAndCompressors)('towards a %s on %s', (role, name, compressor) => {
  const compressed = (data: Uint8Array, opcode: number = Binary) =>
    compressedToReceive(role, opcode, data);
  const peersBits = (bits: number): Agreement =>
    role === 'server' ? { clientBits: bits } : { serverBits: bits };

  /** What comes of a reference so far back, behind so many bytes in the same message or the one before. */
  function referring(bits: number, distance: number, history: number, isApart: boolean): string {
    const connection = deflating(role, compressor, {}, peersBits(bits));
    const plain = noise(history);
    const before = stored(plain);
    connection.receive(
      isApart
        ? join(compressed(join(before, hex('00'))), compressed(reference(distance)))
        : compressed(join(before, reference(distance))),
    );
    const event = drain(connection).at(isApart ? 1 : 0);
    if (event?.type === 'error') return event.error.code;
    if (event?.type !== 'binary') throw new Error(JSON.stringify(event));
    const from = history - distance;
    expect(toHex(event.data.slice(-3))).toBe(toHex(plain.slice(from, from + 3)));
    return 'fine';
  }

  test.each(allBits)(
    `${attack('corrupt-compressed-data')}: a distance of the whole window of %i bits is none`,
    (bits) => {
      const window = 2 ** bits;
      for (const isApart of [false, true]) {
        for (const history of [window, window + 1, Math.min(3 * window + 100, 60_000)]) {
          for (const distance of [3, 4, 5, 200, window / 2, window - 1, window]) {
            expect(referring(bits, distance, history, isApart)).toBe('fine');
          }
        }
      }
    },
  );

  test.each(allBits)(
    `${attack('corrupt-compressed-data')}: a distance beyond all that there was, in a window of %i bits, is 1007`,
    (bits) => {
      for (const isApart of [false, true]) {
        for (const history of [1, 3, 100, 2 ** bits - 1]) {
          const distance = history + 1;
          expect(referring(bits, distance, history, isApart)).toBe('compressed-data-invalid');
        }
      }
    },
  );

  test.each(allBits.slice(0, -1))(
    `${attack('corrupt-compressed-data')}: a distance beyond a window of %i bits is 1007`,
    (bits) => {
      const window = 2 ** bits;
      // node:zlib promises it from twice the window on.
      const from = name === 'pako' ? window + 1 : 2 * window;
      for (const isApart of [false, true]) {
        for (let more = 0; more <= window; more += window / 4) {
          for (const distance of [from, from + 1, 32_767, 32_768]) {
            if (distance < from) continue;
            const history = 32_768 + more;
            expect(referring(bits, distance, history, isApart)).toBe('compressed-data-invalid');
          }
        }
      }
    },
  );

  test(`${attack('corrupt-compressed-data')}: what zlib makes with a larger window than was agreed on is 1007`, () => {
    const plain = join(noise(3000), noise(3000));
    const connection = deflating(role, compressor, {}, peersBits(9));
    connection.receive(compressed(deflated(plain, { windowBits: 15 })));
    expect(drain(connection)).toStrictEqual(failure('compressed-data-invalid'));
  });

  test(`${attack('takeover-state')}: the window passes over plain messages, empty ones and control frames, as that of zlib does`, () => {
    const connection = deflating(role, compressor);
    const between = [
      toReceive(role, Text, 'in between'),
      toReceive(role, Text, ''),
      toReceive(role, Opcode.Ping, 'p'),
      compressed(hex('00'), Text),
      compressed(hex('0200'), Text),
      compressed(hex('0300'), Text),
      compressed(hex(''), Text),
      toReceive(role, Binary, repeat(0x61, 40_000)),
    ];
    for (const frame of between) {
      connection.receive(join(compressed(HELLO, Text), frame, compressed(HELLO_AGAIN, Text)));
      const events = drain(connection);
      expect([events.length, events[0], events[2]]).toStrictEqual([3, hello, hello]);
    }
  });

  test(`${attack('takeover-state')}: the same when sending, what was sent plain or empty is in no window`, () => {
    const sender = deflating(role, compressor);
    const receiver = deflating(peerOf(role), pako);
    const always = { compress: true };
    for (let round = 0; round < 3; round++) {
      sender.sendText('Hello', always);
      sender.sendText('never seen by a window', { compress: false });
      sender.sendText('', always);
      sender.sendText('');
      sender.sendFragment('Hel', { fin: false, ...always });
      sender.sendFragment('', { fin: false });
      sender.sendFragment('lo', { fin: true });
      sender.sendText('never seen by a window', always);
    }
    receiver.receive(takeBytes(sender));
    const texts = drain(receiver).map((event) => (event.type === 'text' ? event.data : event));
    const round = ['Hello', 'never seen by a window', '', '', 'Hello', 'never seen by a window'];
    expect(texts).toStrictEqual([...round, ...round, ...round]);
  });

  test(`${attack('takeover-state')}: a message refused by a limit fails the connection, and leaves nothing for another`, () => {
    const failed = deflating(role, compressor, { maxMessageBytes: 8 });
    failed.receive(join(compressed(HELLO, Text), compressed(deflated(repeat(0x61, 9)), Text)));
    expect(drain(failed)).toStrictEqual([hello, ...failure('message-too-big')]);
    failed.receive(compressed(HELLO, Text));
    expect(drain(failed)).toStrictEqual([]);

    // What the failed one has given back is what the next begins with: without a window.
    for (const [data, expected] of [
      [HELLO, [hello]],
      [HELLO_AGAIN, failure('compressed-data-invalid')],
      [HELLO, [hello]],
    ] as const) {
      const next = deflating(role, compressor);
      next.receive(compressed(data, Text));
      expect(drain(next)).toStrictEqual(expected);
      next.receiveEnd();
      drain(next);
    }
  });

  test(`${attack('takeover-state')}: without takeover nothing is left of one message for the next`, () => {
    const forgets: Agreement =
      role === 'server' ? { clientForgets: true } : { serverForgets: true };
    const connection = deflating(role, compressor, {}, forgets);
    connection.receive(join(compressed(HELLO, Text), compressed(HELLO_AGAIN, Text)));
    expect(drain(connection)).toStrictEqual([hello, ...failure('compressed-data-invalid')]);
  });
});
