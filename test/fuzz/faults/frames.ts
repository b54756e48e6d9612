/**
 * Faults of what takes a single frame, or a part of one.
 */

import { type Codec, codec } from '../../../fuzz/codec.js';
import { type Fault, spoil } from './fault.js';

export const frameFaults: readonly Fault[] = [
  {
    target: 'header',
    oracle: 'verdict',
    name: 'a decoder that waits for what has come',
    codec: {
      decodeFrameHeader: (bytes, rules) => {
        const result = codec.decodeFrameHeader(bytes, rules);
        return result.status === 'complete' ? { status: 'incomplete', bytesNeeded: 1 } : result;
      },
    },
  },
  {
    target: 'header',
    oracle: 'throws RangeError',
    name: 'a decoder that throws',
    codec: {
      decodeFrameHeader: () => {
        throw new RangeError('an index is out of range');
      },
    },
  },
  {
    target: 'header',
    oracle: 'fault',
    name: 'a decoder that allows reserved bits by the wrong rule',
    codec: {
      decodeFrameHeader: (bytes, rules) => {
        const result = codec.decodeFrameHeader(bytes, rules);
        if (result.status !== 'invalid' || result.error.code !== 'reserved-bit-set') return result;
        return { status: 'invalid', error: { ...result.error, code: 'reserved-opcode' } };
      },
    },
  },
  {
    target: 'header',
    oracle: 'missing',
    name: 'a decoder that asks for a byte too many',
    codec: {
      decodeFrameHeader: (bytes, rules) => {
        const result = codec.decodeFrameHeader(bytes, rules);
        if (result.status !== 'incomplete') return result;
        return { status: 'incomplete', bytesNeeded: result.bytesNeeded + 1 };
      },
    },
  },
  {
    target: 'header',
    oracle: 'close-code',
    name: 'an error with the close code of another',
    codec: {
      decodeFrameHeader: (bytes, rules) => {
        const result = codec.decodeFrameHeader(bytes, rules);
        if (result.status !== 'invalid') return result;
        return { status: 'invalid', error: { ...result.error, closeCode: 1000 } };
      },
    },
  },
  {
    target: 'header',
    oracle: 'input-changed',
    name: 'a decoder that changes what it reads',
    codec: {
      decodeFrameHeader: (bytes, rules) => {
        const result = codec.decodeFrameHeader(bytes, rules);
        // Behind the header, where it makes no difference to the values.
        if (result.status === 'complete' && bytes.length > result.bytesRead) spoil(bytes);
        return result;
      },
    },
  },
  {
    target: 'header',
    oracle: 'encode',
    name: 'an encoder that forgets the bits',
    codec: {
      encodeFrameHeader: (header: Parameters<Codec['encodeFrameHeader']>[0], options = {}) =>
        codec.encodeFrameHeader({ ...header, fin: true }, { ...options, unchecked: true }),
    },
  },
  {
    target: 'frame',
    oracle: 'aliasing',
    name: 'a payload that is a view of the input',
    codec: {
      decodeFrame: (bytes, rules) => {
        const result = codec.decodeFrame(bytes, rules);
        if (result.status !== 'complete' || result.value.maskingKey !== null) return result;
        const { length } = result.value.payload;
        const payload = bytes.subarray(result.bytesRead - length, result.bytesRead);
        return { ...result, value: { ...result.value, payload } };
      },
    },
  },
  {
    target: 'frame',
    oracle: 'retained',
    name: 'a payload that keeps more memory than it needs',
    codec: {
      decodeFrame: (bytes, rules) => {
        const result = codec.decodeFrame(bytes, rules);
        if (result.status !== 'complete') return result;
        const large = new Uint8Array(result.value.payload.length + 100);
        large.set(result.value.payload);
        const payload = large.subarray(0, result.value.payload.length);
        return { ...result, value: { ...result.value, payload } };
      },
    },
  },
  {
    target: 'frame',
    oracle: 'encode-into',
    name: 'an encoder that writes behind its frame',
    codec: {
      encodeFrameInto: (frame, bytes, offset) => {
        const end = codec.encodeFrameInto(frame, bytes, offset);
        bytes[end] = 0;
        return end;
      },
    },
  },
  {
    target: 'mask',
    oracle: 'cut',
    name: 'masking that forgets the offset',
    codec: { maskInPlace: (payload, key) => codec.maskInPlace(payload, key) },
  },
  {
    target: 'close',
    oracle: 'verdict',
    name: 'a decoder that takes any code',
    codec: {
      decodeClosePayload: (payload) => {
        const result = codec.decodeClosePayload(payload);
        if (result.status === 'complete' || result.error.code !== 'close-code-invalid')
          return result;
        return { status: 'complete', value: { code: 1000, reason: '' }, bytesRead: payload.length };
      },
    },
  },
];
