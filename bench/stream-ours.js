/**
 * This package's ways to decode a stream, each kept over all operations, as on a connection.
 */

import { Connection, FrameDecoder } from 'websocket-codec';

/**
 * A way to decode. An operation gets chunks that end with a frame and returns how many messages came out;
 * what they were is kept only while it is verified.
 *
 * @typedef {object} Decoder
 * @property {(chunks: readonly Buffer[]) => number} decode
 * @property {{ kept: (Uint8Array | string)[] | null }} sink
 */

/**
 * @typedef {object} Setting
 * @property {'client' | 'server'} [role] of the decoder; a server when left out
 * @property {boolean} [takeOwnership] chunks are handed over and change, as ws always has it
 */

/**
 * @param {Setting} [setting]
 * @returns {Decoder}
 */
export function drainingDecoder({ role = 'server', takeOwnership = false } = {}) {
  const decoder = new FrameDecoder({ role, takeOwnership });
  const sink = makeSink();
  let count = 0;
  /**
   * @param {number} _opcode
   * @param {number} _flags
   * @param {Uint8Array} bytes
   * @param {number} start
   * @param {number} end
   */
  const visit = (_opcode, _flags, bytes, start, end) => {
    count++;
    if (sink.kept !== null) sink.kept.push(bytes.slice(start, end));
  };
  const decode = (/** @type {readonly Buffer[]} */ chunks) => {
    count = 0;
    for (const chunk of chunks) {
      decoder.push(chunk);
      decoder.drain(visit);
    }
    return count;
  };
  return { decode, sink };
}

/**
 * @param {Setting} [setting]
 * @returns {Decoder}
 */
export function frameDecoder({ role = 'server', takeOwnership = false } = {}) {
  const decoder = new FrameDecoder({ role, takeOwnership });
  const sink = makeSink();
  const decode = (/** @type {readonly Buffer[]} */ chunks) => {
    let count = 0;
    for (const chunk of chunks) {
      decoder.push(chunk);
      for (let result = decoder.next(); result.status === 'complete'; result = decoder.next()) {
        count++;
        if (sink.kept !== null) sink.kept.push(result.value.payload.slice());
      }
    }
    return count;
  };
  return { decode, sink };
}

/**
 * @param {Setting} [setting]
 * @returns {Decoder}
 */
export function connection({ role = 'server', takeOwnership = false } = {}) {
  const connection = new Connection({ role, takeOwnership });
  const sink = makeSink();
  const decode = (/** @type {readonly Buffer[]} */ chunks) => {
    let count = 0;
    for (const chunk of chunks) {
      connection.receive(chunk);
      for (let event = connection.nextEvent(); event !== null; event = connection.nextEvent()) {
        count++;
        if (sink.kept === null) continue;
        if (event.type === 'text') sink.kept.push(event.data);
        else if (event.type === 'binary') sink.kept.push(event.data.slice());
        else throw new Error(`${event.type} came instead of a message`);
      }
    }
    return count;
  };
  return { decode, sink };
}

/** @returns {Decoder['sink']} */
export function makeSink() {
  return { kept: null };
}
