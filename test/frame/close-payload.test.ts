import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeClosePayload, encodeClosePayload } from '../../src/frame/close-payload.js';
import { protocolError } from '../../src/vocabulary/violation.js';
import { anyText } from '../properties/arbitraries.js';
import { hex, join, repeat, toHex } from '../vectors/bits.js';
import { mayBeOnTheWire, notCloseCodes } from '../vectors/close-codes.js';
import { edited, invalidTexts, kosme, validTexts } from '../vectors/utf8.js';

const codeBytes = (code: number) => Uint8Array.of(code >>> 8, code);

/** What the encoder does with a code, as text. */
function outcome(code: number): string {
  try {
    return toHex(encodeClosePayload(code));
  } catch (error) {
    return String(error);
  }
}

test.each([
  ['03e8', 1000, ''],
  ['03e9 476f696e672041776179', 1001, 'Going Away'],
  ['0bb8 cebae1bdb9cf83cebcceb5', 3000, '\u03ba\u1f79\u03c3\u03bc\u03b5'],
  ['1387 efbbbf', 4999, '\ufeff'],
])('%s is code %i with the reason "%s", both ways', (wire, code, reason) => {
  const payload = hex(wire);
  expect(decodeClosePayload(payload)).toStrictEqual({
    status: 'complete',
    value: { code, reason },
    bytesRead: payload.length,
  });
  expect(encodeClosePayload(code, reason)).toStrictEqual(payload);
});

test('an empty body is code 1005, no status received, which only its absence can write', () => {
  expect(decodeClosePayload(hex(''))).toStrictEqual({
    status: 'complete',
    value: { code: 1005, reason: '' },
    bytesRead: 0,
  });
  expect(encodeClosePayload()).toStrictEqual(hex(''));
  expect(encodeClosePayload(undefined, '')).toStrictEqual(hex(''));
});

test('a body of one byte is no code', () => {
  for (const byte of [0x00, 0x03, 0x61, 0xff]) {
    expect(decodeClosePayload(Uint8Array.of(byte))).toStrictEqual({
      status: 'invalid',
      error: protocolError('close-payload-too-short'),
    });
  }
});

test('of every code from 0 to 65535 those pass that may be on the wire, and no others', () => {
  const wrong: number[] = [];
  const refused = { status: 'invalid', error: protocolError('close-code-invalid') };
  for (let code = 0; code <= 0xffff; code++) {
    const result = decodeClosePayload(codeBytes(code));
    const right = mayBeOnTheWire(code)
      ? result.status === 'complete' && result.value.code === code && result.value.reason === ''
      : result.status === 'invalid' && result.error.code === refused.error.code;
    if (!right) wrong.push(code);
  }
  expect(wrong).toStrictEqual([]);
});

test('of every code from 0 to 5100 those are written that may be on the wire, the others throw', () => {
  const wrong: number[] = [];
  for (let code = 0; code <= 5100; code++) {
    const expected = mayBeOnTheWire(code)
      ? toHex(codeBytes(code))
      : `RangeError: close code ${code}`;
    if (!outcome(code).startsWith(expected)) wrong.push(code);
  }
  expect(wrong).toStrictEqual([]);
});

test.each(notCloseCodes)('code %d throws', (code) => {
  expect(() => encodeClosePayload(code)).toThrow(RangeError);
  expect(() => encodeClosePayload(code)).toThrow(`close code ${code} `);
});

test('the code is judged before the reason', () => {
  expect(decodeClosePayload(hex('03ed ff'))).toMatchObject({
    error: protocolError('close-code-invalid'),
  });
});

describe('the reason is UTF-8', () => {
  const long = repeat(0x2d, 60);

  test.each(validTexts.map(([wire, text]) => [toHex(wire), text, wire] as const))(
    '%s is %j',
    (_, text, wire) => {
      const payload = join(codeBytes(1000), wire);
      expect(decodeClosePayload(payload)).toMatchObject({ value: { code: 1000, reason: text } });
      expect(encodeClosePayload(1000, text)).toStrictEqual(payload);
    },
  );

  test.each(invalidTexts.map(([wire]) => [toHex(wire).slice(0, 40), wire] as const))(
    '%s is refused with 1007',
    (_, wire) => {
      const expected = { status: 'invalid', error: protocolError('close-reason-not-utf8') };
      expect(decodeClosePayload(join(codeBytes(1000), wire))).toStrictEqual(expected);
      expect(decodeClosePayload(join(codeBytes(1000), long, wire))).toStrictEqual(expected);
    },
  );

  test('with a surrogate in the middle is refused', () => {
    const payload = join(codeBytes(1000), kosme, hex('eda080'), edited);
    expect(decodeClosePayload(payload)).toMatchObject({ error: { closeCode: 1007 } });
  });
});

