import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  encodeAsciiInto,
  encodeUtf8,
  encodeUtf8Into,
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

  test.each(['\x80', '\x80\0\0\0\0', '\u07ff', '\u0800', '\u{10000}'])(
    'finds a %j anywhere among ASCII',
    (found) => {
      for (let length = 0; length < 12; length++) {
        for (let at = 0; at <= length; at++) {
          const text = 'a'.repeat(at) + found + 'a'.repeat(length - at);
          expect(encode(text)).toStrictEqual(new TextEncoder().encode(text));
        }
      }
    },
  );

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

test('a text is written into memory that is there, at any length, without a byte more', () => {
  for (const [text, wire] of cases) {
    for (const [whole, bytes] of [
      [text, wire],
      [long + text, join(longBytes, wire)],
      [text.repeat(70) + long, join(...Array<Uint8Array>(70).fill(wire), longBytes)],
    ] as const) {
      const isSplit = new TextEncoder().encode(whole).length !== bytes.length;
      const expected = isSplit ? new TextEncoder().encode(whole) : bytes;
      for (const spare of [0, 1, 500]) {
        const paper = repeat(0xa5, 3 + expected.length + spare);
        expect(encodeUtf8Into(whole, paper, 3)).toBe(3 + expected.length);
        expect(sameBytes(paper, join(repeat(0xa5, 3), expected, repeat(0xa5, spare)))).toBe(true);
        paper.fill(0xa5);
        expect(encodeUtf8Into(whole, paper, 0)).toBe(expected.length);
        expect(sameBytes(paper, join(expected, repeat(0xa5, 3 + spare)))).toBe(true);
      }
    }
  }
});

test('nothing but ASCII is written into room of its length', () => {
  for (const [text] of cases) {
    const isAscii = new TextEncoder().encode(text).length === text.length;
    const paper = repeat(0xa5, long.length + text.length + 4);
    expect(encodeAsciiInto(long + text, paper, 2)).toBe(isAscii);
    if (isAscii) expect(paper.subarray(2, -2)).toStrictEqual(new TextEncoder().encode(long + text));
    expect([paper[0], paper[1], paper.at(-2), paper.at(-1)]).toStrictEqual([165, 165, 165, 165]);
  }
});

/** Whoever asks it gets a star. */
class Starring {
  encode(): Uint8Array {
    return hex('2a');
  }
}

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
      const paper = new Uint8Array(longBytes.length + wire.length);
      expect(module.encodeUtf8Into(long + text, paper, 0)).toBe(paper.length);
      expect(paper).toStrictEqual(join(longBytes, wire));
      expect(module.encodeAsciiInto(long, paper, 0)).toBe(false);
    }
  });

  test('whose TextEncoder has no encodeInto writes into memory all the same', async () => {
    vi.resetModules();
    vi.stubGlobal('TextEncoder', Starring);
    const module = await import('../../src/bytes/utf8-encode.js');
    const paper = new Uint8Array(66);
    expect(module.encodeUtf8Into(`${long}é`, paper, 0)).toBe(66);
    expect(paper).toStrictEqual(join(longBytes, hex('c3a9')));
    expect(module.encodeAsciiInto(long, paper, 0)).toBe(false);
  });

  test('that has a TextEncoder uses it for long texts', async () => {
    vi.resetModules();
    vi.stubGlobal('TextEncoder', Starring);
    const module = await import('../../src/bytes/utf8-encode.js');
    expect(module.encodeUtf8(long)).toStrictEqual(hex('2a'));
    expect(module.encodeUtf8('-')).toStrictEqual(hex('2d'));
    expect(module.encodeUtf8('-'.repeat(63))).toStrictEqual(repeat(0x2d, 63));
  });

  test('that can encode into memory does so from 64 units on, in a view only where it must', async () => {
    vi.resetModules();
    const rooms: Uint8Array[] = [];
    vi.stubGlobal(
      'TextEncoder',
      class {
        encodeInto(_: string, room: Uint8Array): { read: number; written: number } {
          rooms.push(room);
          return { read: 1, written: 2 };
        }
      },
    );
    const module = await import('../../src/bytes/utf8-encode.js');
    const paper = new Uint8Array(100);
    expect(module.encodeUtf8Into('-'.repeat(63), paper, 3)).toBe(66);
    expect(rooms).toStrictEqual([]);
    expect(module.encodeUtf8Into(long, paper, 0)).toBe(2);
    expect(rooms[0]).toBe(paper);
    expect(module.encodeUtf8Into(long, paper, 3)).toBe(5);
    expect(rooms[1]).toMatchObject({ byteOffset: 3, length: 97 });
  });
});
