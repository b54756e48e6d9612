import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputWindow } from '../../src/bytes/input-window.js';
import { join, noise, repeat } from '../vectors/bits.js';

/** The unread bytes, as a copy. */
const unread = (window: InputWindow) => window.bytes.slice(window.at, window.end);

test('a new window is empty', () => {
  const window = new InputWindow();
  expect(window.length).toBe(0);
  expect(unread(window)).toStrictEqual(new Uint8Array(0));
});

test('an empty chunk changes nothing', () => {
  const window = new InputWindow();
  window.push(new Uint8Array(0), false, 0);
  expect(window.length).toBe(0);
  window.push(noise(3), false, 0);
  const { bytes, at, end } = window;
  window.push(new Uint8Array(0), true, 100);
  expect(window).toMatchObject({ bytes, at, end });
  window.at = end;
  window.push(new Uint8Array(0), true, 100);
  expect(window.bytes).toBe(bytes);
  expect(window).toMatchObject({ at: end, end });
});

describe('a chunk', () => {
  test('is copied', () => {
    const window = new InputWindow();
    const chunk = noise(10);
    window.push(chunk, false, 0);
    chunk.fill(0);
    expect(unread(window)).toStrictEqual(noise(10));
  });

  test('that was handed over is the window', () => {
    const window = new InputWindow();
    const memory = noise(20);
    window.push(memory.subarray(5, 15), true, 0);
    expect(window.bytes.buffer).toBe(memory.buffer);
    expect(window.bytes.byteOffset).toBe(5);
    expect(unread(window)).toStrictEqual(noise(20).slice(5, 15));
  });

  test('that was handed over is copied while something is unread, and left alone', () => {
    const window = new InputWindow();
    window.push(noise(3, 1), true, 0);
    const second = noise(5, 2);
    window.push(second, true, 0);
    expect(unread(window)).toStrictEqual(join(noise(3, 1), noise(5, 2)));
    expect(window.bytes.buffer).not.toBe(second.buffer);
  });

  test('that was handed over is never written behind, though its memory has room', () => {
    const memory = repeat(7, 100);
    const window = new InputWindow();
    window.push(memory.subarray(0, 10), true, 0);
    window.push(noise(20), false, 0);
    expect(memory).toStrictEqual(repeat(7, 100));
  });

  test.each([false, true])('makes a plain window of a Buffer, handed over: %s', (owned) => {
    const window = new InputWindow();
    window.push(Buffer.from('abc'), owned, 0);
    expect(Object.getPrototypeOf(window.bytes)).toBe(Uint8Array.prototype);
    window.push(Buffer.from('def'), owned, 0);
    expect(Object.getPrototypeOf(window.bytes)).toBe(Uint8Array.prototype);
    expect(Buffer.from(unread(window)).toString()).toBe('abcdef');
  });
});

test('views of what was read stay as they are when more comes', () => {
  const window = new InputWindow();
  const views: Uint8Array[] = [];
  const copies: Uint8Array[] = [];
  for (let turn = 1; turn < 200; turn++) {
    window.push(noise(turn % 7, turn), false, 0);
    const read = Math.min(window.length, turn % 5);
    const view = window.bytes.subarray(window.at, window.at + read);
    views.push(view);
    copies.push(view.slice());
    window.at += read;
  }
  expect(views).toStrictEqual(copies);
});

test('clearing forgets the bytes and the memory', () => {
  const window = new InputWindow();
  window.push(noise(100), false, 0);
  window.clear();
  expect(window.length).toBe(0);
  expect(window.bytes.buffer.byteLength).toBe(0);
});

test('gives back what was pushed, in order, however it is read', () => {
  const turn = fc.record({
    chunk: fc.uint8Array({ maxLength: 90 }),
    owned: fc.boolean(),
    wanted: fc.oneof(fc.nat(200), fc.constant(2 ** 40)),
    read: fc.nat(100),
  });
  fc.assert(
    fc.property(fc.array(turn, { maxLength: 30 }), (turns) => {
      const window = new InputWindow();
      const pushed: Uint8Array[] = [];
      const read: Uint8Array[] = [];
      for (const { chunk, owned, wanted, read: most } of turns) {
        pushed.push(chunk.slice());
        window.push(chunk, owned, wanted);
        const count = Math.min(most, window.length);
        read.push(window.bytes.slice(window.at, window.at + count));
        window.at += count;
      }
      read.push(unread(window));
      expect(join(...read)).toStrictEqual(join(...pushed));
    }),
  );
});

describe('the view of words', () => {
  test('covers all whole words of the window, and is made once', () => {
    for (let shift = 0; shift < 4; shift++) {
      for (let length = 1; length < 20; length++) {
        const window = new InputWindow();
        window.push(noise(40).subarray(shift, shift + length), true, 0);
        const words = window.allWords();
        expect(words.buffer).toBe(window.bytes.buffer);
        expect(words.length).toBe(
          Math.max(0, Math.floor((shift + length) / 4 - Math.ceil(shift / 4))),
        );
        if (words.length > 0) expect(words.byteOffset).toBe(shift + window.wordsBase);
        expect(window.allWords()).toBe(words);
      }
    }
  });

  test('goes with the memory', () => {
    const window = new InputWindow();
    window.push(noise(32), false, 0);
    window.allWords();
    window.push(noise(100), false, 0);
    expect(window.allWords().buffer).toBe(window.bytes.buffer);
    window.clear();
    expect(window.words).toBe(null);
    window.push(noise(32), false, 0);
    expect(window.allWords().buffer).toBe(window.bytes.buffer);
  });
});

