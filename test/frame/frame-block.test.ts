import { expect, test } from 'vitest';
import { FrameBlock } from '../../src/frame/frame-block.js';
import { simdMask } from '../../src/frame/mask-simd.js';
import { hex, join, noise } from '../vectors/bits.js';
import { recordingSimd } from './recording-simd.js';

const KEY = 0x3d21fa37;

test('frames stand behind each other, and a view shows those since the last', () => {
  const block = new FrameBlock(64);
  expect(block).toMatchObject({ at: 0, room: 64, hasNews: false });
  block.write(0x81, 'Hello', null, null);
  expect(block).toMatchObject({ at: 7, room: 57, hasNews: true });
  block.write(0x82, hex('01 02'), KEY, null);
  expect(block).toMatchObject({ at: 15, room: 49, hasNews: true });
  expect(block.takeView()).toStrictEqual(join(hex('81 05 48656c6c6f'), hex('82 82 37fa213d 36f8')));
  expect(block).toMatchObject({ at: 15, room: 49, hasNews: false });
  expect(block.takeView()).toStrictEqual(hex(''));

  block.append(hex('8900'));
  expect(block.takeView()).toStrictEqual(hex('8900'));
});

test('views share the memory of the block', () => {
  const block = new FrameBlock(16);
  block.append(hex('01 02'));
  expect(block.takeView().buffer).toBe(block.bytes.buffer);
});

test.each([
  [0, null, '82 00'],
  [125, null, '82 7d'],
  [126, null, '82 7e 007e'],
  [65_535, null, '82 7e ffff'],
  [65_536, null, '82 7f 0000000000010000'],
  [5, KEY, '82 85 37fa213d'],
])(
  'the header of a payload of %i bytes that lies elsewhere, with the key %s, is %s',
  (length, key, wire) => {
    const block = new FrameBlock(32);
    block.append(hex('ff'));
    block.writeHeader(0x82, length, key);
    expect(block.takeView()).toStrictEqual(join(hex('ff'), hex(wire)));
  },
);

test('memory that was transferred away has room for less than nothing', () => {
  const block = new FrameBlock(16);
  block.append(hex('01 02'));
  structuredClone(block.bytes, { transfer: [block.bytes.buffer] });
  expect(block.room).toBe(-2);
});

// It says where SIMD is asked, and there is nobody to ask in the run without WebAssembly.
test.skipIf(simdMask === null)('a long payload is masked on its way, for it lies elsewhere', () => {
  const { simd, calls } = recordingSimd();
  new FrameBlock(6000).write(0x82, noise(5000), KEY, simd);
  expect(calls).toStrictEqual(['copy']);
});
