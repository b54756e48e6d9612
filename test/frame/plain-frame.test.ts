import { describe, expect, test } from 'vitest';
import { InputWindow } from '../../src/bytes/input-window.js';
import { resolveRules } from '../../src/frame/check-frame-header.js';
import type { FrameRules } from '../../src/frame/frame.js';
import { MessageRules } from '../../src/frame/message-rules.js';
import { isWholeMessage, takePlainHeader } from '../../src/frame/plain-frame.js';
import { hex, join, noise } from '../vectors/bits.js';

const KEY = hex('37 fa 21 3d');

interface Options {
  readonly rules?: FrameRules;
  readonly message?: MessageRules | null;
  readonly between?: boolean;
  readonly preparedTo?: number;
}

/** Where the payload begins and ends of what stands at the beginning of a window. */
function take(bytes: Uint8Array, options: Options = {}): [number, number] {
  const { rules = {}, message = null, between = true, preparedTo = bytes.length } = options;
  const input = new InputWindow();
  input.push(bytes, true, 0);
  input.preparedTo = preparedTo;
  const start = takePlainHeader(input, { ...resolveRules(rules, 1000), message }, between);
  return [start, input.at];
}

const nothing = [-1, 0];

describe('a header is taken', () => {
  test.each([0, 1, 125])('of a masked frame of %i bytes', (length) => {
    const wire = join(Uint8Array.of(0x82, 0x80 | length), KEY, noise(length), hex('81'));
    expect(take(wire)).toStrictEqual([6, 6 + length]);
    expect(take(wire, { rules: { role: 'server' } })).toStrictEqual([6, 6 + length]);
  });

  test.each([0, 1, 125])('of an unmasked frame of %i bytes, where either may come', (length) => {
    const wire = join(Uint8Array.of(0x81, length), noise(length));
    expect(take(wire)).toStrictEqual([2, 2 + length]);
    expect(take(wire, { rules: { role: 'server' } })).toStrictEqual(nothing);
  });

  test.each([0x89, 0x01, 0x88, 0x8a])('of any legal frame: %i', (first) => {
    expect(take(join(Uint8Array.of(first, 0x82), KEY, hex('01 02')))).toStrictEqual([6, 8]);
  });

  test('of the longest payload that is allowed', () => {
    const wire = join(hex('82 85'), KEY, noise(5));
    expect(take(wire, { rules: { maxPayloadBytes: 5 } })).toStrictEqual([6, 11]);
    expect(take(wire, { rules: { maxPayloadBytes: 4 } })).toStrictEqual(nothing);
    const ping = join(hex('89 85'), KEY, noise(5));
    expect(take(ping, { rules: { maxPayloadBytes: 4 } })).toStrictEqual(nothing);
  });

  test('where the message allows it', () => {
    const wire = join(hex('82 85'), KEY, noise(5));
    const message = new MessageRules(1, 5, 100);
    expect(take(wire, { message })).toStrictEqual([6, 11]);
    message.bytesLeft = 4;
    expect(take(wire, { message })).toStrictEqual(nothing);
    message.bytesLeft = 5;
    message.isOpen = true;
    expect(take(wire, { message })).toStrictEqual(nothing);
    message.isOpen = false;
    message.fragmentsLeft = 0;
    expect(take(wire, { message })).toStrictEqual(nothing);
  });
});

describe('nothing is taken', () => {
  const wire = join(hex('82 85'), KEY, noise(5));

  test.each(['82 fe 0080', '82 ff 0000000000000080', '83 80', 'c2 80', 'd1 80', '09 80'])(
    'of %s, which needs a closer look',
    (header) => {
      expect(take(join(hex(header), KEY, noise(128)))).toStrictEqual(nothing);
    },
  );

  test('of what was not unmasked', () => {
    expect(take(wire, { preparedTo: 0 })).toStrictEqual(nothing);
    expect(take(wire, { preparedTo: 1 })).toStrictEqual([6, 11]);
  });

  test('of memory that was transferred away', () => {
    expect(take(wire, { preparedTo: wire.length + 1 })).toStrictEqual(nothing);
  });

  test('in the middle of a frame', () => {
    expect(take(wire, { between: false })).toStrictEqual(nothing);
  });
});

test.each([
  [0x81, true],
  [0x82, true],
  [0xc1, true],
  [0x80, false],
  [0xf0, false],
  [0x01, false],
  [0x02, false],
  [0x00, false],
])('byte 0 of %i is that of a message of one frame: %s', (first, expected) => {
  expect(isWholeMessage(first)).toBe(expected);
});
