/**
 * Exact frames: the examples of RFC 6455 §5.7, every edge of the three forms of a length, faults in their order, and
 * masking by each of the ways that a runtime may take.
 */

import { hex, join, noise } from '../../vectors/bits.js';
import { faultVectors } from '../../vectors/first-faults.js';
import {
  heldLengths,
  hugeLengths,
  nonMinimalLengths,
  unholdableLengths,
  withFirstByte,
} from '../../vectors/lengths.js';
import { rfc6455Frames } from '../../vectors/rfc6455-frames.js';
import type { Subject } from './subject.js';
import { same, type Tally } from './tally.js';

type Codec = Subject['codec'];

const key = hex('37 fa 21 3d');
const plain = { rsv1: false, rsv2: false, rsv3: false };

export function checkFrameVectors(tally: Tally, { codec }: Subject): void {
  checkExamples(tally, codec);
  checkLengths(tally, codec);
  checkFaults(tally, codec);
  checkMasking(tally, codec);
}

function checkExamples(tally: Tally, codec: Codec): void {
  for (const { title, wire, role, maskingKey, ...rest } of rfc6455Frames) {
    const frame = { ...rest, ...plain };
    tally.check(`RFC 6455 §5.7, ${title}, decoded`, () => {
      const value = { ...frame, maskingKey };
      same(codec.decodeFrame(wire, { role }), {
        status: 'complete',
        value,
        bytesRead: wire.length,
      });
      const cut = codec.decodeFrame(wire.subarray(0, wire.length - 1), { role });
      same(cut, { status: 'incomplete', bytesNeeded: 1 }, 'without its last byte');
    });
    tally.check(`RFC 6455 §5.7, ${title}, encoded`, () => {
      same(codec.encodeFrame({ ...frame, maskingKey }), wire);
    });
    tally.check(`RFC 6455 §5.7, ${title}, out of a stream`, () => {
      for (const chunkBytes of [wire.length, 1, 7]) {
        const decoder = new codec.FrameDecoder({ role });
        for (let at = 0; at < wire.length; at += chunkBytes) {
          same(decoder.next().status, 'incomplete', `before byte ${at}`);
          decoder.push(wire.slice(at, at + chunkBytes));
        }
        const next = decoder.next();
        same(next.status === 'complete' && next.value, frame, `in chunks of ${chunkBytes}`);
      }
    });
  }
}

function checkLengths(tally: Tally, codec: Codec): void {
  const { Opcode } = codec;
  for (const masked of [false, true]) {
    const maskingKey = masked ? key : null;
    const kind = masked ? 'masked' : 'unmasked';
    for (const { length, form, wire } of [...heldLengths, ...hugeLengths]) {
      const header = join(withFirstByte(0x82, wire, masked), maskingKey ?? hex(''));
      const value = {
        ...plain,
        fin: true,
        opcode: Opcode.Binary,
        maskingKey,
        payloadLength: length,
      };
      tally.check(`a ${kind} length of ${length} in ${form} bits`, () => {
        same(codec.encodeFrameHeader(value), header, 'the header');
        const read = codec.decodeFrameHeader(header);
        same(read, { status: 'complete', value, bytesRead: header.length });
      });
    }
    for (const { length, wire } of heldLengths) {
      tally.check(`a ${kind} frame of ${length} bytes`, () => {
        const payload = noise(length);
        const frame = codec.encodeFrame({ opcode: Opcode.Binary, payload, maskingKey });
        const body = masked ? masks(payload, key, 0) : payload;
        const header = join(withFirstByte(0x82, wire, masked), maskingKey ?? hex(''));
        same(frame, join(header, body), 'encoded');
        const read = codec.decodeFrame(frame);
        same(read.status === 'complete' && read.value.payload, payload, 'decoded');
      });
    }
  }
  for (const wire of nonMinimalLengths) {
    tally.check(`the length ${wire} is not minimal`, () => {
      const result = codec.decodeFrameHeader(withFirstByte(0x82, wire, false));
      same(result.status === 'invalid' && result.error.code, 'length-not-minimal');
      same(result.status === 'invalid' && result.error.closeCode, 1002);
    });
  }
  for (const { wire, code } of unholdableLengths) {
    tally.check(`the length ${wire} is ${code}`, () => {
      const result = codec.decodeFrameHeader(withFirstByte(0x82, wire, false));
      same(result.status === 'invalid' && result.error.code, code);
    });
  }
}

function checkFaults(tally: Tally, codec: Codec): void {
  for (const { title, wire, rules, code, judgedAfter } of faultVectors) {
    tally.check(title, () => {
      for (let length = 0; length <= wire.length; length++) {
        const result = codec.decodeFrame(wire.subarray(0, length), rules);
        const expected = length < judgedAfter ? 'incomplete' : code;
        same(result.status === 'invalid' ? result.error.code : result.status, expected);
      }
    });
  }
}

/** Around the borders between bytes, words, and tiles of WebAssembly. */
const maskedLengths = [
  0, 1, 3, 4, 15, 16, 17, 31, 63, 127, 128, 255, 1000, 4095, 4096, 4097, 16_383, 16_384, 16_385,
  70_000,
];

function checkMasking(tally: Tally, codec: Codec): void {
  for (const length of maskedLengths) {
    tally.check(`${length} bytes are masked as byte by byte`, () => {
      for (const [offset, phase] of [0, 1, 2, 3, 0].entries()) {
        const payload = noise(length + offset).subarray(offset);
        const expected = masks(payload, key, phase);
        same(codec.unmask(payload, key, phase), expected, `unmask at ${phase}`);
        codec.maskInPlace(payload, key, phase);
        same(payload, expected, `maskInPlace at ${phase}`);
      }
    });
  }
  tally.check('frames of all lengths in one chunk are unmasked together', () => {
    const payloads = maskedLengths.map((length) => noise(length, length + 1));
    const encoder = (payload: Uint8Array) =>
      codec.encodeFrame({ opcode: codec.Opcode.Binary, payload, maskingKey: key });
    const wire = join(...payloads.map(encoder));
    for (const takeOwnership of [false, true]) {
      const decoder = new codec.FrameDecoder({ role: 'server', takeOwnership });
      decoder.push(wire.slice());
      for (const payload of payloads) {
        const next = decoder.next();
        same(next.status === 'complete' && next.value.payload, payload);
      }
    }
  });
}

/** RFC 6455 §5.3 as it is written. */
function masks(payload: Uint8Array, maskingKey: Uint8Array, phase: number): Uint8Array {
  return payload.map((byte, at) => byte ^ (maskingKey[(at + phase) % 4] ?? 0));
}