describe('memory', () => {
  test.each([0, 100, 5000, 2 ** 30])(
    'follows the bytes that came, not the %i that are wanted',
    (wanted) => {
      const window = new InputWindow();
      let received = 0;
      for (; received < 5000; received++) {
        window.push(Uint8Array.of(received), false, wanted);
        expect(window.bytes.length).toBeLessThanOrEqual(Math.max(64, 4 * (received + 1)));
      }
      expect(window.length).toBe(received);
    },
  );

  test('grows to what is wanted and a little more when that is near', () => {
    const window = new InputWindow();
    window.push(noise(600), false, 0);
    window.push(noise(1), false, 1000);
    // The end of what is wanted may come with a chunk that begins something else.
    expect(window.bytes.length).toBe(1000 + 1 + 64);
  });

  test.each([
    [600, 1, 601, 2400],
    [600, 1, 602, 602 + 1 + 64],
    [600, 1, 10_000, 2400],
    [10, 20, 0, 64],
    [10, 5000, 0, 5010],
    [10, 5000, 5020, 5010],
  ])(
    'of a rest of %i bytes and a chunk of %i, when %i are wanted, is %i bytes long',
    (rest, more, wanted, size) => {
      const window = new InputWindow();
      window.push(noise(rest), false, 0);
      window.push(noise(more, 2), false, wanted);
      expect(window.bytes.length).toBe(size);
      expect(unread(window)).toStrictEqual(join(noise(rest), noise(more, 2)));
    },
  );

  test('is filled to its last byte before there is more', () => {
    const window = new InputWindow();
    window.push(noise(10), false, 0);
    window.push(noise(1), false, 0);
    const { bytes } = window;
    window.push(noise(64 - 11), false, 0);
    expect(window.bytes).toBe(bytes);
    expect(window.end).toBe(64);
    window.push(noise(1), false, 0);
    expect(window.bytes).not.toBe(bytes);
  });

  test.each([
    [12, 2],
    [10, 0],
    [3, 0],
  ])('takes the mark at %i with it, as far as it lies ahead', (preparedTo, expected) => {
    const window = new InputWindow();
    window.push(noise(20), false, 0);
    window.at = 10;
    window.preparedTo = preparedTo;
    window.push(noise(100), false, 0);
    expect(window).toMatchObject({ at: 0, end: 110, preparedTo: expected });
  });

  test('a drip of bytes that are read at once stays in small memory', () => {
    const window = new InputWindow();
    for (let at = 0; at < 1000; at++) {
      window.push(Uint8Array.of(1, 2), false, 0);
      window.at += 1;
      window.push(Uint8Array.of(3), false, 0);
      window.at += 2;
      expect(window.bytes.length).toBeLessThanOrEqual(64);
    }
  });

  test('a drip allocates a logarithmic number of times', () => {
    const window = new InputWindow();
    const memories = new Set<ArrayBufferLike>();
    for (let at = 0; at < 2 ** 16; at++) {
      window.push(Uint8Array.of(at), false, 2 ** 16);
      memories.add(window.bytes.buffer);
    }
    expect(memories.size).toBeLessThanOrEqual(13);
  });
});

describe('compacting', () => {
  /** A window of so many bytes, read but for the last few. */
  function readBut(length: number, rest: number): InputWindow {
    const window = new InputWindow();
    window.push(noise(length), true, 0);
    window.at = length - rest;
    window.preparedTo = length - rest + 1;
    return window;
  }

  test('gives all memory back when nothing is unread', () => {
    for (const length of [1, 64, 5000]) {
      const window = readBut(length, 0);
      window.compact();
      expect(window).toMatchObject({ at: 0, end: 0, length: 0, preparedTo: 0, words: null });
      expect(window.bytes.buffer.byteLength).toBe(0);
    }
  });

  test.each([
    [1024, 1, 64],
    [1024, 255, 1020],
    [1028, 256, 1024],
    [100_000, 10, 64],
    [100_000, 17, 68],
    [100_000, 1000, 4000],
  ])('of %i bytes with %i unread leaves memory of %i', (length, rest, size) => {
    const window = readBut(length, rest);
    window.allWords();
    window.compact();
    expect(unread(window)).toStrictEqual(noise(length).slice(-rest));
    expect(window.bytes.buffer.byteLength).toBe(size);
    expect(window).toMatchObject({ at: 0, end: rest, preparedTo: 1, words: null });
  });

  test.each([
    [1023, 1],
    [64, 1],
    [1024, 256],
    [1027, 257],
    [100_000, 25_000],
  ])('of %i bytes with %i unread leaves all as it is', (length, rest) => {
    const window = readBut(length, rest);
    const { bytes, at, end, preparedTo } = window;
    window.compact();
    expect(window.bytes).toBe(bytes);
    expect(window).toMatchObject({ at, end, preparedTo });
  });
});
