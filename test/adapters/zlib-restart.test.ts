import { describe, expect, test } from 'vitest';
import { RestartableInflate } from '../../src/adapters/zlib-restart.js';
import { deflated, times } from '../properties/deflating.js';
import { hex, join, noise, sameBytes, toHex } from '../vectors/bits.js';
import { copyFrom, stored } from './raw-blocks.js';

/** "a" in a final block. */
const FINAL = hex('4b 04 00');

/** Inflates all of the input into one output; null when it is corrupt. */
function inflate(engine: RestartableInflate, input: Uint8Array, room = 200_000): Uint8Array | null {
  const output = new Uint8Array(room);
  if (!engine.inflate(input, 0, input.length, output)) return null;
  expect(engine.bytesRead).toBe(input.length);
  return output.subarray(0, engine.bytesWritten);
}

test('stops where the output is full, and says how far it has come', () => {
  const engine = new RestartableInflate(15);
  const data = deflated(noise(100));
  const output = new Uint8Array(60);
  expect(engine.inflate(data, 0, data.length, output)).toBe(true);
  expect(engine.bytesWritten).toBe(60);
  const at = engine.bytesRead;
  expect(engine.inflate(data, at, data.length, output)).toBe(true);
  expect([at + engine.bytesRead, engine.bytesWritten]).toStrictEqual([data.length, 40]);
  expect(engine.endMessage()).toBe(true);
  engine.close();
});

test.each([0, 1, 255, 256, 32_767, 32_768, 32_769, 100_000])(
  'goes on behind a final block with a history of %i bytes',
  (length) => {
    const engine = new RestartableInflate(15);
    const before = noise(length);
    if (length > 0) {
      expect(sameBytes(inflate(engine, deflated(before)) as Uint8Array, before)).toBe(true);
      expect(engine.endMessage()).toBe(true);
    }
    for (let round = 1; round < 4; round++) {
      expect(toHex(inflate(engine, times(FINAL, round)) as Uint8Array)).toBe('61'.repeat(round));
      expect(engine.endMessage()).toBe(true);
    }
    engine.close();
  },
);

test.each([8, 9, 12, 15])('has the whole window of 2^%i behind a final block', (windowBits) => {
  const size = 2 ** windowBits;
  const engine = new RestartableInflate(windowBits);
  const before = noise(size);
  inflate(engine, join(stored(before), FINAL));
  // Three bytes from as far back as the window goes: what was the first behind "a".
  const reference = copyFrom(size);
  const history = join(before, hex('61'));
  const expected = history.subarray(history.length - size, history.length - size + 3);
  expect(toHex(inflate(engine, reference) as Uint8Array)).toBe(toHex(expected));
  engine.close();
});

test.each([9, 12])('finds a distance beyond twice a window of 2^%i', (windowBits) => {
  const engine = new RestartableInflate(windowBits);
  const size = 2 ** windowBits;
  inflate(engine, stored(noise(4 * size)));
  expect(inflate(engine, copyFrom(2 * size + 1))).toBe(null);
  engine.close();
});

describe('the end of a message', () => {
  test.each<[boolean, string, string]>([
    [true, 'nothing', ''],
    [true, 'the header of an empty block', '00'],
    [true, 'a block and that header', 'f2 48 cd c9 c9 07 00'],
    [true, 'a final block', '4b 04 00'],
    [true, 'a final block and that header', '4b 04 00 00'],
    [false, 'a stored block', '00 01 00 fe ff 61'],
    [false, 'half of a stored block', '00 02 00 fd ff 61'],
    [false, 'half of a code', 'f2 48'],
    [false, 'an empty block', '00 00 00 ff ff'],
  ])('%s behind %s', (expected, _, data) => {
    const engine = new RestartableInflate(15);
    if (data !== '') expect(inflate(engine, hex(data))).not.toBe(null);
    expect(engine.endMessage()).toBe(expected);
    expect(engine.isSound).toBe(expected);
    engine.close();
  });

  test('is not behind corrupt data', () => {
    const engine = new RestartableInflate(15);
    expect(inflate(engine, hex('ff ff'))).toBe(null);
    expect(engine.isSound).toBe(false);
    // Nothing more is read or written.
    expect(engine.inflate(FINAL, 0, 3, new Uint8Array(9))).toBe(false);
    expect([engine.bytesRead, engine.bytesWritten]).toStrictEqual([0, 0]);
    engine.close();
  });
});

