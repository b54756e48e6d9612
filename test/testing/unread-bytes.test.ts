import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UnreadBytes } from '../../src/testing/unread-bytes.js';

test('what is appended is taken in the same order, and seen before it is taken', () => {
  const steps = fc.array(fc.uint8Array({ maxLength: 900 }), { maxLength: 30 });
  fc.assert(
    fc.property(steps, fc.infiniteStream(fc.nat()), (chunks, choices) => {
      const unread = new UnreadBytes();
      let model: number[] = [];
      for (const chunk of chunks) {
        unread.append(chunk);
        model.push(...chunk);
        expect(unread.length).toBe(model.length);
        expect([...unread.view]).toStrictEqual(model);
        const count = choices.next().value % (model.length + 1);
        expect([...unread.take(count)]).toStrictEqual(model.slice(0, count));
        model = model.slice(count);
      }
      expect([...unread.view]).toStrictEqual(model);
    }),
  );
});

test('what is taken is a copy, and what is appended is not kept', () => {
  const unread = new UnreadBytes();
  const chunk = Uint8Array.of(1, 2, 3);
  unread.append(chunk);
  chunk.fill(9);
  const taken = unread.take(2);
  unread.append(new Uint8Array(1022).fill(7));
  unread.append(new Uint8Array(1022).fill(8));
  expect(taken).toStrictEqual(Uint8Array.of(1, 2));
  expect(unread.view[0]).toBe(3);
});

test('room that has been read is used again before there is more', () => {
  const unread = new UnreadBytes();
  const { buffer } = unread.view;
  for (let i = 0; i < 100; i++) {
    unread.append(new Uint8Array(500).fill(i));
    expect(unread.take(500)).toStrictEqual(new Uint8Array(500).fill(i));
  }
  expect(unread.view.buffer).toBe(buffer);
  unread.append(new Uint8Array(1025));
  expect(unread.view.buffer.byteLength).toBe(2050);
});
