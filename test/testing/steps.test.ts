/**
 * From steps to writes.
 */

import { expect, test } from 'vitest';
import { toHex } from '../../src/testing/byte-data.js';
import { cutUp } from '../../src/testing/cut-up.js';
import { SeededBytes } from '../../src/testing/seeded-bytes.js';
import { StepWriter, type WritingStep } from '../../src/testing/step-writer.js';

const context = { round: 1, accept: null };
const deflate = { deflate: (message: Uint8Array) => message.slice(1) };
const writer = (masks = false) => new StepWriter(masks, new SeededBytes(1), deflate);
const writesOf = (step: WritingStep, from = writer()) =>
  [...from.writesOf(step, context)].map(toHex);

test.each<[string, WritingStep, string[]]>([
  ['frames at once', { frames: [{ opcode: 1 }, { opcode: 9, payload: '00' }] }, ['8100890100']],
  [
    'frames one by one',
    { frames: [{ opcode: 1 }, { opcode: 9 }], cut: 'frames' },
    ['8100', '8900'],
  ],
  ['frames many times', { frames: [{ opcode: 10 }], times: 3 }, ['8a008a008a00']],
  [
    'frames in pieces',
    { frames: [{ opcode: 1, payload: '616263' }], cut: 2 },
    ['8103', '6162', '63'],
  ],
  ['bytes as they are', { bytes: ['ff', '00'] }, ['ff00']],
  ['fragments', { fragments: { opcode: 2, payload: '0102' }, bytesEach: 1 }, ['0201010001028000']],
  ['a compressed message', { compressed: { opcode: 1, payload: '0061' } }, ['c10161']],
  [
    'a compressed message in fragments',
    { compressed: { opcode: 1, payload: '006162' }, bytesEach: 1 },
    ['4101610001628000'],
  ],
  [
    'lengths as they are given, true or not',
    {
      frames: ['05', '0005', '0000000000000005'].map((length) => ({
        opcode: 1,
        payload: '61',
        length,
      })),
      cut: 'frames',
    },
    ['810561', '817e000561', '817f000000000000000561'],
  ],
  ['what depends on the round', { bytes: { walk: '0001', length: 1 } }, ['01']],
])('%s', (_, step, writes) => {
  expect(writesOf(step)).toEqual(writes);
});

test('the beginning of a frame and the rest of it', () => {
  const one = writer();
  expect(writesOf({ begin: { opcode: 1, payload: '616263' }, bytes: 1 }, one)).toEqual(['810361']);
  expect(one.isInFrame).toBe(true);
  expect(writesOf({ more: 1 }, one)).toEqual(['62']);
  expect(writesOf({ more: 9 }, one)).toEqual(['63']);
  expect(one.isInFrame).toBe(false);
});

test('the beginning of a frame without a payload is all of it', () => {
  const one = writer();
  expect(writesOf({ begin: { opcode: 9 }, bytes: 0 }, one)).toEqual(['8900']);
  expect(one.isInFrame).toBe(false);
});

test('a message that is to be compressed is marked, and left as it is where nobody agreed', () => {
  const one = new StepWriter(false, new SeededBytes(1), null);
  expect(writesOf({ compressed: { opcode: 1, payload: '0061' } }, one)).toEqual(['c1020061']);
});

test('a client masks with another key each time, unless the frame says that it does not', () => {
  const frame = { opcode: 1, payload: '00' };
  const [first, second] = writesOf({ frames: [frame, frame], cut: 'frames' }, writer(true));
  expect([first?.slice(0, 4), first?.length]).toEqual(['8181', 14]);
  expect(first).not.toBe(second);
  expect(writesOf({ frames: [{ ...frame, masked: false }] }, writer(true))).toEqual(['810100']);
  expect(writesOf({ frames: [{ ...frame, masked: true }] })[0]).toMatch(/^8181/);
});

test('a length must have one of the forms', () => {
  const step: WritingStep = { frames: [{ opcode: 1, length: '000001' }] };
  expect(() => writesOf(step)).toThrow('a length takes 1, 2 or 8 bytes, not 3');
});

test('a step without an end is not one array', () => {
  const writes = cutUp(many(3_000_000), 'whole');
  const { value } = writes.next();
  expect(value).toHaveLength(1_048_576);
});

test('each write of such a step has what the last has left, and none is empty', () => {
  const frames = (...lengths: number[]) => lengths.map((length) => new Uint8Array(length));
  const lengthsOf = (pieces: Uint8Array[]) => [...cutUp(pieces, 'whole')].map((w) => w.length);
  expect(lengthsOf(frames(600_000, 600_000, 7, 8))).toEqual([1_200_000, 15]);
  expect(lengthsOf(frames(524_288, 524_288))).toEqual([1_048_576]);
  expect(lengthsOf([])).toEqual([]);
});

test('a frame in pieces is as long as it was, and the last piece is not empty', () => {
  const lengthsOf = (length: number, size: number) =>
    [...cutUp([new Uint8Array(length)], size)].map((piece) => piece.length);
  expect(lengthsOf(6, 2)).toEqual([2, 2, 2]);
  expect(lengthsOf(7, 2)).toEqual([2, 2, 2, 1]);
  expect(lengthsOf(1, 2)).toEqual([1]);
});

function* many(count: number): Generator<Uint8Array> {
  for (let i = 0; i < count; i++) yield Uint8Array.of(0);
}
