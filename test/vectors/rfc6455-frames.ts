/**
 * The examples of RFC 6455 §5.7, byte for byte.
 */

import { Opcode } from '../../src/vocabulary/opcode.js';
import { bits, hex, join, noise } from './bits.js';

export interface FrameVector {
  readonly title: string;
  readonly wire: Uint8Array;
  /** Who may receive it. */
  readonly role: 'client' | 'server';
  readonly fin: boolean;
  readonly opcode: Opcode;
  readonly payload: Uint8Array;
  readonly maskingKey: Uint8Array | null;
}

const hello = hex('48 65 6c 6c 6f');
const key = hex('37 fa 21 3d');
const maskedHello = hex('7f 9f 4d 51 58');
const payload256 = noise(256);
const payload65536 = noise(65536);

export const rfc6455Frames: readonly FrameVector[] = [
  {
    title: 'a single-frame unmasked text message',
    wire: join(bits('1 000 0001  0 0000101'), hello),
    role: 'client',
    fin: true,
    opcode: Opcode.Text,
    payload: hello,
    maskingKey: null,
  },
  {
    title: 'a single-frame masked text message',
    wire: join(bits('1 000 0001  1 0000101'), key, maskedHello),
    role: 'server',
    fin: true,
    opcode: Opcode.Text,
    payload: hello,
    maskingKey: key,
  },
  {
    title: 'the first half of a fragmented unmasked text message',
    wire: join(bits('0 000 0001  0 0000011'), hex('48 65 6c')),
    role: 'client',
    fin: false,
    opcode: Opcode.Text,
    payload: hex('48 65 6c'),
    maskingKey: null,
  },
  {
    title: 'the second half of a fragmented unmasked text message',
    wire: join(bits('1 000 0000  0 0000010'), hex('6c 6f')),
    role: 'client',
    fin: true,
    opcode: Opcode.Continuation,
    payload: hex('6c 6f'),
    maskingKey: null,
  },
  {
    title: 'an unmasked ping',
    wire: join(bits('1 000 1001  0 0000101'), hello),
    role: 'client',
    fin: true,
    opcode: Opcode.Ping,
    payload: hello,
    maskingKey: null,
  },
  {
    title: 'a masked pong that answers it',
    wire: join(bits('1 000 1010  1 0000101'), key, maskedHello),
    role: 'server',
    fin: true,
    opcode: Opcode.Pong,
    payload: hello,
    maskingKey: key,
  },
  {
    title: '256 bytes of binary in one unmasked frame',
    wire: join(bits('1 000 0010  0 1111110'), hex('0100'), payload256),
    role: 'client',
    fin: true,
    opcode: Opcode.Binary,
    payload: payload256,
    maskingKey: null,
  },
  {
    title: '64 KiB of binary in one unmasked frame',
    wire: join(bits('1 000 0010  0 1111111'), hex('0000000000010000'), payload65536),
    role: 'client',
    fin: true,
    opcode: Opcode.Binary,
    payload: payload65536,
    maskingKey: null,
  },
];
