import { describe, expect, test } from 'vitest';
import { giveBlockBack, takeBlock } from '../../src/extension/output-block.js';

/** Gives a block back unused, so that a test begins with this one ready. */
function ready(byteLength: number): Uint8Array {
  const block = takeBlock(byteLength);
  giveBlockBack(block, 0);
  return block;
}

test('one block is kept ready for the next of its size', () => {
  const block = ready(1024);
  expect(takeBlock(1024)).toBe(block);
});

test('a block is never handed out twice', () => {
  ready(1024);
  const first = takeBlock(1024);
  expect(takeBlock(1024).buffer).not.toBe(first.buffer);
});

test('a block of another size is made anew', () => {
  ready(1024);
  const other = takeBlock(2048);
  expect(other.length).toBe(2048);
  giveBlockBack(other, 0);
  expect(takeBlock(1024).length).toBe(1024);
});

describe('what is kept of a block of 100 bytes', () => {
  test.each([
    [0, 'nothing', true],
    [1, 'a copy', true],
    [49, 'a copy', true],
    [50, 'a copy', true],
    [51, 'a copy', true],
    [99, 'a copy', true],
    [100, 'the block itself', false],
  ])('with %i of them used: %s', (used, what, isReusable) => {
    const block = takeBlock(100);
    block.fill(7);
    const kept = giveBlockBack(block, used);
    expect(kept?.length ?? 0).toBe(used);
    expect(kept === null).toBe(what === 'nothing');
    if (kept !== null) {
      expect(kept.every((byte) => byte === 7)).toBe(true);
      expect(kept.buffer === block.buffer).toBe(what === 'the block itself');
    }
    expect(takeBlock(100) === block).toBe(isReusable);
  });
});

test('what was kept does not change when the block is used again', () => {
  const block = takeBlock(100);
  block.fill(1);
  const kept = giveBlockBack(block, 10);
  takeBlock(100).fill(2);
  expect(kept).toStrictEqual(new Uint8Array(10).fill(1));
});
