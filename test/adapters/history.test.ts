import fc from 'fast-check';
import { expect, test } from 'vitest';
import { History } from '../../src/adapters/history.js';
import { join, noise, repeat, toHex } from '../vectors/bits.js';

/** What a history holds, and a check that it writes nothing else. */
function contents(history: History): string {
  const target = repeat(0xee, history.length + 20);
  history.copyTo(target, 10);
  const [before, after] = [target.slice(0, 10), target.slice(10 + history.length)];
  expect(toHex(join(before, after))).toBe('ee'.repeat(20));
  return toHex(target.subarray(10, 10 + history.length));
}

test('begins empty', () => {
  const history = new History(8);
  expect([history.length, contents(history)]).toStrictEqual([0, '']);
});

test.each([
  ['nothing', [0], ''],
  ['less than there is room for', [3], '000102'],
  ['just enough', [8], '0001020304050607'],
  ['one more', [9], '0102030405060708'],
  ['much more', [100], '5c5d5e5f60616263'],
  ['exactly twice as much', [16], '08090a0b0c0d0e0f'],
  ['more at last than there is room for', [5, 4], '0102030405060708'],
  ['full, then nothing', [8, 0], '0001020304050607'],
  ['full, then as much again', [8, 8], '08090a0b0c0d0e0f'],
  ['one by one', Array(11).fill(1), '030405060708090a'],
])('keeps the last eight bytes of what is appended: %s', (_, lengths, expected) => {
  const history = new History(8);
  let at = 0;
  const bytes = Uint8Array.from({ length: 256 }, (_none, value) => value);
  for (const length of lengths) {
    history.append(bytes, at, at + length);
    at += length;
  }
  expect(contents(history)).toBe(expected);
});

test('keeps the last bytes, however they come', () => {
  const size = fc.constantFrom(1, 2, 8, 256);
  const lengths = fc.array(
    fc.oneof(fc.nat(10), fc.nat(300), fc.constantFrom(8, 255, 256, 257, 512)),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(size, lengths, fc.nat(12), (bytes, pieces, clearAt) => {
      const history = new History(bytes);
      let all = new Uint8Array(0);
      for (const [index, length] of pieces.entries()) {
        if (index === clearAt) {
          history.clear();
          all = new Uint8Array(0);
        }
        const piece = noise(length + 3, index + 1);
        history.append(piece, 1, 1 + length);
        all = new Uint8Array(join(all, piece.subarray(1, 1 + length)));
        expect(history.length).toBe(Math.min(all.length, bytes));
        expect(contents(history)).toBe(toHex(all.slice(-bytes)));
      }
    }),
  );
});

test('does not keep what it is given', () => {
  const history = new History(4);
  const bytes = noise(4);
  history.append(bytes, 0, 4);
  bytes.fill(0);
  expect(contents(history)).toBe(toHex(noise(4)));
});

test('clear forgets everything', () => {
  const history = new History(4);
  history.append(noise(9), 0, 9);
  history.clear();
  expect([history.length, contents(history)]).toStrictEqual([0, '']);
  history.append(noise(2), 0, 2);
  expect(contents(history)).toBe(toHex(noise(2)));
});
