/**
 * The head of an opening handshake in front of the frames (RFC 6455 §4), as the codec judges it.
 */

import { parseHandshake, parseHandshakeResponse } from 'websocket-codec';

/**
 * @typedef {object} HeadFault
 * @property {number} at the byte that shows it
 * @property {string} code
 * @property {string} message
 * @property {string} section
 * @property {string} answer what the reader does about it
 */

/**
 * @typedef {object} ReadHead
 * @property {'client' | 'server'} sender
 * @property {string[]} lines
 * @property {number} end where the frames begin, if the head is whole
 * @property {'complete' | 'incomplete' | 'invalid'} status
 * @property {HeadFault | null} fault
 * @property {string} key the key of a request that is whole; '' otherwise
 */

/** No frame begins like these: the first byte would be a reserved opcode, or a Close with RSV1 set. */
const REQUEST = 'GET ';
const RESPONSE = 'HTTP/';
/** The key of RFC 6455 §1.3. What was asked for is not known, so an answer to another is as good. */
const SOME_KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const notJudged = new Set(['accept-mismatch', 'protocol-not-offered', 'extension-not-offered']);

/**
 * @param {Uint8Array} bytes
 * @returns {ReadHead | null} null where no head begins
 */
export function readHead(bytes) {
  const start = latin1(bytes.subarray(0, RESPONSE.length));
  if (start.startsWith(REQUEST)) return headOf('client', bytes, readRequest);
  return start === RESPONSE ? headOf('server', bytes, readResponse) : null;
}

/**
 * What the parsers of both heads have in common.
 *
 * @typedef {object} HeadResult
 * @property {'complete' | 'incomplete' | 'invalid'} status
 * @property {number} [bytesRead]
 * @property {string} [key]
 * @property {Omit<HeadFault, 'at'>} [error]
 */

/**
 * @param {'client' | 'server'} sender
 * @param {Uint8Array} bytes
 * @param {(bytes: Uint8Array) => HeadResult} read
 * @returns {ReadHead}
 */
function headOf(sender, bytes, read) {
  const { status, bytesRead = bytes.length, key = '', error } = read(bytes);
  const end = status === 'invalid' ? endOfHead(bytes) : bytesRead;
  const fault = error === undefined ? null : { ...error, at: firstFault(bytes, read) };
  return { sender, lines: linesOf(bytes.subarray(0, end)), end, status, fault, key };
}

/**
 * @param {Uint8Array} bytes
 * @returns {HeadResult}
 */
function readRequest(bytes) {
  const result = parseHandshake(bytes);
  if (result.status === 'incomplete') return { status: 'incomplete' };
  if (result.status === 'complete') return { ...result, key: result.value.key };
  const { code, message, section, httpStatus } = result.error;
  const answer = `A server answers with HTTP status ${httpStatus}.`;
  return { status: 'invalid', error: { code, message, section, answer } };
}

/**
 * @param {Uint8Array} bytes
 * @returns {HeadResult}
 */
function readResponse(bytes) {
  const result = parseHandshakeResponse(bytes, { key: SOME_KEY });
  if (result.status === 'incomplete') return { status: 'incomplete' };
  if (result.status === 'complete') return { ...result };
  const { code, message, section, bytesRead } = result.error;
  if (notJudged.has(code)) return { status: 'complete', bytesRead };
  const answer = 'A client gives the connection up.';
  return { status: 'invalid', error: { code, message, section, answer } };
}

/**
 * A head that is wrong stays wrong, whatever follows, so the byte that shows it is found by halving.
 *
 * @param {Uint8Array} bytes
 * @param {(bytes: Uint8Array) => HeadResult} read
 */
function firstFault(bytes, read) {
  let [legal, wrong] = [0, bytes.length];
  while (wrong - legal > 1) {
    const middle = (legal + wrong) >> 1;
    if (read(bytes.subarray(0, middle)).status === 'invalid') wrong = middle;
    else legal = middle;
  }
  return wrong - 1;
}

/** @param {Uint8Array} bytes */
function endOfHead(bytes) {
  const at = latin1(bytes).indexOf('\r\n\r\n');
  return at < 0 ? bytes.length : at + 4;
}

/** @param {Uint8Array} bytes */
function linesOf(bytes) {
  return latin1(bytes).trimEnd().split(/\r?\n/);
}

/** @param {Uint8Array} bytes at most a few thousand are of interest */
function latin1(bytes) {
  return Array.from(bytes.subarray(0, 32_768), (byte) => String.fromCharCode(byte)).join('');
}
