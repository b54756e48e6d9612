import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MessageEncodeOptions } from '../../src/handshake/message-transform.js';
import {
  FragmentWriter,
  type FrameSink,
  type PieceEncoder,
  writeMessage,
} from '../../src/message/message-writer.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { anyText } from '../properties/arbitraries.js';
import { hex, join, noise } from '../vectors/bits.js';

const { Text, Binary, Continuation, Ping } = Opcode;

interface Written {
  readonly byte0: number;
  readonly payload: Uint8Array;
  readonly owned: boolean;
}

/** An encoder that leaves everything as it is. */
const noExtension: PieceEncoder = {
  isEmpty: true,
  bits: 0,
  encode: (bytes) => bytes,
  release: () => {},
};

/** A writer and what it has written. */
function recorder(): { writer: FragmentWriter; sink: FrameSink; written: Written[] } {
  const written: Written[] = [];
  const sink: FrameSink = {
    reserve: () => {},
    write(byte0, payload, owned) {
      const isText = typeof payload === 'string';
      const bytes = isText ? new TextEncoder().encode(payload) : payload.slice();
      written.push({ byte0, payload: bytes, owned });
    },
  };
  return { writer: new FragmentWriter(sink, noExtension), sink, written };
}

const bytes0 = (written: readonly Written[]) => written.map(({ byte0 }) => byte0);
const payloads = (written: readonly Written[]) => join(...written.map(({ payload }) => payload));

describe('a whole message', () => {
  test.each([
    [0, Infinity, [0]],
    [5, Infinity, [5]],
    [5, 5, [5]],
    [5, 6, [5]],
    [5, 4, [4, 1]],
    [6, 3, [3, 3]],
    [7, 3, [3, 3, 1]],
    [3, 1, [1, 1, 1]],
    [0, 1, [0]],
  ])('of %i bytes in fragments of %f at most has the lengths %j', (length, most, lengths) => {
    for (const owned of [true, false]) {
      const { sink, written } = recorder();
      writeMessage(sink, noExtension, Binary, noise(length), owned, undefined, most);
      expect(written.map(({ payload }) => payload.length)).toStrictEqual(lengths);
      expect(payloads(written)).toStrictEqual(noise(length));
      expect(written.every((frame) => frame.owned === owned)).toBe(true);
      const last = lengths.length - 1;
      expect(bytes0(written)).toStrictEqual(
        lengths.map((_, at) => (at === last ? 0x80 : 0) | (at === 0 ? Binary : Continuation)),
      );
    }
  });
});

test('a whole message that nobody transforms goes out as it is given', () => {
  const taken: unknown[] = [];
  const sink: FrameSink = {
    reserve: () => taken.push('reserve'),
    write: (...frame) => taken.push(frame),
  };
  const bytes = noise(9);
  writeMessage(sink, noExtension, Text, 'aé€', false, true, Infinity);
  writeMessage(sink, noExtension, Binary, bytes, true, undefined, Infinity);
  expect(taken).toStrictEqual([
    [0x81, 'aé€', false],
    [0x82, bytes, true],
  ]);
  expect((taken[1] as unknown[])[1]).toBe(bytes);
});

test('text and what extensions make of a message count as handed over', () => {
  const { sink, written } = recorder();
  writeMessage(sink, noExtension, Text, 'aé€', false, true, 3);
  const options: MessageEncodeOptions[] = [];
  const encoder: PieceEncoder = {
    isEmpty: false,
    bits: 0x40,
    encode(bytes, it) {
      options.push(it);
      return join(bytes, bytes);
    },
    release: () => {},
  };
  writeMessage(sink, encoder, Binary, hex('01 02'), false, true, 3);
  expect(bytes0(written)).toStrictEqual([0x01, 0x80, 0x42, 0x80]);
  expect(payloads(written)).toStrictEqual(hex('61 c3a9 e282ac 01 02 01 02'));
  expect(written.every(({ owned }) => owned)).toBe(true);
  expect(options).toStrictEqual([{ first: true, last: true, compress: true }]);
});

