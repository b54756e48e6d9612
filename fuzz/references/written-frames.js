/**
 * What an endpoint has written, read as its peer would read it: whole frames in an order that RFC 6455 §5.4 and §5.5.1
 * allow, masked with keys of their own or not at all.
 */

import { check } from '../engine/finding.js';
import { closeFault } from './close-payload.js';
import { read, readHeader } from './header.js';

/** @typedef {{ closes: Uint8Array[], pongs: string[] }} Written payloads, those of pongs as Latin-1 */

/**
 * @param {Uint8Array} output
 * @param {'client' | 'server'} role who has written it
 * @param {import('./key-source.js').KeySource} keys
 * @param {number} allowedRsv
 * @returns {Written}
 */
export function readWritten(output, role, keys, allowedRsv) {
  const peer = role === 'client' ? 'server' : 'client';
  /** @type {Written} */
  const written = { closes: [], pongs: [] };
  let isOpen = false;
  for (let at = 0; at < output.length; ) {
    const bytes = output.subarray(at);
    readHeader(bytes, bytes.length, peer, allowedRsv, Number.POSITIVE_INFINITY);
    const isWhole = read.missing <= 0 && read.headerBytes + read.length <= bytes.length;
    check(read.fault === '' && isWhole, 'output', 'no whole frames');
    const { headerBytes, masked, length } = read;
    const opcode = bytes[0] & 15;
    at += headerBytes + length;
    if (masked) keys.use(keyOf(bytes, headerBytes - 4));
    // Pings are answered until the peer's Close arrives (RFC 6455 §5.5.2).
    const mayFollow = written.closes.length === 0 || opcode === 10;
    check(mayFollow, 'output', 'a frame stands behind the Close');
    if (opcode < 8) {
      check((opcode === 0) === isOpen, 'output', 'messages are not kept apart');
      isOpen = bytes[0] < 128;
      continue;
    }
    const payload = bytes.slice(headerBytes, headerBytes + length);
    if (masked) {
      for (let index = 0; index < length; index++) {
        payload[index] ^= bytes[headerBytes - 4 + (index % 4)];
      }
    }
    if (opcode === 10) written.pongs.push(Buffer.from(payload).toString('latin1'));
    if (opcode !== 8) continue;
    check(closeFault(payload) === '', 'output', 'a wrong Close');
    written.closes.push(payload);
  }
  return written;
}

/** @type {(bytes: Uint8Array, at: number) => number} */
function keyOf(bytes, at) {
  return ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;
}
