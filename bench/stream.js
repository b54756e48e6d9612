/**
 * A stream of masked frames in chunks of 64 KiB, as a server receives it: time for each frame.
 */

import { strictEqual } from 'node:assert/strict';
import { encodeFrame, Opcode } from 'websocket-codec';
import { compare } from './harness.js';
import { randomBytes, randomKey } from './inputs.js';
import { connection, frameDecoder, websocketDriver, wsReceiver } from './stream-peers.js';
import { formatBytes, nanosecondsPerFrame, printHeading } from './table.js';

const CHUNK_BYTES = 65_536;
const sizes = [16, 32, 125, 1024, 16_384, 1_048_576];

printHeading('Binary messages of one masked frame each', nanosecondsPerFrame, 'ours');
for (const size of sizes) {
  const frames = Math.max(1, Math.round(CHUNK_BYTES / size));
  const stream = streamOf(size, frames);
  const contenders = {
    FrameDecoder: frameDecoder(),
    Connection: connection(),
    'ws Receiver, bufferutil': wsReceiver('native'),
    'ws Receiver, JavaScript': wsReceiver('portable'),
    'websocket-driver': websocketDriver(),
  };
  compare({
    label: formatBytes(size),
    units: frames,
    rate: nanosecondsPerFrame,
    inputCount: 1,
    makeInput: () => chunksOf(stream),
    check: (count) => strictEqual(count, frames),
    contenders: Object.entries(contenders).map(([name, run]) => ({ name, run })),
  });
}

/**
 * @param {number} size of a payload
 * @param {number} count of frames
 */
function streamOf(size, count) {
  const frames = Array.from({ length: count }, (_, seed) =>
    encodeFrame({
      opcode: Opcode.Binary,
      payload: randomBytes(size, seed),
      maskingKey: randomKey(seed),
    }),
  );
  return Buffer.concat(frames);
}

/**
 * Chunks in memory of their own, because ws unmasks in place.
 *
 * @param {Buffer} stream
 */
function chunksOf(stream) {
  const chunks = [];
  for (let at = 0; at < stream.length; at += CHUNK_BYTES) {
    chunks.push(Buffer.from(stream.subarray(at, at + CHUNK_BYTES)));
  }
  return chunks;
}
