/**
 * Which frames the live example's page takes for which message.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MessageNumbers, placeWords } from '../../examples/live/page/message-numbers.js';
import { type FrameHeader, Opcode } from '../../src/index.js';

type Sender = 'client' | 'server';

function header(opcode: Opcode, fin: boolean): FrameHeader {
  const bits = { rsv1: false, rsv2: false, rsv3: false };
  return { fin, ...bits, opcode, maskingKey: null, payloadLength: 0 };
}

/** What is written on the frames, and the threads that they hang on. */
function read(frames: [Sender, Opcode, boolean][]): [string, string][] {
  const numbers = new MessageNumbers();
  return frames.map(([sender, opcode, fin]) => {
    const place = numbers.place(sender, header(opcode, fin));
    const threads = numbers.threads(sender, place).map((thread) => thread.join(' '));
    return [place === null ? '' : placeWords(place), threads.join(', ')];
  });
}

describe('a message', () => {
  test('of one frame has a number and hangs on no thread', () => {
    expect(
      read([
        ['client', Opcode.Text, true],
        ['server', Opcode.Binary, true],
      ]),
    ).toEqual([
      ['message 1', ''],
      ['message 2', ''],
    ]);
  });

  test('of several frames has one number, with control frames and the other side’s in between', () => {
    expect(
      read([
        ['server', Opcode.Text, false],
        ['server', Opcode.Ping, true],
        ['client', Opcode.Pong, true],
        ['client', Opcode.Text, true],
        ['server', Opcode.Continuation, false],
        ['server', Opcode.Continuation, true],
        ['server', Opcode.Text, true],
      ]),
    ).toEqual([
      ['fragment 1 of message 1', 'server first'],
      ['', 'server between'],
      ['', 'server between'],
      ['message 2', 'server between'],
      ['fragment 2 of message 1', 'server middle'],
      ['fragment 3 of message 1, the last', 'server last'],
      ['message 3', ''],
    ]);
  });

  test('of one side does not end that of the other', () => {
    expect(
      read([
        ['server', Opcode.Text, false],
        ['client', Opcode.Binary, false],
        ['server', Opcode.Continuation, true],
        ['client', Opcode.Continuation, true],
      ]),
    ).toEqual([
      ['fragment 1 of message 1', 'server first'],
      ['fragment 1 of message 2', 'client first, server between'],
      ['fragment 2 of message 1, the last', 'client between, server last'],
      ['fragment 2 of message 2, the last', 'client last'],
    ]);
  });
});

test('a continuation is of the kind that its message began with', () => {
  const numbers = new MessageNumbers();
  numbers.place('server', header(Opcode.Text, false));
  expect(numbers.place('server', header(Opcode.Continuation, true))?.opcode).toBe(Opcode.Text);
});

test('what was begun is forgotten when frames are missing', () => {
  const numbers = new MessageNumbers();
  numbers.place('server', header(Opcode.Text, false));
  numbers.forget();
  expect(numbers.threads()).toEqual([]);
});

test('messages count up from 1 and fragments within them, whatever the sides mix', () => {
  const message = fc.record({
    sender: fc.constantFrom<Sender>('client', 'server'),
    fragments: fc.integer({ min: 1, max: 5 }),
  });
  fc.assert(
    fc.property(fc.array(message), (messages) => {
      const numbers = new MessageNumbers();
      const places = messages.flatMap(({ sender, fragments }) =>
        Array.from({ length: fragments }, (_, index) =>
          numbers.place(
            sender,
            header(index === 0 ? Opcode.Text : Opcode.Continuation, index === fragments - 1),
          ),
        ),
      );
      expect(places.map((place) => [place?.message, place?.fragment])).toEqual(
        messages.flatMap(({ fragments }, at) =>
          Array.from({ length: fragments }, (_, index) => [at + 1, index + 1]),
        ),
      );
    }),
  );
});
