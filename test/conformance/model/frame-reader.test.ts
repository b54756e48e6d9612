import { describe, expect, test } from 'vitest';
import { hex } from '../cases/payload.js';
import { MessageInflater } from './deflate.js';
import { FrameReader, type Incoming } from './frame-reader.js';
import { writeFrame } from './frame-writer.js';

const read = (digits: string, from: 'client' | 'server' = 'server'): Incoming[] =>
  new FrameReader(from).push(hex(digits));
const octetByOctet = (digits: string, from: 'client' | 'server' = 'server'): Incoming[] => {
  const reader = new FrameReader(from);
  return [...hex(digits)].flatMap((octet) => reader.push(Uint8Array.of(octet)));
};

describe('what the fuzzer reads', () => {
  test.each([
    ['an unmasked text', '81 05 48 65 6c 6c 6f', 'server', 'text'],
    ['a masked text', '81 85 37 fa 21 3d 7f 9f 4d 51 58', 'client', 'text'],
    ['a text in two fragments', '01 03 48 65 6c 80 02 6c 6f', 'server', 'text'],
    ['a ping', '89 05 48 65 6c 6c 6f', 'server', 'ping'],
    ['a masked pong', '8a 85 37 fa 21 3d 7f 9f 4d 51 58', 'client', 'pong'],
  ] as const)('%s says Hello', (_, digits, from, type) => {
    const hello = [{ type, payload: hex('48 65 6c 6c 6f') }];
    expect(read(digits, from)).toEqual(hello);
    expect(octetByOctet(digits, from)).toEqual(hello);
  });

  test('256 octets take the 16-bit length and 65536 the 64-bit length', () => {
    expect(read(`82 7e 01 00 ${'00'.repeat(256)}`)).toMatchObject([{ type: 'binary' }]);
    expect(read(`82 7f 00 00 00 00 00 01 00 00 ${'00'.repeat(65_536)}`)).toMatchObject([
      { type: 'binary' },
    ]);
  });

  test.each([
    ['88 00', null],
    ['88 02 03 e8', 1000],
    ['88 04 0b b8 68 69', 3000],
  ])('%s is a Close with the code %s', (digits, code) => {
    expect(read(digits)).toEqual([{ type: 'close', code, fault: null }]);
  });

  test.each([
    ['a reserved bit', 'c1 00', 1002],
    ['a reserved data opcode', '83 00', 1002],
    ['a reserved control opcode', '8b 00', 1002],
    ['a mask from a server', '81 80', 1002],
    ['a fragmented ping', '09 00', 1002],
    ['a ping of 126 octets', '89 7e', 1002],
    ['a length of 125 in 16 bits', '82 7e 00 7d', 1002],
    ['a length of 65535 in 64 bits', '82 7f 00 00 00 00 00 00 ff ff', 1002],
    ['a length of 2^63', '82 7f 80 00 00 00 00 00 00 00', 1002],
    ['a continuation of nothing', '80 00', 1002],
    ['a message inside a message', '01 00 81 00', 1002],
    ['a text that is not UTF-8', '81 01 ff', 1007],
    ['a text whose fragments together are not UTF-8', '01 01 c3 80 01 28', 1007],
  ])('%s is a fault before anything else arrives', (_, digits, closeCode) => {
    expect(read(digits)).toMatchObject([{ type: 'fault', fault: { closeCode } }]);
    expect(octetByOctet(digits)).toMatchObject([{ type: 'fault', fault: { closeCode } }]);
  });

  test('a client that does not mask is at fault', () => {
    expect(read('81 00', 'client')).toMatchObject([{ type: 'fault' }]);
  });

  test.each([
    ['88 01 03', null, 1002],
    ['88 02 03 e7', 999, 1002],
    ['88 02 03 ed', 1005, 1002],
    ['88 02 03 f7', 1015, 1002],
    ['88 02 13 88', 5000, 1002],
    ['88 03 03 e8 ff', 1000, 1007],
  ])('the Close %s has the code %s and is at fault', (digits, code, closeCode) => {
    expect(read(digits)).toMatchObject([{ type: 'close', code, fault: { closeCode } }]);
  });

  test('octets after a Close are a fault, in the same chunk or a later one', () => {
    expect(read('88 00 89 00')).toMatchObject([{ type: 'close' }, { type: 'fault' }]);
    expect(octetByOctet('88 00 89')).toMatchObject([{ type: 'close' }, { type: 'fault' }]);
  });
});

describe('what the fuzzer reads where compression was agreed on', () => {
  const reader = (): FrameReader =>
    new FrameReader('server', new MessageInflater({ windowBits: 15, keepsContext: true }));
  const HELLO = { type: 'text', payload: hex('48 65 6c 6c 6f') };

  test('the examples of RFC 7692 §7.2.3 say Hello, plain messages too, and are counted', () => {
    const peer = reader();
    expect(peer.push(hex('c1 07 f2 48 cd c9 c9 07 00'))).toEqual([HELLO]);
    expect(peer.push(hex('41 03 f2 00 11 80 02 00 00'))).toEqual([HELLO]);
    expect(peer.push(hex('81 05 48 65 6c 6c 6f'))).toEqual([HELLO]);
    expect(peer.compressedMessages).toBe(2);
  });

  test.each([
    ['RSV1 on a continuation', '41 03 f2 48 cd c0 04 c9 c9 07 00', 1002],
    ['RSV1 on a ping', 'c9 00', 1002],
    ['RSV2', 'a1 00', 1002],
    ['RSV1 and RSV3', 'd1 00', 1002],
    ['data that do not inflate', 'c1 05 48 65 6c 6c 6f', 1007],
    ['a text that is not UTF-8', 'c1 03 fa 0f 00', 1007],
  ])('%s is a fault', (_, digits, closeCode) => {
    expect(reader().push(hex(digits))).toMatchObject([{ type: 'fault', fault: { closeCode } }]);
  });
});

test('the fuzzer writes the examples of RFC 6455 §5.7', () => {
  const written = (opcode: number, fin: boolean, text: string, key: string | null): string => {
    const frame = { opcode, fin, rsv: 0, payload: new TextEncoder().encode(text) };
    return Buffer.from(writeFrame(frame, key === null ? null : hex(key))).toString('hex');
  };
  expect(written(0x1, true, 'Hello', null)).toBe('810548656c6c6f');
  expect(written(0x1, true, 'Hello', '37 fa 21 3d')).toBe('818537fa213d7f9f4d5158');
  expect(written(0x1, false, 'Hel', null)).toBe('010348656c');
  expect(written(0x0, true, 'lo', null)).toBe('80026c6f');
  expect(written(0x2, true, ' '.repeat(256), null)).toBe(`827e0100${'20'.repeat(256)}`);
  expect(written(0x2, true, ' '.repeat(65_536), null)).toBe(
    `827f0000000000010000${'20'.repeat(65_536)}`,
  );
});