describe('a message in fragments', () => {
  test('has its opcode on the first, continuations behind it, FIN on the last', () => {
    const { writer, written } = recorder();
    writer.write('a', undefined, false, undefined);
    writer.write('', undefined, false, undefined);
    writer.write('b', Text, true, undefined);
    writer.write(hex('ff'), undefined, true, undefined);
    writer.write(hex('ff'), Binary, false, undefined);
    writer.write(hex(''), undefined, true, undefined);
    expect(bytes0(written)).toStrictEqual([0x01, 0x00, 0x80, 0x82, 0x02, 0x80]);
    expect(written.every(({ owned }) => !owned)).toBe(true);
  });

  test('is open until it ends', () => {
    const { writer } = recorder();
    expect(writer.isOpen).toBe(false);
    writer.write('a', undefined, false, undefined);
    expect(writer.isOpen).toBe(true);
    writer.write('', undefined, true, undefined);
    expect(writer.isOpen).toBe(false);
  });

  test.each([
    ['bytes of a text', Text, hex('61'), hex('62')],
    ['text as binary', Binary, 'a', 'b'],
  ] as const)('may give the opcode on the first fragment alone: %s', (_, opcode, first, second) => {
    const { writer, written } = recorder();
    writer.write(first, opcode, false, undefined);
    writer.write(second, undefined, true, undefined);
    expect(bytes0(written)).toStrictEqual([opcode, 0x80]);
    expect(payloads(written)).toStrictEqual(hex('61 62'));
  });

  test.each([
    ['bytes of a text', Text, hex('61'), hex('62')],
    ['text as binary', Binary, 'a', 'b'],
  ] as const)('may give the opcode on all fragments: %s', (_, opcode, first, second) => {
    const { writer, written } = recorder();
    writer.write(first, opcode, false, undefined);
    writer.write(second, opcode, true, undefined);
    expect(bytes0(written)).toStrictEqual([opcode, 0x80]);
  });

  test.each([
    [Text, 'a', Binary],
    [Binary, hex('61'), Text],
  ] as const)('of opcode %i does not take a fragment %o of another kind', (opcode, data, other) => {
    const { writer, written } = recorder();
    writer.write(data, opcode, false, undefined);
    expect(() => writer.write(data, other, true, undefined)).toThrow(TypeError);
    expect(() => writer.write(data, other, true, undefined)).toThrow(`${opcode}`);
    writer.write(data, opcode, true, undefined);
    expect(bytes0(written)).toStrictEqual([opcode, 0x80]);
  });

  test.each([Continuation, Ping, 3, -1, 1.5, Number.NaN, '1', null])(
    'is not begun with the opcode %o',
    (opcode) => {
      const { writer, written } = recorder();
      // null is as good as left out.
      const begin = () => writer.write('a', opcode as Opcode, false, undefined);
      if (opcode === null) {
        begin();
        expect(bytes0(written)).toStrictEqual([Text]);
      } else {
        expect(begin).toThrow(RangeError);
        expect(written).toStrictEqual([]);
        expect(writer.isOpen).toBe(false);
      }
    },
  );
});

