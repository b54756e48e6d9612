/**
 * Many connections at once: who is asked next, and proof that they answer right.
 */

import { constants, createDeflateRaw, deflateRawSync, inflateRawSync } from 'node:zlib';
import { requireSameBytes } from './check.js';
import { LEVEL, MEM_LEVEL, WINDOW_BITS } from './deflate-peers.js';

/** @typedef {import('./async-rounds.js').AsyncLoop} AsyncLoop */
/** @typedef {import('./deflate-peers.js').Prompt} Prompt */
/** @typedef {import('./deflate-peers.js').Deferred} Deferred */
/** @typedef {import('./deflate-peers.js').Direction} Direction */
/** @typedef {import('./deflate-peers.js').Takeover} Takeover */

const TAIL = Uint8Array.of(0x00, 0x00, 0xff, 0xff);
const { Z_SYNC_FLUSH } = constants;
const zlibOptions = { level: LEVEL, memLevel: MEM_LEVEL, windowBits: WINDOW_BITS };

/**
 * Asks the connections in turn, each with the message that follows the one that it had before.
 *
 * @param {readonly Prompt[]} lines
 * @param {readonly Uint8Array[]} messages as many as a power of two
 * @param {number} stride how far apart the connections begin
 * @returns {AsyncLoop}
 */
export function promptLoop(lines, messages, stride) {
  const next = lines.map((_, who) => who * stride);
  const kept = { last: /** @type {unknown} */ (undefined) };
  const mask = messages.length - 1;
  return (runs) => {
    for (let i = 0, who = 0; i < runs; i++) {
      const at = /** @type {number} */ (next[who]);
      next[who] = at + 1;
      kept.last = lines[who]?.(/** @type {Uint8Array} */ (messages[at & mask]));
      if (++who === lines.length) who = 0;
    }
  };
}

/**
 * Asks all connections at once, and each again as soon as it has answered.
 *
 * @param {readonly Deferred[]} lines
 * @param {readonly Uint8Array[]} messages as many as a power of two
 * @param {number} stride how far apart the connections begin
 * @returns {AsyncLoop}
 */
export function deferredLoop(lines, messages, stride) {
  const next = lines.map((_, who) => who * stride);
  const kept = { last: /** @type {unknown} */ (undefined) };
  const mask = messages.length - 1;
  return (runs) =>
    new Promise((resolve) => {
      let asked = 0;
      let answered = 0;
      const ask = (/** @type {number} */ who) => {
        if (asked === runs) return;
        asked++;
        const at = /** @type {number} */ (next[who]);
        next[who] = at + 1;
        lines[who]?.(/** @type {Uint8Array} */ (messages[at & mask]), (result) => {
          kept.last = result;
          answered++;
          if (answered === runs) resolve();
          else ask(who);
        });
      };
      for (let who = 0; who < lines.length; who++) ask(who);
    });
}

/**
 * The answers of one new connection to all messages, one after the other.
 *
 * @param {Prompt} line
 * @param {readonly Uint8Array[]} messages
 */
export function answersOf(line, messages) {
  return messages.map(line);
}

/**
 * @param {Deferred} line
 * @param {readonly Uint8Array[]} messages
 */
export async function laterAnswersOf(line, messages) {
  const answers = [];
  for (const message of messages) {
    answers.push(
      await new Promise((/** @type {(result: Uint8Array) => void} */ done) => line(message, done)),
    );
  }
  return answers;
}

/**
 * Throws unless `compressed` are the messages one after the other, in the eyes of node:zlib.
 *
 * @param {readonly Uint8Array[]} compressed
 * @param {readonly Uint8Array[]} messages
 * @param {Takeover} takeover
 */
export function requireCompressed(compressed, messages, takeover) {
  const inflate = (/** @type {Uint8Array[]} */ parts) =>
    inflateRawSync(Buffer.concat(parts), { finishFlush: Z_SYNC_FLUSH });
  if (takeover === 'without') {
    for (const [index, message] of messages.entries()) {
      requireSameBytes(inflate([/** @type {Uint8Array} */ (compressed[index]), TAIL]), message);
    }
  } else {
    const parts = compressed.flatMap((part) => [part, TAIL]);
    requireSameBytes(inflate(parts), Buffer.concat(messages));
  }
}

/**
 * The payloads of the messages as node:zlib makes them.
 *
 * @param {readonly Uint8Array[]} messages
 * @param {Takeover} takeover
 * @returns {Promise<Uint8Array[]>}
 */
export async function compressedByZlib(messages, takeover) {
  const withoutTail = (/** @type {Uint8Array} */ bytes) => bytes.slice(0, -TAIL.length);
  if (takeover === 'without') {
    const options = { ...zlibOptions, finishFlush: Z_SYNC_FLUSH };
    return messages.map((message) => withoutTail(deflateRawSync(message, options)));
  }
  const stream = createDeflateRaw(zlibOptions);
  const payloads = [];
  for (const message of messages) {
    /** @type {Buffer[]} */
    const parts = [];
    const onData = (/** @type {Buffer} */ part) => parts.push(part);
    stream.on('data', onData);
    stream.write(message);
    await new Promise((resolve) => stream.flush(Z_SYNC_FLUSH, () => resolve(undefined)));
    stream.off('data', onData);
    payloads.push(withoutTail(Buffer.concat(parts)));
  }
  stream.close();
  return payloads;
}
