import { describe, expect, test } from 'vitest';
import type { Compressor, Inflater } from '../../src/extension/compressor.js';
import { DeflateDecoder } from '../../src/extension/deflate-decoder.js';
import { compressors, deflated, TAIL } from '../properties/deflating.js';
import { hex, join, noise, repeat, sameBytes, toHex } from '../vectors/bits.js';
import { counting } from './counting.js';

interface Settings {
  readonly keepsContext?: boolean;
  readonly maxMessageBytes?: number;
  readonly blockBytes?: number;
}

function make(
  compressor: Compressor,
  { keepsContext = true, maxMessageBytes = 2 ** 24, blockBytes = 65_536 }: Settings = {},
): DeflateDecoder {
  const settings = { windowBits: 15, keepsContext };
  return new DeflateDecoder(compressor, settings, maxMessageBytes, blockBytes);
}

function pullAll(decoder: DeflateDecoder): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let piece = decoder.pull(); piece !== null; piece = decoder.pull()) pieces.push(piece);
  return pieces;
}

/** A whole message through the decoder. */
function undo(decoder: DeflateDecoder, ...pieces: readonly Uint8Array[]): Uint8Array[] {
  decoder.begin();
  return pieces.flatMap((piece, at) => {
    decoder.push(piece, at === pieces.length - 1);
    return pullAll(decoder);
  });
}

const lengths = (pieces: readonly Uint8Array[]) => pieces.map(({ length }) => length);
const verdict = ({ isDone, fault }: DeflateDecoder) => fault ?? (isDone ? 'done' : 'waits');