describe('a reason of at most 123 bytes', () => {
  test.each([
    ['ASCII', '*'.repeat(123)],
    ['three bytes a character', '€'.repeat(41)],
    ['four bytes a character', `abc${'\u{1f600}'.repeat(30)}`],
  ])('is written whole: %s', (_, reason) => {
    const payload = encodeClosePayload(1000, reason);
    expect(payload.length).toBe(125);
    expect(decodeClosePayload(payload)).toMatchObject({ value: { code: 1000, reason } });
  });

  test.each([
    ['*'.repeat(124), 124],
    ['€'.repeat(42), 126],
    [`abcd${'\u{1f600}'.repeat(30)}`, 124],
    ['x'.repeat(100_000), 100_000],
  ])('is the limit: %# is never cut', (reason, bytes) => {
    expect(() => encodeClosePayload(1000, reason)).toThrow(RangeError);
    expect(() => encodeClosePayload(1000, reason)).toThrow(`is ${bytes} bytes of UTF-8`);
  });

  test('is the limit of the encoder, not of the decoder: the frame around it has its own', () => {
    const payload = join(codeBytes(1000), repeat(0x2a, 124));
    expect(decodeClosePayload(payload)).toMatchObject({ value: { reason: '*'.repeat(124) } });
  });
});

test('decoding undoes encoding, lone surrogates become U+FFFD', () => {
  const code = fc.oneof(fc.integer({ min: 3000, max: 4999 }), fc.constantFrom(1000, 1003, 1014));
  fc.assert(
    fc.property(code, anyText, (number, text) => {
      const wellFormed = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
        new TextEncoder().encode(text),
      );
      fc.pre(Buffer.byteLength(wellFormed) <= 123);
      expect(decodeClosePayload(encodeClosePayload(number, text))).toMatchObject({
        status: 'complete',
        value: { code: number, reason: wellFormed },
      });
    }),
  );
});

test('any bytes give a verdict, and a complete one is written the same way', () => {
  const body = fc.tuple(fc.integer({ min: 990, max: 1020 }), fc.uint8Array({ maxLength: 6 }));
  const payload = fc.oneof(
    fc.uint8Array({ maxLength: 125 }),
    body.map(([code, reason]) => join(codeBytes(code), reason)),
  );
  fc.assert(
    fc.property(payload, (bytes) => {
      const result = decodeClosePayload(bytes);
      expect(['complete', 'invalid']).toContain(result.status);
      if (result.status === 'complete' && bytes.length > 0) {
        expect(encodeClosePayload(result.value.code, result.value.reason)).toStrictEqual(bytes);
      }
    }),
  );
});

test('the payload stays as it is, and a view is read from its own start', () => {
  const whole = join(hex('ff'), codeBytes(1000), repeat(0x2a, 40), hex('ff'));
  const before = whole.slice();
  expect(decodeClosePayload(whole.subarray(1, 43))).toMatchObject({
    value: { code: 1000, reason: '*'.repeat(40) },
  });
  expect(whole).toStrictEqual(before);
});

describe("the caller's mistakes throw:", () => {
  test.each([[undefined], [null], ['1000'], [1000], [[3, 232]], [new Uint16Array(1)]])(
    'decoding %o',
    (payload) => {
      const decode = () => decodeClosePayload(payload as unknown as Uint8Array);
      expect(decode).toThrow(TypeError);
      expect(decode).toThrow('payload must be a Uint8Array');
    },
  );

  test.each<[string, unknown[], string]>([
    ['a reason without a code', [undefined, 'why'], 'needs a close code'],
    ['a code of text', ['1000'], 'must be a number, not string'],
    ['a code of null', [null], 'must be a number'],
    ['a bigint', [1000n], 'must be a number, not bigint'],
    ['a reason of bytes', [1000, hex('61')], 'reason must be a string, not Uint8Array'],
    ['a reason of null', [1000, null], 'reason must be a string, not null'],
    ['a reason that is a number', [1000, 5], 'reason must be a string, not number 5'],
  ])('encoding %s', (_, argumentList, message) => {
    const encode = () => Reflect.apply(encodeClosePayload, undefined, argumentList);
    expect(encode).toThrow(TypeError);
    expect(encode).toThrow(message);
  });
});
