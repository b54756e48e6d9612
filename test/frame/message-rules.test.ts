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
