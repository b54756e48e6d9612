/**
 * Compares decoders of one stream, once each has given the right messages.
 */

import { strictEqual } from 'node:assert/strict';
import { requireSameBytes } from './check.js';
import { compare } from './harness.js';
import { chunksOf } from './stream-inputs.js';

/** @typedef {import('./stream-ours.js').Decoder} Decoder */

/** Ours, whatever their setting: the others are compared with each of them. */
const OURS = /^(FrameDecoder|Connection)/;

/**
 * @param {object} question
 * @param {string} question.label
 * @param {number} question.at
 * @param {import('./table.js').Rate} question.rate
 * @param {number} question.units
 * @param {import('./stream-inputs.js').Stream} question.stream
 * @param {number} question.chunkBytes
 * @param {Readonly<Record<string, () => Decoder>>} question.makers
 */
export function compareDecoders({ stream, chunkBytes, makers, ...question }) {
  const decoders = Object.entries(makers).map(([name, make]) => ({ name, ...make() }));
  for (const decoder of decoders) {
    // On chunks that nobody has unmasked: once the turns begin, payloads are what the last one left.
    requireMessages(decoder, chunksOf(stream.bytes, chunkBytes), stream.payloads);
  }
  compare({
    ...question,
    inputCount: 1,
    makeInput: () => chunksOf(stream.bytes, chunkBytes),
    check: (count) => strictEqual(count, stream.payloads.length),
    contenders: decoders.map(({ name, decode }) => ({
      name,
      run: decode,
      isOurs: OURS.test(name),
    })),
  });
}

/**
 * Throws unless a decoder gives exactly these messages.
 *
 * @param {Decoder & { name: string }} decoder
 * @param {readonly Buffer[]} chunks
 * @param {readonly Uint8Array[]} payloads
 */
function requireMessages({ name, decode, sink }, chunks, payloads) {
  /** @type {(Uint8Array | string)[]} */
  const kept = [];
  sink.kept = kept;
  try {
    decode(chunks);
    strictEqual(kept.length, payloads.length);
    for (const [index, payload] of payloads.entries()) {
      const message = /** @type {Uint8Array | string | undefined} */ (kept[index]);
      if (typeof message === 'string') strictEqual(message, Buffer.from(payload).toString());
      else requireSameBytes(message, payload);
    }
  } catch (cause) {
    throw new Error(`${name} gives wrong messages`, { cause });
  } finally {
    sink.kept = null;
  }
}