describe.each(compressors)('with %s', (_, inner) => {
  const { compressor, count } = counting(inner);

  describe.each([16_384, 65_536])('in blocks of %i', (blockBytes) => {
    test.each([
      ...[-1, 0, 1].map((more) => blockBytes + more),
      ...[-1, 0, 1].map((more) => 2 * blockBytes + more),
      ...[-1, 0, 1].map((more) => blockBytes / 2 + more),
      0,
      1,
    ])('a message of %i bytes comes in full blocks and a rest', (length) => {
      for (const plain of [repeat(0x61, length), noise(length)]) {
        const decoder = make(compressor, { blockBytes });
        const pieces = undo(decoder, deflated(plain));
        const full = Math.floor(length / blockBytes);
        const rest = length % blockBytes;
        expect(lengths(pieces)).toStrictEqual([
          ...Array(full).fill(blockBytes),
          ...(rest > 0 ? [rest] : []),
        ]);
        expect(sameBytes(join(...pieces), plain)).toBe(true);
        expect(verdict(decoder)).toBe('done');
        expect(decoder.pendingBytes).toBe(0);
        decoder.release();
      }
    });
  });

  test('a message may come byte by byte, with nothing in between', () => {
    const plain = noise(300);
    const data = deflated(plain);
    const decoder = make(compressor);
    const pieces = [...data].flatMap((byte) => [Uint8Array.of(byte), hex('')]);
    expect(toHex(join(...undo(decoder, ...pieces)))).toBe(toHex(plain));
    expect(verdict(decoder)).toBe('done');
  });

  test.each<[string, string[], string]>([
    ['nothing at all', [''], ''],
    ['nothing, many times', ['', '', ''], ''],
    ['an empty block', ['00'], ''],
    ['an empty block, its header alone in a piece', ['', '00', ''], ''],
    ['two empty blocks', ['00 00 00 ff ff 00'], ''],
    ['an empty final block', ['03 00'], ''],
    ['an empty final block and the header of another', ['03 00 00'], ''],
    ['three final blocks', ['4b 04 00', '4b 04 00 4b 04', '00'], '616161'],
    ['one byte', ['4a 04 00'], '61'],
  ])('%s is a message', (_title, pieces, expected) => {
    for (const keepsContext of [true, false]) {
      const decoder = make(compressor, { keepsContext });
      for (let message = 0; message < 3; message++) {
        expect(toHex(join(...undo(decoder, ...pieces.map(hex))))).toBe(expected);
        expect(verdict(decoder)).toBe('done');
      }
    }
  });

  test('pull gives nothing before the first push of a message, and ends nothing', () => {
    const decoder = make(compressor);
    for (let message = 0; message < 3; message++) {
      decoder.begin();
      expect(decoder.pull()).toBe(null);
      expect(verdict(decoder)).toBe('waits');
      decoder.push(deflated(noise(20)), true);
      expect(pullAll(decoder)).toStrictEqual([noise(20)]);
      expect(verdict(decoder)).toBe('done');
      expect(decoder.pull()).toBe(null);
    }
  });

  describe('a limit', () => {
    test.each([0, 1, 10, 16_383, 16_384, 16_385, 65_535, 65_536, 65_537, 100_000])(
      'of %i bytes admits just that, and gives what it admits of more',
      (maxMessageBytes) => {
        for (const blockBytes of [16_384, 65_536]) {
          const exact = make(compressor, { maxMessageBytes, blockBytes });
          const plain = noise(maxMessageBytes + 1);
          const admitted = plain.subarray(0, maxMessageBytes);
          // The limit is of each message, not of all.
          for (let message = 0; message < 2; message++) {
            expect(sameBytes(join(...undo(exact, deflated(admitted))), admitted)).toBe(true);
            expect(verdict(exact)).toBe('done');
          }
          for (const more of [plain, join(plain, repeat(0, 200_000))]) {
            const decoder = make(compressor, { maxMessageBytes, blockBytes });
            expect(sameBytes(join(...undo(decoder, deflated(more))), admitted)).toBe(true);
            expect(verdict(decoder)).toBe('message-too-big');
            expect(decoder.pendingBytes).toBe(0);
            expect(decoder.pull()).toBe(null);
          }
        }
      },
    );

    test('smaller than a block bounds what is inflated at once', () => {
      const outputs: number[] = [];
      const measuring: Compressor = {
        ...compressor,
        createInflater(settings) {
          const inflater = compressor.createInflater(settings);
          return {
            get bytesRead() {
              return inflater.bytesRead;
            },
            get bytesWritten() {
              return inflater.bytesWritten;
            },
            inflate(input, start, end, output) {
              outputs.push(output.length);
              return inflater.inflate(input, start, end, output);
            },
            endMessage: () => inflater.endMessage(),
            release: () => inflater.release(),
          };
        },
      };
      const decoder = make(measuring, { maxMessageBytes: 100 });
      undo(decoder, join(deflated(repeat(0, 60)), TAIL), deflated(repeat(0, 1000)));
      expect(outputs.every((length) => length <= 101)).toBe(true);
      expect(verdict(decoder)).toBe('message-too-big');
    });

    test('that is infinite admits everything', () => {
      const decoder = make(compressor, { maxMessageBytes: Number.POSITIVE_INFINITY });
      const pieces = undo(decoder, deflated(repeat(0, 500_000)));
      expect(lengths(pieces).reduce((sum, length) => sum + length)).toBe(500_000);
      expect(verdict(decoder)).toBe('done');
    });

    test('counts over pieces', () => {
      const decoder = make(compressor, { maxMessageBytes: 30 });
      const [first, second] = [join(deflated(noise(20)), TAIL), deflated(noise(11))];
      expect(toHex(join(...undo(decoder, first, second)))).toBe(
        toHex(join(noise(20), noise(11)).subarray(0, 30)),
      );
      expect(verdict(decoder)).toBe('message-too-big');
    });
  });

  describe('corrupt data', () => {
    test.each<[string, string]>([
      ['a block of a kind that is none', '06'],
      ['a stored block whose length is denied', '00 05 00 00 00'],
      ['a distance before the beginning', '02 02 00'],
      ['a code of 286 lengths and more', 'fd ff ff ff'],
      ['an end in the middle of a stored block', '00 05 00 fa ff 48'],
      ['an end behind a stored block', '00 05 00 fa ff 48 65 6c 6c 6f'],
      ['an end in the middle of a code', 'f2 48 cd c9 c9'],
      ['an end in the middle of an empty block', '00 00 00'],
      ['rubbish behind a final block', '03 00 06'],
      ['an end that is there already', 'f2 48 cd c9 c9 07 00 00 00 ff ff'],
    ])('fail for ever: %s', (_title, data) => {
      const before = count.inflating;
      const decoder = make(compressor);
      undo(decoder, hex(data));
      expect(verdict(decoder)).toBe('compressed-data-invalid');
      decoder.push(deflated(noise(5)), true);
      expect(decoder.pull()).toBe(null);
      decoder.begin();
      expect(decoder.pull()).toBe(null);
      expect(verdict(decoder)).toBe('compressed-data-invalid');
      expect(count.inflating).toBe(before);
      // What others are given afterwards is as good as new.
      expect(toHex(join(...undo(make(compressor), deflated(noise(50)))))).toBe(toHex(noise(50)));
    });
  });

  describe('an engine', () => {
    const data = deflated(noise(100));

    test('is taken when the first message is inflated, and kept with the window', () => {
      const decoder = make(compressor);
      const before = count.inflating;
      decoder.begin();
      decoder.push(data, true);
      expect(count.inflating).toBe(before);
      pullAll(decoder);
      expect(count.inflating).toBe(before + 1);
      decoder.release();
      expect(count.inflating).toBe(before);
      decoder.release();
      expect(count.inflating).toBe(before);
    });

    test('is held during a message only, where the window is forgotten', () => {
      const before = count.inflating;
      const decoder = make(compressor, { keepsContext: false });
      for (let message = 0; message < 3; message++) {
        decoder.begin();
        decoder.push(data.subarray(0, 50), false);
        pullAll(decoder);
        expect(count.inflating).toBe(before + 1);
        decoder.push(data.subarray(50), true);
        pullAll(decoder);
        expect(count.inflating).toBe(before);
        expect(verdict(decoder)).toBe('done');
      }
    });

    test('is given back with a message that is too big', () => {
      const before = count.inflating;
      const decoder = make(compressor, { maxMessageBytes: 10 });
      undo(decoder, data);
      expect(count.inflating).toBe(before);
    });
  });

  test('where the window is forgotten, a message cannot refer to the one before', () => {
    const second = hex('f2 00 11 00 00');
    for (const keepsContext of [true, false]) {
      const decoder = make(compressor, { keepsContext });
      undo(decoder, hex('f2 48 cd c9 c9 07 00'));
      const text = new TextDecoder().decode(join(...undo(decoder, second)));
      expect(keepsContext ? text : verdict(decoder)).toBe(
        keepsContext ? 'Hello' : 'compressed-data-invalid',
      );
    }
  });

  test('bytes that were pushed are pending until they are inflated, and dropped by release', () => {
    const decoder = make(compressor, { blockBytes: 16_384 });
    const data = deflated(repeat(0, 100_000));
    decoder.begin();
    decoder.push(data, true);
    expect(decoder.pendingBytes).toBe(data.length);
    decoder.pull();
    expect(decoder.pendingBytes).toBeLessThan(data.length);
    expect(decoder.pendingBytes).toBeGreaterThan(0);
    decoder.release();
    expect(decoder.pendingBytes).toBe(0);
  });

  test('what it is given is not changed, and what it gives is nobody else’s', () => {
    const decoder = make(compressor);
    const data = deflated(noise(40_000));
    const copy = data.slice();
    const [first] = undo(decoder, data);
    const [second] = undo(make(compressor), data);
    expect(sameBytes(data, copy)).toBe(true);
    expect(first?.buffer).not.toBe(second?.buffer);
    first?.fill(0);
    expect(sameBytes(second as Uint8Array, noise(40_000))).toBe(true);
  });
});

