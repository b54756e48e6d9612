/**
 * The HTTP head of a handshake from a WHATWG stream, for either side.
 */

import { HeadBuffer } from 'websocket-codec';

/** @import { DecodeResult } from 'websocket-codec' */

/**
 * Leaves the stream unlocked and open.
 *
 * @template T, E
 * @param {ReadableStream<Uint8Array>} readable
 * @param {(bytes: Uint8Array) => DecodeResult<T, E>} parse
 * @returns {Promise<{ result: Exclude<DecodeResult<T, E>, { status: 'incomplete' }>, rest: Uint8Array } | null>} with
 *   what came behind the head; null when the end came first
 */
export async function readHead(readable, parse) {
  const head = new HeadBuffer();
  const reader = readable.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return null;
      const bytes = head.push(value);
      if (bytes === null) continue;
      const result = parse(bytes);
      if (result.status === 'incomplete') continue;
      const rest = bytes.subarray(result.status === 'complete' ? result.bytesRead : bytes.length);
      return { result, rest };
    }
  } finally {
    reader.releaseLock();
  }
}

/**
 * @param {{ writable: WritableStream<Uint8Array> }} transport left open
 * @param {Uint8Array} bytes
 */
export async function write({ writable }, bytes) {
  const writer = writable.getWriter();
  await writer.write(bytes).finally(() => writer.releaseLock());
}
