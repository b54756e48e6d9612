/**
 * The HTTP head of a handshake from a socket, for either side.
 */

import { HeadBuffer } from 'websocket-codec';

/**
 * @import { Socket } from 'node:net'
 * @import { DecodeResult, HeadLimits } from 'websocket-codec'
 */

/**
 * @template T, E
 * @typedef {{ status: 'complete', value: T, head: Uint8Array, rest: Uint8Array }
 *   | { status: 'invalid', error: E, received: Uint8Array }
 *   | { status: 'timeout' }
 *   | { status: 'ended', error: Error | null }} HeadOutcome
 */

/**
 * Reads until the parser has an answer. The socket is paused then, and what came behind the head is in
 * `rest`.
 *
 * @template T, E
 * @param {Socket} socket
 * @param {(bytes: Uint8Array) => DecodeResult<T, E>} parse
 * @param {number} timeoutMs
 * @param {HeadLimits} limits
 * @returns {Promise<HeadOutcome<T, E>>}
 */
export function receiveHead(socket, parse, timeoutMs, limits) {
  return new Promise((resolve) => {
    const head = new HeadBuffer(limits);
    /** @type {Error | null} */
    let failure = null;

    /** @param {HeadOutcome<T, E>} outcome */
    const settle = (outcome) => {
      clearTimeout(deadline);
      socket.pause();
      socket.off('data', onData).off('end', onEnd).off('close', onEnd).off('error', onError);
      resolve(outcome);
    };
    /** @param {Uint8Array} chunk */
    const onData = (chunk) => {
      const received = head.push(chunk);
      if (received === null) return;
      const result = parse(received);
      if (result.status === 'invalid') {
        settle({ status: 'invalid', error: result.error, received });
      } else if (result.status === 'complete') {
        const { value, bytesRead } = result;
        settle({
          status: 'complete',
          value,
          head: received.subarray(0, bytesRead),
          rest: received.subarray(bytesRead),
        });
      }
    };
    const onEnd = () => settle({ status: 'ended', error: failure });
    /** @param {Error} error */
    const onError = (error) => {
      failure = error;
    };
    const deadline = setTimeout(() => settle({ status: 'timeout' }), timeoutMs);
    socket.on('data', onData).on('end', onEnd).on('close', onEnd).on('error', onError);
  });
}