describe('text', () => {
  test('given as bytes may be cut inside a character', () => {
    const { writer, written } = recorder();
    writer.write(hex('e2'), Text, false, undefined);
    writer.write(hex('82'), Text, false, undefined);
    writer.write(hex('ac'), Text, true, undefined);
    expect(payloads(written)).toStrictEqual(hex('e282ac'));
  });

  test.each([
    ['a byte that no text has', hex('ff'), false, 'byte 0'],
    ['a fault further on', hex('61 62 c3 28'), false, 'byte 3'],
    ['an end inside a character', hex('e2 82'), true, 'ends inside'],
  ])('given as bytes is checked: %s', (_, bad, fin, text) => {
    const { writer, written } = recorder();
    writer.write(hex('61'), Text, false, undefined);
    expect(() => writer.write(bad, Text, fin, undefined)).toThrow(TypeError);
    expect(() => writer.write(bad, Text, fin, undefined)).toThrow(text);
    // Nothing has gone out, and the message goes on as if nothing had happened.
    writer.write(hex('62'), Text, true, undefined);
    expect(payloads(written)).toStrictEqual(hex('61 62'));
    expect(bytes0(written)).toStrictEqual([0x01, 0x80]);
  });

  test('cannot end inside a character that bytes have begun', () => {
    const { writer, written } = recorder();
    writer.write(hex('e2'), Text, false, undefined);
    expect(() => writer.write('a', Text, true, undefined)).toThrow(TypeError);
    expect(() => writer.write('', Text, true, undefined)).toThrow(TypeError);
    writer.write(hex('82ac'), Text, true, undefined);
    expect(payloads(written)).toStrictEqual(hex('e282ac'));
  });

  test('given as strings may be cut inside a surrogate pair', () => {
    const { writer, written } = recorder();
    writer.write('a\ud83d', undefined, false, undefined);
    expect(payloads(written)).toStrictEqual(hex('61'));
    writer.write('', undefined, false, undefined);
    expect(payloads(written)).toStrictEqual(hex('61'));
    writer.write('\ude00b', undefined, true, undefined);
    expect(payloads(written)).toStrictEqual(hex('61 f09f9880 62'));
  });

  test.each([
    ['at the end', ['a\ud83d'], 'a\ufffd'],
    ['at the end of the last fragment', ['a', '\ud83d'], 'a\ufffd'],
    ['followed by something else', ['\ud83d', 'a'], '\ufffda'],
    ['followed by another', ['\ud83d', '\ud83d', '\ude00'], '\ufffd\u{1f600}'],
    ['the low half first', ['\ude00', '\ud83d'], '\ufffd\ufffd'],
  ])('with a lone surrogate has U+FFFD in its place: %s', (_, strings, expected) => {
    const { writer, written } = recorder();
    for (const [at, text] of strings.entries()) {
      writer.write(text, undefined, at === strings.length - 1, undefined);
    }
    expect(new TextDecoder().decode(payloads(written))).toBe(expected);
  });

  test('does not go on with bytes between the halves of a surrogate pair', () => {
    const { writer, written } = recorder();
    writer.write('\ud83d', undefined, false, undefined);
    expect(() => writer.write(hex('61'), Text, true, undefined)).toThrow(TypeError);
    writer.write('\ude00', undefined, true, undefined);
    expect(payloads(written)).toStrictEqual(hex('f09f9880'));
    writer.write(hex('61'), Text, true, undefined);
    expect(payloads(written)).toStrictEqual(hex('f09f9880 61'));
  });

  test('is the same however the string is cut', () => {
    const places = fc.array(fc.nat(200), { maxLength: 6 });
    fc.assert(
      fc.property(anyText, places, (text, at) => {
        const { writer, written } = recorder();
        const ends = [...at.filter((end) => end < text.length).sort((a, b) => a - b), text.length];
        let start = 0;
        for (const [index, end] of ends.entries()) {
          writer.write(text.slice(start, end), undefined, index === ends.length - 1, undefined);
          start = end;
        }
        expect(payloads(written)).toStrictEqual(new TextEncoder().encode(text));
        for (const { payload } of written)
          expect(() => new TextDecoder('utf-8', { fatal: true }).decode(payload)).not.toThrow();
      }),
    );
  });
});

test('a sink that throws leaves the message as it was', () => {
  let isBroken = false;
  const written: number[] = [];
  const sink: FrameSink = {
    reserve() {},
    write(byte0) {
      if (isBroken) throw new Error('no entropy');
      written.push(byte0);
    },
  };
  const writer = new FragmentWriter(sink, noExtension);
  isBroken = true;
  expect(() => writer.write('a', undefined, false, undefined)).toThrow('no entropy');
  expect(writer.isOpen).toBe(false);
  isBroken = false;
  writer.write('a', undefined, false, undefined);
  isBroken = true;
  expect(() => writer.write('b', undefined, true, undefined)).toThrow('no entropy');
  expect(writer.isOpen).toBe(true);
  isBroken = false;
  writer.write('b', undefined, true, undefined);
  expect(written).toStrictEqual([0x01, 0x80]);
});

