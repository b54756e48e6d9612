/**
 * The two directions of permessage-deflate, as this package and as ws have them: from the bytes of a
 * message to the payload of its frame and back. Frames are left to the other benches.
 */

import { permessageDeflate } from 'websocket-codec/deflate';
import { compressorBySize } from 'websocket-codec/deflate/by-size';
import { zlibCompressor } from 'websocket-codec/deflate/node-zlib';
import { pakoCompressor } from 'websocket-codec/deflate/pako';
import { loadNativeWs } from './peers.js';

/** @typedef {'compress' | 'decompress'} Direction */
/** @typedef {'with' | 'without'} Takeover */
/** @typedef {import('websocket-codec/deflate').Compressor} Compressor */

/**
 * One direction of one connection that answers at once.
 *
 * @typedef {(message: Uint8Array) => Uint8Array} Prompt
 */

/**
 * One direction of one connection that answers later, once before it is asked again.
 *
 * @typedef {(message: Uint8Array, done: (result: Uint8Array) => void) => void} Deferred
 */

/**
 * @template L
 * @typedef {object} Line one direction of one connection
 * @property {L} run
 * @property {() => void} close
 */

/**
 * @template L
 * @typedef {(direction: Direction, takeover: Takeover, maxMessageBytes?: number) => Line<L>} Open
 */

/** What everybody compresses with. */
export const LEVEL = 6;
export const MEM_LEVEL = 8;
export const WINDOW_BITS = 15;
const THRESHOLD_BYTES = 0;
const MAX_MESSAGE_BYTES = 1 << 24;

/** What ws takes when it is told nothing; it stands for all connections of a process. */
export const WS_CONCURRENCY_LIMIT = 10;

const zlibOptions = { level: LEVEL, memLevel: MEM_LEVEL };
const { PerMessageDeflate } = loadNativeWs();

export const compressors = {
  zlibCompressor: zlibCompressor(zlibOptions),
  pakoCompressor: pakoCompressor(zlibOptions),
  compressorBySize: compressorBySize({
    small: pakoCompressor(zlibOptions),
    large: zlibCompressor(zlibOptions),
  }),
};

/**
 * The side of a server that has agreed on the same with everybody.
 *
 * @param {Compressor} compressor
 * @returns {Open<Prompt>}
 */
export function opensOurs(compressor) {
  return (direction, takeover, maxMessageBytes = MAX_MESSAGE_BYTES) => {
    const { encoder, decoder } = createTransform(compressor, takeover, maxMessageBytes);
    const compress = (/** @type {Uint8Array} */ message) =>
      /** @type {Uint8Array} */ (
        encoder.encode(message, { first: true, last: true, compress: true })
      );
    const decompress = (/** @type {Uint8Array} */ message) => {
      decoder.begin();
      decoder.push(message, true);
      const pieces = [];
      for (let piece = decoder.pull(); piece !== null; piece = decoder.pull()) pieces.push(piece);
      if (!decoder.isDone) throw new Error(`the message ended with ${decoder.fault}`);
      return joined(pieces);
    };
    return direction === 'compress'
      ? { run: compress, close: () => encoder.release() }
      : { run: decompress, close: () => decoder.release() };
  };
}

/** @type {Open<Deferred>} */
export const openWs = (direction, takeover, maxMessageBytes = MAX_MESSAGE_BYTES) => {
  const extension = acceptWs(takeover, maxMessageBytes);
  return {
    run: (message, done) =>
      extension[direction](message, true, (error, result) => {
        if (error) throw error;
        done(result);
      }),
    close: () => extension.cleanup(),
  };
};

/**
 * @param {Compressor} compressor
 * @param {Takeover} takeover
 * @param {number} [maxMessageBytes]
 */
export function createTransform(compressor, takeover, maxMessageBytes = MAX_MESSAGE_BYTES) {
  return negotiated(compressor, takeover).createTransform({
    role: 'server',
    maxMessageBytes,
    streamMessages: false,
  });
}

/** One for all connections, as a server has it. @type {Map<Compressor, import('websocket-codec/deflate').PermessageDeflate>} */
const extensions = new Map();

/**
 * @param {Compressor} compressor
 * @param {Takeover} takeover
 */
export function negotiated(compressor, takeover) {
  const extension =
    extensions.get(compressor) ??
    permessageDeflate({ compressor, thresholdBytes: THRESHOLD_BYTES });
  extensions.set(compressor, extension);
  const parameters = noContextTakeover(takeover).map((name) => /** @type {const} */ ([name, null]));
  const agreed = extension.negotiate({ name: 'permessage-deflate', parameters });
  if (agreed?.createTransform === undefined) throw new Error('the offer was declined');
  return { ...agreed, createTransform: agreed.createTransform };
}

/**
 * @param {Takeover} takeover
 * @param {number} [maxMessageBytes]
 */
export function acceptWs(takeover, maxMessageBytes = MAX_MESSAGE_BYTES) {
  const extension = new PerMessageDeflate({
    isServer: true,
    maxPayload: maxMessageBytes,
    threshold: THRESHOLD_BYTES,
    concurrencyLimit: WS_CONCURRENCY_LIMIT,
    zlibDeflateOptions: zlibOptions,
  });
  extension.accept([Object.fromEntries(noContextTakeover(takeover).map((name) => [name, [true]]))]);
  return extension;
}

/** @param {Takeover} takeover */
function noContextTakeover(takeover) {
  return takeover === 'with' ? [] : ['server_no_context_takeover', 'client_no_context_takeover'];
}

/**
 * One message, as ws gives it too.
 *
 * @param {readonly Uint8Array[]} pieces
 */
function joined(pieces) {
  if (pieces.length === 1) return /** @type {Uint8Array} */ (pieces[0]);
  const message = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    message.set(piece, offset);
    offset += piece.length;
  }
  return message;
}
