/**
 * What the tester has still to write.
 */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { join, toHex } from '../../src/testing/byte-data.js';
import { Outbox } from '../../src/testing/outbox.js';

function writesOf(outbox: Outbox): Uint8Array[] {
  const writes: Uint8Array[] = [];
  for (let write = outbox.next(); write !== null; write = outbox.next()) writes.push(write);
  return writes;
}

test('what was added is given in order, and cut', () => {
  const outbox = new Outbox(2);
  outbox.add([Uint8Array.of(1, 2, 3), Uint8Array.of(4)]);
  outbox.add([Uint8Array.of(5, 6)], 1);
  expect(writesOf(outbox).map(toHex)).toEqual(['0102', '03', '04', '05', '06']);
  outbox.add([Uint8Array.of(7)]);
  expect(writesOf(outbox).map(toHex)).toEqual(['07']);
});

test('what is cleared is not written', () => {
  const outbox = new Outbox(2);
  outbox.add([Uint8Array.of(1, 2, 3)]);
  expect(outbox.next()).toEqual(Uint8Array.of(1, 2));
  outbox.clear();
  expect(outbox.next()).toBe(null);
});

test('no write is empty or longer than it may be, and none is lost', () => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 5 });
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 4 }), fc.integer({ min: 1, max: 9 }), (adds, max) => {
      const outbox = new Outbox(max);
      for (const add of adds) outbox.add(add);
      const writes = writesOf(outbox);
      expect(writes.filter(({ length }) => length === 0 || length > max)).toEqual([]);
      expect(toHex(join(writes))).toBe(toHex(join(adds.flat())));
    }),
  );
});

test('pieces are asked for when their turn comes', () => {
  const made: number[] = [];
  function* pieces() {
    for (const byte of [1, 2, 3]) {
      made.push(byte);
      yield Uint8Array.of(byte);
    }
  }
  const outbox = new Outbox(9);
  outbox.add(pieces());
  expect(made).toEqual([]);
  outbox.next();
  expect(made).toEqual([1]);
});
