/**
 * What is encoded comes back, and what is decoded goes out as it came in: every opcode, role and length form.
 */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeFrame } from '../../src/frame/decode-frame.js';
import { decodeFrameHeader } from '../../src/frame/decode-frame-header.js';
import { encodeFrame } from '../../src/frame/encode-frame.js';
import { encodeFrameHeader } from '../../src/frame/encode-frame-header.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { join, legible, noise, sameBytes, toHex } from '../vectors/bits.js';
import { heldLengths } from '../vectors/lengths.js';
import { anyText, legalFrame, maskingKeyOrNull, rulesFor } from './arbitraries.js';
import { writeFrame } from './naive-frame.js';

test('a frame that was encoded is decoded to itself, with or without more bytes behind it', () => {
  fc.assert(
    fc.property(legalFrame, fc.uint8Array({ maxLength: 9 }), (frame, rest) => {
      const wire = encodeFrame(frame);
      const result = decodeFrame(join(wire, rest), rulesFor(frame));
      expect(result).toMatchObject({ status: 'complete', bytesRead: wire.length });
      if (result.status !== 'complete') return;
      const { payload, ...fields } = frame;
      expect(result.value).toMatchObject(fields);
      expect(sameBytes(result.value.payload, payload)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('a frame is encoded as the figure of RFC 6455 §5.2 draws it', () => {
  fc.assert(
    fc.property(legalFrame, (frame) => {
      const header = { ...frame, payloadLength: frame.payload.length };
      expect(sameBytes(encodeFrame(frame), writeFrame(header, undefined, frame.payload))).toBe(
        true,
      );
    }),
    { numRuns: 300 },
  );
});

test('canonical bytes that were decoded are encoded to the same bytes', () => {
  fc.assert(
    fc.property(legalFrame, (frame) => {
      const header = { ...frame, payloadLength: frame.payload.length };
      const wire = writeFrame(header, undefined, frame.payload);
      const result = decodeFrame(wire, rulesFor(frame));
      expect(result.status).toBe('complete');
      if (result.status !== 'complete') return;
      expect(sameBytes(encodeFrame(result.value), wire)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('the header in front of a frame is what encodeFrameHeader writes', () => {
  fc.assert(
    fc.property(legalFrame, (frame) => {
      const wire = encodeFrame(frame);
      const result = decodeFrameHeader(wire, rulesFor(frame));
      expect(result.status).toBe('complete');
      if (result.status !== 'complete') return;
      expect(result.value.payloadLength).toBe(frame.payload.length);
      expect(toHex(encodeFrameHeader(result.value))).toBe(
        toHex(wire.subarray(0, result.bytesRead)),
      );
    }),
  );
});

test('a text comes back as its UTF-8', () => {
  fc.assert(
    fc.property(anyText, maskingKeyOrNull, (text, maskingKey) => {
      const result = decodeFrame(encodeFrame({ opcode: Opcode.Text, payload: text, maskingKey }));
      expect(result).toMatchObject({
        status: 'complete',
        value: { payload: new TextEncoder().encode(text) },
      });
    }),
  );
});

const everyForm = Object.entries(Opcode).flatMap(([name, opcode]) =>
  heldLengths
    .filter(({ length }) => opcode < 8 || length <= 125)
    .flatMap(({ length }) =>
      (['client', 'server'] as const).map((role) => ({ name, opcode, length, role })),
    ),
);

test.each(everyForm)(
  '$name with $length bytes comes back at a $role',
  ({ opcode, length, role }) => {
    const payload = noise(length, length + opcode);
    const maskingKey = role === 'server' ? noise(4) : null;
    const fields = { fin: true, rsv1: false, rsv2: false, rsv3: false, opcode, maskingKey };
    const wire = encodeFrame({ opcode, payload, maskingKey });
    const value = { ...fields, payload };
    const expected = { status: 'complete', value, bytesRead: wire.length };
    expect(legible(decodeFrame(wire, { role }))).toStrictEqual(legible(expected));
  },
);
