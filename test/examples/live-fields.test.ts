/**
 * The fields that the live example's page makes of a frame.
 */

import { describe, expect, test } from 'vitest';
import { encodeFrame, encodeFrameHeader, type FrameInit, Opcode } from 'websocket-codec';
import { type DescribedFrame, describeFrame } from '../../examples/live/page/frame-fields.js';

const inflated = { hex: '48656c6c6f', totalBytes: 5, message: null, fault: null };

function described(init: FrameInit, isCompressed: boolean = false): DescribedFrame {
  const frame = describeFrame(encodeFrame(init), init.opcode, ...(isCompressed ? [inflated] : []));
  return frame as DescribedFrame;
}

function fieldOf({ fields }: DescribedFrame, id: string): string[] {
  const field = fields.find((each) => each.id === id);
  return field === undefined ? [] : [field.value, field.meaning];
}

test.each([
  [0, '0', undefined],
  [125, '125', undefined],
  [126, '126', '126'],
  [65_535, '126', '65535'],
  [65_536, '127', '65536'],
])('a payload of %i bytes has the length %s, extended to %s', (payloadLength, length, extended) => {
  const frame = describeFrame(encodeFrameHeader({ opcode: Opcode.Text, payloadLength }));
  expect(fieldOf(frame as DescribedFrame, 'length')[0]).toBe(length);
  expect(fieldOf(frame as DescribedFrame, 'extended')[0]).toBe(extended);
});

describe('RSV1', () => {
  test.each<[string, FrameInit, boolean, string, RegExp]>([
    ['on a text', { opcode: Opcode.Text, rsv1: true }, true, '1', /^compressed \(RFC 7692\)/],
    ['on a text that is plain', { opcode: Opcode.Text }, false, '0', /^not compressed$/],
    [
      'on a later fragment',
      { opcode: Opcode.Continuation },
      true,
      '0',
      /^compressed \(RFC 7692\), as the first/,
    ],
    [
      'on a later fragment that is plain',
      { opcode: Opcode.Continuation },
      false,
      '0',
      /^not compressed, as the first/,
    ],
    ['on a ping', { opcode: Opcode.Ping }, false, '0', /^a control frame is never compressed$/],
  ])('%s is explained', (_, init, isCompressed, value, meaning) => {
    const [drawn, words] = fieldOf(described(init, isCompressed), 'rsv1');
    expect(drawn).toBe(value);
    expect(words).toMatch(meaning);
  });
});

test('a compressed payload is given with what it inflates to', () => {
  const frame = described({ opcode: Opcode.Text, rsv1: true, payload: 'anything' }, true);
  expect(String(Buffer.from(frame.payload))).toBe('anything');
  expect(String(Buffer.from(frame.inflated?.bytes ?? []))).toBe('Hello');
  expect(described({ opcode: Opcode.Text, payload: 'anything' }).inflated).toBeNull();
});
