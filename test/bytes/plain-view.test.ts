import { expect, test } from 'vitest';
import { plainView, trueLength } from '../../src/bytes/plain-view.js';
import { hex } from '../vectors/bits.js';

class Liar extends Uint8Array {
  override get length(): number {
    return 1_000_000;
  }
  override get byteOffset(): number {
    return 7;
  }
  override subarray(): Uint8Array<ArrayBuffer> {
    throw new Error('called');
  }
}

test('shows the memory that is really there, as a plain array', () => {
  const liar = new Liar(hex('000102030405').buffer as ArrayBuffer, 2, 3);
  const view = plainView(liar);
  expect(Object.getPrototypeOf(view)).toBe(Uint8Array.prototype);
  expect(view).toStrictEqual(hex('020304'));
  expect(view.buffer).toBe(liar.buffer);
});

test('does not see properties that an array was given of its own', () => {
  const bytes = hex('0102');
  Object.defineProperty(bytes, 'length', { value: 9 });
  expect(plainView(bytes).length).toBe(2);
});

test('leaves a Buffer behind', () => {
  expect(plainView(Buffer.from([1, 2]))).toStrictEqual(hex('0102'));
});

test('the length is the one that the memory has, whatever the array says', () => {
  expect(trueLength(new Liar(hex('000102030405').buffer as ArrayBuffer, 2, 3))).toBe(3);
  expect(trueLength(Object.defineProperty(hex('0102'), 'length', { value: 9 }))).toBe(2);
  expect(trueLength(hex(''))).toBe(0);
});
