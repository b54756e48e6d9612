/**
 * What the inflaters of both compressors keep to, with data that no compressor writes.
 */

import { describe, expect, test } from 'vitest';
import { zlibCompressor } from '../../src/adapters/node-zlib.js';
import { pakoCompressor } from '../../src/adapters/pako.js';
import type { Inflater } from '../../src/extension/compressor.js';
import { deflated, times } from '../properties/deflating.js';
import { hex, join, noise, toHex } from '../vectors/bits.js';
import { stored } from './raw-blocks.js';

/** "a" in a final block. */
const FINAL = hex('4b 04 00');
const HELLO = hex('f2 48 cd c9 c9 07 00');

describe.each([
  ['pako', pakoCompressor],
  ['node:zlib', zlibCompressor],
] as const)('%s', (_, make) => {
  const start = () => make().createInflater({ windowBits: 15, keepsContext: true });

  /** Inflates all of the data, with so much room a call; null when they are corrupt. */
  function inflate(inflater: Inflater, data: Uint8Array, room = 1000): string | null {
    let text = '';
    for (let at = 0, isFull = true; at < data.length || isFull; at += inflater.bytesRead) {
      const output = new Uint8Array(room);
      if (!inflater.inflate(data, at, data.length, output)) return null;
      text += toHex(output.subarray(0, inflater.bytesWritten));
      isFull = inflater.bytesWritten === room;
    }
    return text;
  }

  test.each<[boolean, string, string]>([
    [true, 'nothing', ''],
    [true, 'the header of an empty block', '00'],
    [true, 'the header of an empty final block', '01'],
    [true, 'a block and that header', 'f2 48 cd c9 c9 07 00'],
    [true, 'a final block', '4b 04 00'],
    [true, 'a final block and that header', '4b 04 00 00'],
    [false, 'a final block and a stored one', '4b 04 00 00 01 00 fe ff 61'],
    [false, 'a stored block', '00 01 00 fe ff 61'],
    [false, 'half of a stored block', '00 02 00 fd ff 61'],
    [false, 'half of a code', 'f2 48'],
    [false, 'an empty block', '00 00 00 ff ff'],
    [false, 'the beginning of codes of its own', '04'],
    // What is put back ends a block here, or is read as a length, a byte or codes, each in part.
    [false, 'the beginning of fixed codes', '02'],
    [false, 'the beginning of a stored block with half a length', '41 ff'],
    [false, 'codes of its own that go on', '64 1b'],
  ])('the end of a message is, %s, behind %s', (expected, _what, data) => {
    // Also where one byte of the output was left, or none.
    for (const room of [1000, 1, 2, 6]) {
      const inflater = start();
      expect(inflate(inflater, hex(data), room)).not.toBe(null);
      expect(inflater.endMessage()).toBe(expected);
      inflater.release();
      // Whatever has been, the next message begins anew.
      expect(inflate(inflater, HELLO)).toBe('48656c6c6f');
      expect(inflater.endMessage()).toBe(true);
      inflater.release();
    }
  });

  test('a message is over once, and the next may be empty', () => {
    const inflater = start();
    for (let message = 0; message < 3; message++) {
      expect(inflate(inflater, HELLO)).toBe('48656c6c6f');
      expect([inflater.endMessage(), inflater.endMessage()]).toStrictEqual([true, true]);
      expect(inflate(inflater, hex(''))).toBe('');
      expect(inflater.endMessage()).toBe(true);
    }
    inflater.release();
  });

  test.each([1, 2, 3, 1000])('final blocks follow each other in outputs of %i bytes', (room) => {
    for (const count of [1, 2, 3, 10]) {
      const inflater = start();
      expect(inflate(inflater, times(FINAL, count), room)).toBe('61'.repeat(count));
      expect(inflater.endMessage()).toBe(true);
      expect(inflate(inflater, join(FINAL, HELLO), room)).toBe('6148656c6c6f');
      expect(inflater.endMessage()).toBe(true);
      inflater.release();
    }
  });

  test('a call takes all final blocks that there is room for, and no more', () => {
    const inflater = start();
    const data = times(FINAL, 5);
    expect(inflater.inflate(data, 0, data.length, new Uint8Array(9))).toBe(true);
    expect([inflater.bytesRead, inflater.bytesWritten]).toStrictEqual([15, 5]);
    const output = new Uint8Array(3);
    expect(inflater.inflate(data, 0, data.length, output)).toBe(true);
    expect(inflater.bytesWritten).toBe(3);
    expect(inflater.bytesRead).toBeLessThanOrEqual(9);
    inflater.release();
  });

  test('what is in a block is not taken for an empty final one, however it is cut', () => {
    const plain = hex('03 00 03 00 03 00');
    const data = stored(plain);
    for (let cut = 1; cut < data.length; cut++) {
      const inflater = start();
      const first = inflate(inflater, data.slice(0, cut));
      expect(`${first}${inflate(inflater, data.slice(cut))}`).toBe(toHex(plain));
      inflater.release();
    }
  });

  test('an empty final block behind another may be cut in two', () => {
    const inflater = start();
    for (const piece of ['4b 04 00 03', '00 03', '00', '03 00']) {
      expect(inflate(inflater, hex(piece))).toBe(piece.startsWith('4b') ? '61' : '');
    }
    expect(inflater.endMessage()).toBe(true);
    inflater.release();
  });

  test('a piece without bytes changes nothing', () => {
    const inflater = start();
    expect(inflate(inflater, hex(''))).toBe('');
    expect(inflater.endMessage()).toBe(true);
    expect(inflate(inflater, hex('f2 48'))).not.toBe(null);
    expect(inflate(inflater, hex(''))).not.toBe(null);
    expect(inflater.endMessage()).toBe(false);
    inflater.release();
  });

  test('released in the middle of a message, it is at the beginning of one', () => {
    const inflater = start();
    inflate(inflater, hex('f2 48'));
    inflater.release();
    expect(inflater.endMessage()).toBe(true);
    expect(inflate(inflater, hex(''))).toBe('');
    expect(inflater.endMessage()).toBe(true);
    expect(inflate(inflater, deflated(noise(50)))).toBe(toHex(noise(50)));
    inflater.release();
    inflater.release();
    expect(inflater.endMessage()).toBe(true);
  });
});