test('an inflater that throws leaves nothing behind that others would see', () => {
  const broken: Inflater = {
    bytesRead: 0,
    bytesWritten: 0,
    inflate() {
      throw new Error('out of memory');
    },
    endMessage: () => true,
    release() {},
  };
  const [, [, compressor]] = compressors as [unknown, (typeof compressors)[number]];
  const decoder = make({ ...compressor, createInflater: () => broken });
  decoder.begin();
  decoder.push(hex('00'), true);
  expect(() => decoder.pull()).toThrow('out of memory');
  expect(undo(make(compressor), deflated(noise(30)))).toStrictEqual([noise(30)]);
});

describe('an inflater that says what cannot be is a TypeError:', () => {
  /** Says of each call that it has used and written so many bytes. */
  const saying = (bytesRead: number, bytesWritten: number, isSound = true) =>
    ({
      createInflater: () => ({
        bytesRead,
        bytesWritten,
        inflate: () => isSound,
        endMessage: () => true,
        release: () => {},
      }),
    }) as unknown as Compressor;

  const pullFrom = (compressor: Compressor) => {
    const decoder = make(compressor, { blockBytes: 16_384 });
    decoder.begin();
    decoder.push(noise(10), true);
    return () => decoder.pull();
  };

  test.each([
    ['more input than there is', 11, 0],
    ['less than none', -1, 0],
    ['half a byte', 0.5, 16_384],
    ['no number', Number.NaN, 16_384],
    ['more output than there is room', 10, 16_385],
    ['less output than none', 10, -1],
    ['half a byte of output', 10, 0.5],
    ['neither all input used nor all room', 9, 16_383],
  ])('%s', (_, bytesRead, bytesWritten) => {
    expect(pullFrom(saying(bytesRead, bytesWritten))).toThrow(
      new TypeError(
        `the inflater used ${bytesRead} of 10 bytes and wrote ${bytesWritten} of 16384; it must use all or fill the output`,
      ),
    );
  });

  test.each([
    ['all input used', 10, 0],
    ['all room filled', 0, 16_384],
    ['both', 10, 16_384],
  ])('but not %s', (_, bytesRead, bytesWritten) => {
    expect(pullFrom(saying(bytesRead, bytesWritten))).not.toThrow();
  });

  test('nor one that stops where the data are corrupt', () => {
    expect(pullFrom(saying(3, 5, false))).not.toThrow();
  });
});
