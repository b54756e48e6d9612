import { expect, test } from 'vitest';
import { MessageRules } from '../../src/frame/message-rules.js';
import { Opcode } from '../../src/vocabulary/opcode.js';

// What each rule says stands in check-frame-header.test.ts, where it is asked.

test('a frame is judged by the rules as they stand when it comes', () => {
  const rules = new MessageRules(1, 10, 100);
  expect(rules.checkSequence(Opcode.Continuation)).toBe('continuation-unexpected');
  expect(rules.checkSequence(Opcode.Text)).toBe(null);
  expect(rules.checkLength(0x01, 10, 50)).toBe(null);
  rules.isOpen = true;
  rules.fragmentsLeft = 0;
  rules.bytesLeft = 9;
  expect(rules.checkSequence(Opcode.Text)).toBe('message-interrupted');
  expect(rules.checkSequence(Opcode.Continuation)).toBe('too-many-fragments');
  expect(rules.checkLength(0x00, 10, 50)).toBe('message-too-big');
  rules.isTransformed = true;
  expect(rules.checkLength(0x00, 10, 50)).toBe(null);
});

test.each([
  // A control frame is no part of the message, whatever is left of that.
  [0x89, 50, 50, null],
  [0x89, 51, 50, 'payload-too-big'],
  [0x8a, 10, 50, null],
  // A reserved bit says that an extension has transformed what comes.
  [0x41, 100, 50, null],
  [0x41, 101, 50, 'payload-too-big'],
  [0x21, 100, 50, null],
  [0x11, 101, 50, 'payload-too-big'],
  // Without one, both limits count, and that of the frame is named first.
  [0x01, 9, 50, null],
  [0x01, 10, 50, 'message-too-big'],
  [0x01, 50, 50, 'message-too-big'],
  [0x01, 51, 50, 'payload-too-big'],
  [0x01, 6, 5, 'payload-too-big'],
])(
  'a frame that begins with %i, of %i bytes where %i are the most: %s',
  (first, length, most, expected) => {
    const rules = new MessageRules(10, 9, 100);
    expect(rules.checkLength(first, length, most)).toBe(expected);
  },
);

test.each([
  [1, null],
  [0, 'too-many-fragments'],
  [-1, 'too-many-fragments'],
])('with %i fragments left, the next is judged as %s', (left, expected) => {
  const rules = new MessageRules(left, 10, 100);
  expect(rules.checkSequence(Opcode.Binary)).toBe(expected);
  rules.isOpen = true;
  expect(rules.checkSequence(Opcode.Continuation)).toBe(expected);
});
