/**
 * Frames with more than one fault: the first on the wire is the one that counts, and it is known as soon as
 * `judgedAfter` bytes are there. The order is byte 0, byte 1, the length with its last byte; never the key
 * or the payload.
 */

import type { FrameRules } from '../../src/frame/frame.js';
import type { ViolationCode } from '../../src/vocabulary/violation.js';
import { bits, hex, join } from './bits.js';

export interface FaultVector {
  readonly title: string;
  readonly wire: Uint8Array;
  readonly rules: FrameRules;
  readonly code: ViolationCode;
  readonly judgedAfter: number;
}

const server: FrameRules = { role: 'server' };
const client: FrameRules = { role: 'client' };

export const faultVectors: readonly FaultVector[] = [
  {
    title: 'a reserved bit before a missing mask',
    wire: bits('1 100 0001  0 0000000'),
    rules: server,
    code: 'reserved-bit-set',
    judgedAfter: 1,
  },
  {
    title: 'a reserved bit before a reserved opcode in the same byte',
    wire: bits('1 001 0011  0 0000000'),
    rules: {},
    code: 'reserved-bit-set',
    judgedAfter: 1,
  },
  {
    title: 'a reserved opcode before a missing mask',
    wire: bits('1 000 0011  0 0000000'),
    rules: server,
    code: 'reserved-opcode',
    judgedAfter: 1,
  },
  {
    title: 'a reserved control opcode before its fragmentation',
    wire: bits('0 000 1011  0 0000000'),
    rules: {},
    code: 'reserved-opcode',
    judgedAfter: 1,
  },
  {
    title: 'a fragmented ping before its 16-bit length',
    wire: join(bits('0 000 1001  0 1111110'), hex('007e')),
    rules: {},
    code: 'control-frame-fragmented',
    judgedAfter: 1,
  },
  {
    title: 'a missing mask before a control frame that is too long',
    wire: join(bits('1 000 1001  0 1111110'), hex('0005')),
    rules: server,
    code: 'mask-missing',
    judgedAfter: 2,
  },
  {
    title: 'an unexpected mask before a length that is not minimal',
    wire: join(bits('1 000 0010  1 1111110'), hex('0005 00000000')),
    rules: client,
    code: 'mask-unexpected',
    judgedAfter: 2,
  },
  {
    title: 'a control frame that is too long before its length that is not minimal',
    wire: join(bits('1 000 1000  0 1111110'), hex('0005')),
    rules: {},
    code: 'control-frame-too-long',
    judgedAfter: 2,
  },
  {
    title: 'a control frame with a 64-bit length before the sign bit of it',
    wire: join(bits('1 000 1010  0 1111111'), hex('8000000000000000')),
    rules: {},
    code: 'control-frame-too-long',
    judgedAfter: 2,
  },
  {
    title: 'a missing mask before a payload above the limit',
    wire: bits('1 000 0010  0 0000101'),
    rules: { ...server, maxPayloadBytes: 4 },
    code: 'mask-missing',
    judgedAfter: 2,
  },
  {
    title: 'a 7-bit length above the limit before the key',
    wire: join(bits('1 000 0010  1 0000101'), hex('01020304 0000000000')),
    rules: { ...server, maxPayloadBytes: 4 },
    code: 'payload-too-big',
    judgedAfter: 2,
  },
  {
    title: 'a 16-bit length that is not minimal before the key',
    wire: join(bits('1 000 0010  1 1111110'), hex('007d 01020304')),
    rules: server,
    code: 'length-not-minimal',
    judgedAfter: 4,
  },
  {
    title: 'a 16-bit length that is not minimal and above the limit',
    wire: join(bits('1 000 0010  0 1111110'), hex('007d')),
    rules: { maxPayloadBytes: 4 },
    code: 'length-not-minimal',
    judgedAfter: 4,
  },
  {
    title: 'a 16-bit length above the limit before the key',
    wire: join(bits('1 000 0010  1 1111110'), hex('0100 01020304')),
    rules: { ...server, maxPayloadBytes: 255 },
    code: 'payload-too-big',
    judgedAfter: 4,
  },
  {
    title: 'a 64-bit length with its sign bit before the limit',
    wire: join(bits('1 000 0010  1 1111111'), hex('8000000000000000 00000000')),
    rules: { ...server, maxPayloadBytes: 0 },
    code: 'length-sign-bit-set',
    judgedAfter: 10,
  },
  {
    title: 'a 64-bit length that is not minimal before the key',
    wire: join(bits('1 000 0010  1 1111111'), hex('000000000000ffff 00000000')),
    rules: server,
    code: 'length-not-minimal',
    judgedAfter: 10,
  },
  {
    title: 'a 64-bit length beyond 2^53 − 1 without any limit',
    wire: join(bits('1 000 0010  0 1111111'), hex('0020000000000000')),
    rules: {},
    code: 'payload-too-big',
    judgedAfter: 10,
  },
];
