/**
 * Messages without context takeover: what starting from nothing costs, at which size native code pays, and
 * what a state would save that fits the message.
 */

import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import {
  Z_DEFAULT_STRATEGY,
  Z_SYNC_FLUSH,
  ZStream,
  zlibDeflate,
  zlibDeflateInit2,
  zlibDeflateReset,
} from 'pako';
import { requireSameBytes } from './check.js';
import { messages as messagesOf } from './deflate-inputs.js';
import { requireCompressed } from './deflate-lines.js';
import { compressors, LEVEL, MEM_LEVEL, opensOurs, WINDOW_BITS } from './deflate-peers.js';
import { compare, quick } from './harness.js';
import { formatBytes, operationsPerSecond, printHeading } from './table.js';

/** @typedef {import('./deflate-peers.js').Compressor} Compressor */

const sizes = quick
  ? [64, 4096]
  : [16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536];
const Z_DEFLATED = 8;
const TAIL_BYTES = 4;
/** What zlib keeps of a window for looking ahead: no distance is larger than the rest. */
const LOOKAHEAD_BYTES = 262;
const MIN_WINDOW_BITS = 9;
const syncOptions = {
  level: LEVEL,
  memLevel: MEM_LEVEL,
  windowBits: WINDOW_BITS,
  finishFlush: constants.Z_SYNC_FLUSH,
};

/**
 * @typedef {object} State
 * @property {number} windowBits
 * @property {number} memLevel
 * @property {boolean} [hasLegacyHash] without it pako's table is that of memLevel 8 at least, and has to be
 *   cleared for every message
 */

const block = new Uint8Array(1 << 17);

printHeading('compress messages of JSON that stand alone', operationsPerSecond, 'ours');
for (const size of sizes) {
  const messages = messagesOf('JSON', size, countFor(size));
  const contenders = {
    zlibCompressor: ours(compressors.zlibCompressor, 'compress'),
    pakoCompressor: ours(compressors.pakoCompressor, 'compress'),
    'pako, fitted': pakoKept(fittedState(size)),
    'pako, fitted, legacy hash': pakoKept({ ...fittedState(size), hasLegacyHash: true }),
    'pako, made anew': pakoAnew({ windowBits: WINDOW_BITS, memLevel: MEM_LEVEL }),
    'pako, fitted, made anew': pakoAnew({ ...fittedState(size), hasLegacyHash: true }),
    'node:zlib deflateRawSync': (/** @type {Uint8Array} */ message) =>
      deflateRawSync(message, syncOptions).subarray(0, -TAIL_BYTES),
  };
  compare({
    label: formatBytes(size),
    rate: operationsPerSecond,
    inputCount: messages.length,
    makeInput: (index) => /** @type {Uint8Array} */ (messages[index]),
    check: (payload, message) =>
      requireCompressed([/** @type {Uint8Array} */ (payload)], [message], 'without'),
    contenders: Object.entries(contenders).map(([name, run]) => ({ name, run })),
  });
}

printHeading('decompress messages of JSON that stand alone', operationsPerSecond, 'ours');
for (const size of sizes) {
  const messages = messagesOf('JSON', size, countFor(size));
  const pairs = messages.map((message) => ({
    message,
    payload: Uint8Array.from(deflateRawSync(message, syncOptions).subarray(0, -TAIL_BYTES)),
  }));
  const zlib = ours(compressors.zlibCompressor, 'decompress');
  const pako = ours(compressors.pakoCompressor, 'decompress');
  const contenders = {
    zlibCompressor: zlib,
    pakoCompressor: pako,
    'node:zlib inflateRawSync': (/** @type {Uint8Array} */ payload) =>
      inflateRawSync(payload, syncOptions),
  };
  compare({
    label: formatBytes(size),
    rate: operationsPerSecond,
    inputCount: pairs.length,
    makeInput: (index) =>
      /** @type {{ message: Uint8Array, payload: Uint8Array }} */ (pairs[index]),
    check: (plain, { message }) => requireSameBytes(plain, message),
    contenders: Object.entries(contenders).map(([name, run]) => ({
      name,
      run: ({ payload }) => run(payload),
    })),
  });
}

/**
 * @param {Compressor} compressor
 * @param {import('./deflate-peers.js').Direction} direction
 */
function ours(compressor, direction) {
  return opensOurs(compressor)(direction, 'without').run;
}

/** @param {number} size */
function countFor(size) {
  return Math.max(4, Math.min(64, 65_536 / size));
}

/**
 * The least that has room for a message and for all the distances in it.
 *
 * @param {number} size
 * @returns {State}
 */
function fittedState(size) {
  const windowBits = Math.ceil(Math.log2(size + LOOKAHEAD_BYTES));
  const memLevel = Math.ceil(Math.log2(size + 1)) - 5;
  return {
    windowBits: Math.max(MIN_WINDOW_BITS, Math.min(WINDOW_BITS, windowBits)),
    memLevel: Math.max(1, Math.min(MEM_LEVEL, memLevel)),
  };
}

/** @param {State} state */
function pakoKept(state) {
  const stream = openPako(state);
  return (/** @type {Uint8Array} */ message) => {
    const payload = deflateWith(stream, message);
    zlibDeflateReset(stream);
    return payload;
  };
}

/** @param {State} state */
function pakoAnew(state) {
  return (/** @type {Uint8Array} */ message) => deflateWith(openPako(state), message);
}

/** @param {State} state */
function openPako({ windowBits, memLevel, hasLegacyHash = false }) {
  const stream = new ZStream();
  zlibDeflateInit2(
    stream,
    LEVEL,
    Z_DEFLATED,
    -windowBits,
    memLevel,
    Z_DEFAULT_STRATEGY,
    hasLegacyHash,
  );
  return stream;
}

/**
 * @param {ZStream} stream
 * @param {Uint8Array} message
 */
function deflateWith(stream, message) {
  stream.input = message;
  stream.next_in = 0;
  stream.avail_in = message.length;
  stream.output = block;
  stream.next_out = 0;
  stream.avail_out = block.length;
  zlibDeflate(stream, Z_SYNC_FLUSH);
  return block.slice(0, stream.next_out - TAIL_BYTES);
}
