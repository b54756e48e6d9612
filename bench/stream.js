/**
 * A stream of frames in chunks of 64 KiB: time for each message, as a server and as a client.
 */

import { compareDecoders } from './compare-decoders.js';
import { quick } from './harness.js';
import { streamOf } from './stream-inputs.js';
import { connection, drainingDecoder, frameDecoder } from './stream-ours.js';
import { undiciParser, websocketDriver, wsReceiver } from './stream-peers.js';
import { formatBytes, nanosecondsPerFrame, printHeading } from './table.js';

/** @typedef {import('./stream-ours.js').Setting} Setting */
/** @typedef {import('./stream-ours.js').Decoder} Decoder */

const CHUNK_BYTES = 65_536;
const sizes = quick ? [16, 16_384] : [16, 125, 1024, 16_384, 1_048_576];
const textSizes = [16, 125];

const peers = {
  'ws Receiver, bufferutil': () => wsReceiver('native'),
  'ws Receiver, JavaScript': () => wsReceiver('portable'),
  'websocket-driver': websocketDriver,
};

compareAtSizes('Decoding binary messages, chunks copied', 'binary', sizes, {
  ...ours({}),
  ...peers,
});
compareAtSizes('Decoding binary messages, chunks handed over', 'binary', sizes, {
  ...ours({ takeOwnership: true }),
  'ws Receiver, bufferutil': () => wsReceiver('native'),
});
// Ours gives strings; ws checks the bytes and leaves it to the application to make a string of them.
compareAtSizes('Decoding text messages', 'text', textSizes, {
  Connection: () => connection(),
  'Connection, handed over': () => connection({ takeOwnership: true }),
  ...peers,
  'ws, bufferutil, and toString': () => wsReceiver('native', { makesStrings: true }),
});
compareAtSizes(
  'Decoding binary messages without a mask, as a client',
  'binary',
  sizes,
  {
    ...ours({ role: 'client' }),
    'ws Receiver': () => wsReceiver('native', { role: 'client' }),
    'undici ByteParser': undiciParser,
  },
  false,
);

/**
 * @param {Setting} setting
 * @returns {Record<string, () => Decoder>} ours first
 */
function ours(setting) {
  return {
    'FrameDecoder.drain': () => drainingDecoder(setting),
    'FrameDecoder.next': () => frameDecoder(setting),
    Connection: () => connection(setting),
  };
}

/**
 * @param {string} title
 * @param {'binary' | 'text'} kind
 * @param {readonly number[]} messageSizes
 * @param {Record<string, () => Decoder>} makers
 * @param {boolean} [masked]
 */
function compareAtSizes(title, kind, messageSizes, makers, masked = true) {
  printHeading(title, nanosecondsPerFrame, 'ours');
  for (const size of messageSizes) {
    const count = Math.max(1, Math.round(CHUNK_BYTES / size));
    compareDecoders({
      label: formatBytes(size),
      at: size,
      rate: nanosecondsPerFrame,
      units: count,
      stream: streamOf(kind, size, count, masked),
      chunkBytes: CHUNK_BYTES,
      makers,
    });
  }
}
