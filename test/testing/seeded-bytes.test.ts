import { expect, test } from 'vitest';
import { SeededBytes } from '../../src/testing/seeded-bytes.js';

test('bytes that are taken in two parts are those that are taken at once', () => {
  const [whole, parts] = [new SeededBytes(9), new SeededBytes(9)];
  expect([...parts.take(3), ...parts.take(2)]).toEqual([...whole.take(5)]);
  expect(parts.next()).toBe(whole.next());
});

test('no bytes leave the state as it is', () => {
  const seeded = new SeededBytes(1);
  expect(seeded.take(0)).toHaveLength(0);
  expect(seeded.next()).toBe(270_369);
});
