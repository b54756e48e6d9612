import { expect, test } from 'vitest';
import { bytesOf } from '../../src/testing/byte-data.js';
import { type FrameState, readFrameHead } from '../../src/testing/frame-head.js';

const server: FrameState = { isMasked: false, isCompressing: false, isInMessage: false };
const client: FrameState = { ...server, isMasked: true };
const compressing: FrameState = { ...server, isCompressing: true };
const inMessage: FrameState = { ...server, isInMessage: true };

test.each([
  ['81 05', server, { fin: true, rsv1: false, opcode: 1, key: null, headBytes: 2, length: 5 }],
  ['02 00', server, { fin: false, rsv1: false, opcode: 2, key: null, headBytes: 2, length: 0 }],
  [
    '00 7d',
    inMessage,
    { fin: false, rsv1: false, opcode: 0, key: null, headBytes: 2, length: 125 },
  ],
  ['89 7d', inMessage, { fin: true, rsv1: false, opcode: 9, key: null, headBytes: 2, length: 125 }],
  ['c1 00', compressing, { fin: true, rsv1: true, opcode: 1, key: null, headBytes: 2, length: 0 }],
  ['42 00', compressing, { fin: false, rsv1: true, opcode: 2, key: null, headBytes: 2, length: 0 }],
  ['82 7e 007e', server, { headBytes: 4, length: 126 }],
  ['82 7e ffff', server, { headBytes: 4, length: 65_535 }],
  ['82 7f 0000000000010000', server, { headBytes: 10, length: 65_536 }],
  ['82 7f ffffffffffffffff', server, { headBytes: 10, length: 2 ** 64 }],
  ['8a 80 01020304', client, { opcode: 10, key: bytesOf('01020304'), headBytes: 6, length: 0 }],
  ['82 fe 0100 01020304', client, { key: bytesOf('01020304'), headBytes: 8, length: 256 }],
  [
    '82 ff 0000000000010000 01020304',
    client,
    { key: bytesOf('01020304'), headBytes: 14, length: 65_536 },
  ],
])('%s is read once it is all there, wherever it lies', (hex, state, head) => {
  const bytes = bytesOf(hex);
  const around = bytesOf(['ff ff', hex, 'ff ff']);
  expect(readFrameHead(bytes, state)).toMatchObject(head);
  expect(readFrameHead(around.subarray(2), state)).toMatchObject(head);
  for (let length = 0; length < bytes.length; length++) {
    expect(readFrameHead(bytes.subarray(0, length), state)).toBe(null);
  }
});

test.each([
  ['a1 00', server, 'a reserved bit without an extension'],
  ['91 00', compressing, 'a reserved bit without an extension'],
  ['c1 00', server, 'a reserved bit without an extension'],
  ['c0 00', { ...inMessage, isCompressing: true }, 'RSV1 on a frame that does not begin a message'],
  ['c9 00', compressing, 'RSV1 on a frame that does not begin a message'],
  ['83 00', server, 'the reserved opcode 3'],
  ['87 00', server, 'the reserved opcode 7'],
  ['8b 00', server, 'the reserved opcode 11'],
  ['8f 00', server, 'the reserved opcode 15'],
  ['81 80', server, 'a masked frame from a server'],
  ['81 00', client, 'an unmasked frame from a client'],
  ['08 00', server, 'a fragmented control frame'],
  ['09 00', server, 'a fragmented control frame'],
  ['89 7e', server, 'a control frame of more than 125 bytes'],
  ['80 00', server, 'a continuation of nothing'],
  ['81 00', inMessage, 'a message inside a message'],
])('%s in the state %o is %s after two bytes', (hex, state, what) => {
  expect(readFrameHead(bytesOf(hex), state)).toBe(what);
});

test.each([
  ['82 7e 007d', 'a length of 125 in a longer form than needed'],
  ['82 7f 000000000000ffff', 'a length of 65535 in a longer form than needed'],
])('%s is %s', (hex, what) => {
  expect(readFrameHead(bytesOf(hex), server)).toBe(what);
});