describe('extensions', () => {
  /** An encoder that doubles what it is given, unless the first piece says `compress: false`. */
  function doubler(log: unknown[]): PieceEncoder & { bits: number } {
    let isActive = false;
    const encoder = {
      isEmpty: false,
      bits: 0,
      encode(bytes: Uint8Array, options: MessageEncodeOptions) {
        log.push([bytes.length, options]);
        if (options.first) isActive = options.compress !== false;
        encoder.bits = isActive ? 0x40 : 0;
        return isActive ? join(bytes, bytes) : bytes;
      },
      release: () => log.push('release'),
    };
    return encoder;
  }

  test('see every piece, and put their bits on the first frame alone', () => {
    const { sink, written } = recorder();
    const log: unknown[] = [];
    const writer = new FragmentWriter(sink, doubler(log));
    writer.write('a', undefined, false, true);
    writer.write('', undefined, false, undefined);
    writer.write('b', undefined, true, false);
    expect(bytes0(written)).toStrictEqual([0x41, 0x00, 0x80]);
    expect(payloads(written)).toStrictEqual(hex('61 61 62 62'));
    // What was encoded is nobody else's.
    expect(written.map(({ owned }) => owned)).toStrictEqual([true, true, true]);
    expect(log).toStrictEqual([
      [1, { first: true, last: false, compress: true }],
      [0, { first: false, last: false, compress: undefined }],
      [1, { first: false, last: true, compress: false }],
    ]);
  });

  test('may leave a message as it is', () => {
    const { sink, written } = recorder();
    const writer = new FragmentWriter(sink, doubler([]));
    writer.write(hex('ff'), undefined, false, false);
    writer.write(hex('fe'), undefined, true, undefined);
    writer.write(hex('01'), undefined, true, undefined);
    expect(bytes0(written)).toStrictEqual([0x02, 0x80, 0xc2]);
    expect(written.map(({ owned }) => owned)).toStrictEqual([false, false, true]);
    expect(payloads(written)).toStrictEqual(hex('ff fe 01 01'));
  });

  test('do not see what is refused, nor what there are no keys for', () => {
    const log: unknown[] = [];
    const { sink, written } = recorder();
    let isBroken = true;
    const frames: FrameSink = {
      ...sink,
      reserve() {
        if (isBroken) throw new Error('no entropy');
      },
    };
    const writer = new FragmentWriter(frames, doubler(log));
    expect(() => writer.write('a', undefined, true, undefined)).toThrow('no entropy');
    isBroken = false;
    expect(() => writer.write(hex('ff'), Text, true, undefined)).toThrow(TypeError);
    expect(() => writer.write('a', Ping, true, undefined)).toThrow(RangeError);
    expect([log, written]).toStrictEqual([[], []]);
  });

  test('that throw leave the message as it was', () => {
    const { sink, written } = recorder();
    let isBroken = false;
    const encoder: PieceEncoder = {
      isEmpty: false,
      bits: 0x20,
      encode(bytes) {
        if (isBroken) throw new Error('out of memory');
        return bytes.slice();
      },
      release: () => {},
    };
    const writer = new FragmentWriter(sink, encoder);
    writer.write('a', undefined, false, undefined);
    isBroken = true;
    expect(() => writer.write('b', undefined, true, undefined)).toThrow('out of memory');
    expect(writer.isOpen).toBe(true);
    isBroken = false;
    writer.write('b', undefined, true, undefined);
    expect(bytes0(written)).toStrictEqual([0x21, 0x80]);
  });

  test.each([
    [0x41, 10, Infinity, [0xc1]],
    [0x72, 10, 4, [0x72, 0x00, 0x80]],
    [0x42, 0, 4, [0xc2]],
  ])(
    'have bits %i on the first of the frames that a whole message is cut into',
    (byte0, length, most, expected) => {
      const { sink, written } = recorder();
      const encoder: PieceEncoder = { ...noExtension, isEmpty: false, bits: byte0 & 0x70 };
      const opcode = (byte0 & 0x0f) === Text ? Text : Binary;
      writeMessage(sink, encoder, opcode, noise(length), true, undefined, most);
      expect(bytes0(written)).toStrictEqual(expected);
      expect(payloads(written)).toStrictEqual(noise(length));
    },
  );
});

