/**
 * Streams of frames in chunks, as a socket would hand them over.
 */

import { encodeFrame, Opcode } from 'websocket-codec';
import { randomBytes, randomKey, randomText } from './inputs.js';

/**
 * @typedef {object} Stream
 * @property {Buffer} bytes
 * @property {Uint8Array[]} payloads of its messages
 */

/**
 * Text is ASCII and its keys have seven bits: whoever unmasks it where it lies finds ASCII again, of other
 * characters, however often it does so.
 *
 * @param {'binary' | 'text'} kind
 * @param {number} size of each payload
 * @param {number} count of frames, each a message
 * @param {boolean} [masked]
 * @returns {Stream}
 */
export function streamOf(kind, size, count, masked = true) {
  const frames = [];
  const payloads = [];
  for (let seed = 0; seed < count; seed++) {
    const isText = kind === 'text';
    const payload = isText
      ? new Uint8Array(Buffer.from(randomText('ascii', size, seed)))
      : randomBytes(size, seed);
    const key = isText ? randomKey(seed).map((byte) => byte & 0x7f) : randomKey(seed);
    const opcode = isText ? Opcode.Text : Opcode.Binary;
    frames.push(encodeFrame({ opcode, payload, maskingKey: masked ? key : null }));
    payloads.push(payload);
  }
  return { bytes: Buffer.concat(frames), payloads };
}

/**
 * One message in so many frames of the same size, the last a little longer or shorter.
 *
 * @param {number} size of the whole message
 * @param {number} count of frames
 * @returns {Stream}
 */
export function fragmentedStream(size, count) {
  const payload = randomBytes(size, size);
  const frames = [];
  const each = Math.ceil(size / count);
  for (let part = 0; part < count; part++) {
    frames.push(
      encodeFrame({
        opcode: part === 0 ? Opcode.Binary : Opcode.Continuation,
        fin: part === count - 1,
        payload: payload.subarray(part * each, (part + 1) * each),
        maskingKey: randomKey(part),
      }),
    );
  }
  return { bytes: Buffer.concat(frames), payloads: [payload] };
}

/**
 * Chunks in memory of their own, because some contenders unmask where a chunk lies.
 *
 * @param {Buffer} stream
 * @param {number} chunkBytes
 */
export function chunksOf(stream, chunkBytes) {
  const chunks = [];
  for (let at = 0; at < stream.length; at += chunkBytes) {
    const piece = stream.subarray(at, at + chunkBytes);
    // Not Buffer.from, which puts short pieces into a memory that others share.
    const chunk = Buffer.alloc(piece.length);
    chunk.set(piece);
    chunks.push(chunk);
  }
  return chunks;
}