test('data behind a final block that begin no block are corrupt', () => {
  const engine = new RestartableInflate(15);
  expect(inflate(engine, join(FINAL, hex('07')))).toBe(null);
  engine.close();
});

test('a final block that fills the output, or ends the input, is noticed with what comes next', () => {
  for (const size of [1, 3]) {
    const engine = new RestartableInflate(15);
    expect(toHex(inflate(engine, FINAL, size) as Uint8Array)).toBe('61');
    expect(toHex(inflate(engine, FINAL, size) as Uint8Array)).toBe('61');
    expect(engine.endMessage()).toBe(true);
    expect(toHex(inflate(engine, hex(''), size) as Uint8Array)).toBe('');
    expect(toHex(inflate(engine, FINAL, size) as Uint8Array)).toBe('61');
    engine.close();
  }
});

test('reset forgets the window, and a block that was begun', () => {
  const engine = new RestartableInflate(15);
  inflate(engine, hex('f2 48 cd c9 c9 07 00 f2'));
  engine.reset();
  expect(engine.endMessage()).toBe(true);
  expect(toHex(inflate(engine, FINAL) as Uint8Array)).toBe('61');
  engine.reset();
  expect(inflate(engine, hex('f2 00 11 00 00'))).toBe(null);
  engine.close();
});

describe('empty final blocks', () => {
  const EMPTY = [hex('03 00'), hex('03 fc'), hex('03 54')];
  const before = noise(40_000);

  test.each([1, 2, 3, 5, 100])('behind a full window, in pieces of %i bytes', (size) => {
    const engine = new RestartableInflate(15);
    const input = join(FINAL, ...EMPTY, ...EMPTY, FINAL, hex('03 00'), deflated(hex('62')));
    inflate(engine, deflated(before));
    expect(engine.endMessage()).toBe(true);
    const plain: Uint8Array[] = [];
    for (let at = 0; at < input.length; at += size) {
      plain.push((inflate(engine, input.slice(at, at + size)) as Uint8Array).slice());
    }
    expect(toHex(join(...plain))).toBe('616162');
    expect(engine.endMessage()).toBe(true);
    expect(toHex(inflate(engine, copyFrom(32_768)) as Uint8Array)).toBe(
      toHex(join(before, hex('616162')).slice(-32_768).slice(0, 3)),
    );
    engine.close();
  });

  test('are not taken for others that begin alike', () => {
    const engine = new RestartableInflate(15);
    // Fixed codes whose second byte goes on with a literal instead of ending the block.
    expect(toHex(inflate(engine, join(FINAL, hex('03 01'), hex('00 00'))) ?? hex('ff'))).not.toBe(
      '61',
    );
    engine.close();
  });

  test('may be the end of a message', () => {
    const engine = new RestartableInflate(15);
    inflate(engine, join(FINAL, ...EMPTY));
    expect(engine.endMessage()).toBe(true);
    expect(toHex(inflate(engine, deflated(hex('62'))) as Uint8Array)).toBe('62');
    engine.close();
  });
});

test('a new start with nothing behind it needs no history', () => {
  const engine = new RestartableInflate(15);
  // An empty final block with a byte of padding too many to be passed over, then a text.
  const data = join(hex('01 00 00 ff ff'), deflated(hex('61 62')));
  expect(toHex(inflate(engine, data) as Uint8Array)).toBe('6162');
  expect(engine.isSound).toBe(true);
  engine.close();
});
