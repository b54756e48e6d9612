/**
 * What a byte costs over the size of chunks, frames and messages, and over the numbers of fragments and of
 * connections: this package's decoders beside ws's Receiver with bufferutil.
 */

import { strictEqual } from 'node:assert/strict';
import { compareDecoders } from './compare-decoders.js';
import { compare, quick } from './harness.js';
import { chunksOf, fragmentedStream, streamOf } from './stream-inputs.js';
import { connection, drainingDecoder, frameDecoder } from './stream-ours.js';
import { wsReceiver } from './stream-peers.js';
import { formatBytes, nanosecondsPerByte, printHeading } from './table.js';

/** @typedef {import('./stream-ours.js').Decoder} Decoder */
/** @typedef {Readonly<Record<string, () => Decoder>>} Makers */

const KIB = 1 << 10;
const MIB = 1 << 20;
const CHUNK_BYTES = 64 * KIB;
/** Browsers' frames are often of such a size when a message is longer. */
const FRAGMENT_BYTES = 16 * KIB;
const chunkSizes = short([64, 256, KIB, 4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB]);
const frameSizes = short([16, 64, 256, KIB, 4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB, MIB, 4 * MIB]);
const messageSizes = short([64, 256, KIB, 4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB, MIB, 4 * MIB]);
const fragmentCounts = short([1, 4, 16, 64, 256, 1024, 4096]);
const connectionCounts = short([1, 4, 16, 64, 256, 1024, 4096]);

/** @type {Makers} */
const frames = {
  'FrameDecoder.drain': () => drainingDecoder(),
  'FrameDecoder.next': () => frameDecoder(),
  Connection: () => connection(),
  'ws Receiver, bufferutil': () => wsReceiver('native'),
};
/** @type {Makers} */
const messages = {
  Connection: () => connection(),
  'Connection, handed over': () => connection({ takeOwnership: true }),
  'ws Receiver, bufferutil': () => wsReceiver('native'),
};

printHeading('Cost over the size of chunks, frames of 125 B', nanosecondsPerByte, 'ours');
const shortFrames = streamOf('binary', 125, quick ? 200 : 2000);
for (const size of chunkSizes) {
  compareStream(formatBytes(size), size, shortFrames, size, frames);
}

printHeading('Cost over the size of frames, chunks of 64 KiB', nanosecondsPerByte, 'ours');
for (const size of frameSizes) {
  const stream = streamOf('binary', size, Math.max(1, Math.round(CHUNK_BYTES / size)));
  compareStream(formatBytes(size), size, stream, CHUNK_BYTES, frames);
}

printHeading('Cost over the size of messages, frames of up to 16 KiB', nanosecondsPerByte, 'ours');
for (const size of messageSizes) {
  compareStream(formatBytes(size), size, messagesOf(size), CHUNK_BYTES, messages);
}

const whole = quick ? 64 * KIB : MIB;
printHeading(`Cost over fragments, a message of ${formatBytes(whole)}`, nanosecondsPerByte, 'ours');
for (const count of fragmentCounts) {
  const stream = fragmentedStream(whole, count);
  compareStream(String(count), count, stream, CHUNK_BYTES, messages);
}

printHeading('Cost over connections, fed in turn', nanosecondsPerByte, 'ours');
for (const count of connectionCounts) compareConnections(count);

/**
 * @param {string} label
 * @param {number} at
 * @param {import('./stream-inputs.js').Stream} stream
 * @param {number} chunkBytes
 * @param {Makers} makers
 */
function compareStream(label, at, stream, chunkBytes, makers) {
  const units = stream.bytes.length;
  compareDecoders({ label, at, rate: nanosecondsPerByte, units, stream, chunkBytes, makers });
}

/**
 * As many messages as fill a chunk, one at least.
 *
 * @param {number} size
 */
function messagesOf(size) {
  if (size <= FRAGMENT_BYTES) return streamOf('binary', size, CHUNK_BYTES / size);
  return fragmentedStream(size, size / FRAGMENT_BYTES);
}

/**
 * Each connection gets a chunk of its own of eight short messages, then the next one does.
 *
 * @param {number} count
 */
function compareConnections(count) {
  const stream = streamOf('binary', 125, 8);
  const contenders = Object.entries(messages).map(([name, make]) => {
    const decoders = Array.from({ length: count }, make);
    return {
      name,
      isOurs: name !== 'ws Receiver, bufferutil',
      /** @param {readonly Buffer[][]} chunks of each connection */
      run(chunks) {
        let messages = 0;
        for (let who = 0; who < count; who++) {
          messages += decoders[who]?.decode(chunks[who] ?? []) ?? 0;
        }
        return messages;
      },
    };
  });
  compare({
    label: String(count),
    at: count,
    units: count * stream.bytes.length,
    rate: nanosecondsPerByte,
    inputCount: 1,
    makeInput: () => Array.from({ length: count }, () => chunksOf(stream.bytes, CHUNK_BYTES)),
    check: (messages) => strictEqual(messages, 8 * count),
    contenders,
  });
}

/**
 * All of them, or the first and one from the middle.
 *
 * @param {readonly number[]} values
 */
function short(values) {
  return quick ? values.filter((_, index) => index === 0 || index === values.length >> 1) : values;
}
