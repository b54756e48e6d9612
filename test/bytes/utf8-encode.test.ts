import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  encodeUtf8,
  encodeUtf8Portable,
  utf8Length,
  writeUtf8,
} from '../../src/bytes/utf8-encode.js';
import { hex, join, repeat, sameBytes, toHex } from '../vectors/bits.js';
import { validTexts } from '../vectors/utf8.js';

const long = '-'.repeat(64);
const longBytes = repeat(0x2d, 64);

/** Texts that UTF-8 has no bytes for: each lone surrogate becomes U+FFFD, `ef bf bd`. */
const loneSurrogates: readonly (readonly [text: string, wire: Uint8Array])[] = [
  ['\ud800', hex('efbfbd')],
  ['\udbff', hex('efbfbd')],
  ['\udc00', hex('efbfbd')],
  ['\udfff', hex('efbfbd')],
  ['a\ud800b', hex('61 efbfbd 62')],
  ['\ud800\ud800', hex('efbfbd efbfbd')],
  ['\udc00\ud800', hex('efbfbd efbfbd')],
  ['\ud800\ud83d\ude00', hex('efbfbd f09f9880')],
  ['\ud83d\ude00\ude00', hex('f09f9880 efbfbd')],
  ['\ud7ff\ud800\ue000', hex('ed9fbf efbfbd ee8080')],
];

const cases = [...validTexts.map(([wire, text]) => [text, wire] as const), ...loneSurrogates];

describe.each([
  ['encodeUtf8', encodeUtf8],
  ['encodeUtf8Portable', encodeUtf8Portable],
] as const)('%s', (_, encode) => {
  test.each(cases.map(([text, wire]) => [text, toHex(wire), wire] as const))(
    'writes %j as %s, alone and behind other text',
    (text, __, wire) => {
      expect(encode(text)).toStrictEqual(wire);
      expect(encode(long + text)).toStrictEqual(join(longBytes, wire));
      expect(encode(text + long)).toStrictEqual(join(wire, longBytes));
    },
  );

  test('writes every code point as TextEncoder does', () => {
    for (let from = 0; from < 0x110000; from += 0x1000) {
      const points = Array.from({ length: 0x1000 }, (__, at) => from + at);
      const text = String.fromCodePoint(...points);
      expect(sameBytes(encode(text), new TextEncoder().encode(text))).toBe(true);
    }
  });

  test('gives fresh bytes every time', () => {
    const first = encode(long);
    encode(long).fill(0);
    expect(first).toStrictEqual(longBytes);
    expect(first.buffer).not.toBe(encode(long).buffer);
  });
});

test.each(cases.map(([text, wire]) => [text, wire.length] as const))(
  'the length of %j is %i bytes before it is written',
  (text, length) => {
    expect(utf8Length(text)).toBe(length);
  },
);

test('a text is written at its offset, nothing around it changes, and the offset behind it comes back', () => {
  for (const [text, wire] of cases) {
    const paper = repeat(0xa5, wire.length + 7);
    expect(writeUtf8(text, paper, 3)).toBe(3 + wire.length);
    expect(paper).toStrictEqual(join(repeat(0xa5, 3), wire, repeat(0xa5, 4)));
  }
});

describe('a runtime', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  test.each([
    ['without TextEncoder', undefined],
    ['with something else of that name', {}],
  ])('%s encodes all the same', async (_, standIn) => {
    vi.resetModules();
    vi.stubGlobal('TextEncoder', standIn);
    const module = await import('../../src/bytes/utf8-encode.js');
    for (const [text, wire] of cases) {
      expect(module.encodeUtf8(long + text)).toStrictEqual(join(longBytes, wire));
    }
  });

  test('that has a TextEncoder uses it for long texts', async () => {
    vi.resetModules();
    vi.stubGlobal(
      'TextEncoder',
      class {
        encode(): Uint8Array {
          return hex('2a');
        }
      },
    );
    const module = await import('../../src/bytes/utf8-encode.js');
    expect(module.encodeUtf8(long)).toStrictEqual(hex('2a'));
    expect(module.encodeUtf8('-')).toStrictEqual(hex('2d'));
  });
});