describe('before anything goes out', () => {
  test.each([
    [0, 3, 1],
    [1, 3, 1],
    [3, 3, 1],
    [4, 3, 2],
    [10, 3, 4],
    [10, 1, 10],
  ])('%i bytes in frames of %i reserve the keys of %i', (length, most, count) => {
    const reserved: number[] = [];
    const sink: FrameSink = {
      reserve: (keys) => reserved.push(keys),
      write: () => expect(reserved).toStrictEqual([count]),
    };
    writeMessage(sink, noExtension, Binary, noise(length), false, undefined, most);
    expect(reserved).toStrictEqual([count]);
  });
});

test('a message that fits one frame is the array that was given, though an extension saw it', () => {
  const payload = noise(5);
  const written: unknown[] = [];
  const sink: FrameSink = {
    reserve: () => {},
    write: (_, bytes) => written.push(bytes),
  };
  const sees: PieceEncoder = { ...noExtension, isEmpty: false };
  writeMessage(sink, sees, Binary, payload, false, undefined, Infinity);
  expect(written).toHaveLength(1);
  expect(written[0]).toBe(payload);
});

describe('a mistake is said in so many words:', () => {
  test.each([
    [
      'a',
      hex('62'),
      'a fragment of bytes (opcode 1) inside a message of opcode 1 that began otherwise',
    ],
    [
      hex('61'),
      'b',
      'a fragment of text (opcode 2) inside a message of opcode 2 that began otherwise',
    ],
  ])('%o goes on with %o', (first, second, message) => {
    const { writer } = recorder();
    writer.write(first, undefined, false, undefined);
    expect(() => writer.write(second, undefined, true, undefined)).toThrow(new TypeError(message));
  });

  test('an opcode that begins no message', () => {
    const { writer } = recorder();
    expect(() => writer.write('a', Ping, true, undefined)).toThrow(
      new RangeError('the opcode of a message is Text or Binary, not number 9'),
    );
  });

  test('bytes behind half of a surrogate pair', () => {
    const { writer } = recorder();
    writer.write('\ud83d', Text, false, undefined);
    expect(() => writer.write(hex('61'), Text, true, undefined)).toThrow(
      new TypeError('bytes cannot follow half of a surrogate pair; send the other half as text'),
    );
  });
});

test.each([
  ['a', hex('62'), Text],
  [hex('61'), 'b', Text],
  ['a', hex('62'), Binary],
])('%o goes on with %o where the opcode stands on both', (first, second, opcode) => {
  const { writer, written } = recorder();
  writer.write(first, opcode, false, undefined);
  writer.write(second, opcode, true, undefined);
  expect(payloads(written)).toStrictEqual(hex('61 62'));
});

test.each([
  ['\u{10000}', 'f0908080'],
  ['\u{10ffff}', 'f48fbfbf'],
  ['\u{103ff}', 'f0908fbf'],
  ['\u{10fc00}', 'f48fb080'],
])('the first and the last surrogates are halves as well: %j', (pair, wire) => {
  const { writer, written } = recorder();
  writer.write(pair.slice(0, 1), undefined, false, undefined);
  writer.write(pair.slice(1), undefined, true, undefined);
  expect(payloads(written)).toStrictEqual(hex(wire));
});

test.each(['\ud7ff', '\ue000'])('what lies beside the surrogates is not held back: %j', (text) => {
  const { writer, written } = recorder();
  writer.write(text, undefined, false, undefined);
  expect(payloads(written)).toStrictEqual(new TextEncoder().encode(text));
});
