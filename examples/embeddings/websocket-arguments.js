/**
 * What a page may give a WebSocket, and what is wrong with it (https://websockets.spec.whatwg.org/#the-websocket-interface).
 */

import { types } from 'node:util';

const MAX_REASON_BYTES = 123;
const TOKEN = /^[!#$%&'*+\-.^_`|~\w]+$/;

/**
 * @param {string | URL} text
 * @returns {URL} a ws: or wss: one
 */
export function webSocketUrl(text) {
  if (!URL.canParse(String(text))) throw syntaxError(`${text} is no URL`);
  // A special scheme may be exchanged for another special one.
  const url = new URL(text);
  if (url.protocol === 'http:') url.protocol = 'ws:';
  if (url.protocol === 'https:') url.protocol = 'wss:';
  if (!/^wss?:$/.test(url.protocol)) throw syntaxError(`${url} is neither ws: nor wss:`);
  if (url.href.includes('#')) throw syntaxError(`${url} has a fragment`);
  return url;
}

/**
 * @param {unknown} given an object that can be iterated, or anything else as text
 * @returns {string[]}
 */
export function subprotocols(given) {
  const isSequence = typeof given === 'object' && given !== null && Symbol.iterator in given;
  const values = isSequence ? [.../** @type {Iterable<unknown>} */ (given)] : [given];
  const protocols = values.map((value) => `${value}`);
  const bad = protocols.find((name) => !TOKEN.test(name));
  if (bad !== undefined) throw syntaxError(`the subprotocol ${JSON.stringify(bad)} is no token`);
  const names = new Set(protocols.map((name) => name.toLowerCase()));
  if (names.size < protocols.length) throw syntaxError('a subprotocol stands there twice');
  return protocols;
}

/**
 * What `close` sends.
 *
 * @param {number | undefined} code
 * @param {string | undefined} reason
 * @returns {{ code: number | undefined, reason: string | undefined }}
 */
export function closeArguments(code, reason) {
  // A conversion to the IDL's [Clamp] unsigned short.
  const clamped =
    code === undefined ? undefined : Math.min(Math.max(Math.round(code) || 0, 0), 65_535);
  if (clamped !== undefined && clamped !== 1000 && (clamped < 3000 || clamped > 4999)) {
    const message = `the close code ${code} is neither 1000 nor from 3000 to 4999`;
    throw new DOMException(message, 'InvalidAccessError');
  }
  const text = reason === undefined ? '' : `${reason}`;
  const { length } = Buffer.from(text);
  if (length > MAX_REASON_BYTES) {
    throw syntaxError(`the reason is ${length} bytes; the limit is ${MAX_REASON_BYTES}`);
  }
  if (clamped === undefined && text === '') return { code: undefined, reason: undefined };
  return { code: clamped ?? 1000, reason: text };
}

/**
 * What `send` takes, as it is at this moment: text, bytes of our own, or a Blob, which does not change.
 *
 * @param {unknown} data
 * @returns {{ data: string | Uint8Array | Blob, bytes: number }}
 */
export function payloadOf(data) {
  if (data instanceof Blob) return { data, bytes: data.size };
  if (ArrayBuffer.isView(data)) {
    const { buffer, byteOffset, byteLength } = data;
    return { data: new Uint8Array(buffer, byteOffset, byteLength).slice(), bytes: byteLength };
  }
  // Also one of another realm, such as that of a test runner.
  if (types.isArrayBuffer(data)) {
    return { data: new Uint8Array(data.slice(0)), bytes: data.byteLength };
  }
  const text = `${data}`;
  return { data: text, bytes: Buffer.byteLength(text) };
}

/** @param {string} message */
function syntaxError(message) {
  return new DOMException(message, 'SyntaxError');
}
