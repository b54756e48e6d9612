/**
 * What the tests of permessage-deflate share: connections that have agreed on it, and the frames and data
 * that their peers send.
 */

import { constants, deflateRawSync, inflateRawSync, type ZlibOptions } from 'node:zlib';
import { compressorBySize } from '../../src/adapters/by-size.js';
import { zlibCompressor } from '../../src/adapters/node-zlib.js';
import { pakoCompressor } from '../../src/adapters/pako.js';
import type { Connection } from '../../src/connection/connection.js';
import type { ConnectionOptions } from '../../src/connection/connection-options.js';
import type { Compressor } from '../../src/extension/compressor.js';
import { permessageDeflate } from '../../src/extension/permessage-deflate.js';
import type { NegotiatedExtension } from '../../src/handshake/extension.js';
import { connect, KEY, type Role } from '../connection/drive.js';
import { writeFrame } from './naive-frame.js';

/** One of each for all tests, so that what one connection gives back is what the next begins with. */
export const pako: Compressor = pakoCompressor();
export const zlib: Compressor = zlibCompressor();
/** So low that both parts of it take part in short tests. */
export const bySize: Compressor = compressorBySize({
  small: pako,
  large: zlib,
  largeFromBytes: 100,
});

export const compressors: readonly (readonly [string, Compressor])[] = [
  ['pako', pako],
  ['node:zlib', zlib],
];

/** Each role with each compressor. */
export const rolesAndCompressors: readonly (readonly [Role, string, Compressor])[] = (
  ['client', 'server'] as const
).flatMap((role) => compressors.map(([name, made]) => [role, name, made] as const));

/** What both sides have agreed to; by default the most that there is. */
export interface Agreement {
  readonly clientBits?: number;
  readonly serverBits?: number;
  readonly clientForgets?: boolean;
  readonly serverForgets?: boolean;
}

/** The extension as a handshake would have given it to this role. */
export function agreedDeflate(
  role: Role,
  compressor: Compressor,
  agreement: Agreement = {},
  thresholdBytes?: number,
): NegotiatedExtension {
  const { clientBits, serverBits, clientForgets = false, serverForgets = false } = agreement;
  const parameters: [string, string | null][] = [];
  if (clientForgets) parameters.push(['client_no_context_takeover', null]);
  if (serverForgets) parameters.push(['server_no_context_takeover', null]);
  if (clientBits !== undefined) parameters.push(['client_max_window_bits', String(clientBits)]);
  if (serverBits !== undefined) parameters.push(['server_max_window_bits', String(serverBits)]);
  const words = { name: 'permessage-deflate', parameters };
  const options = { compressor, ...(thresholdBytes === undefined ? {} : { thresholdBytes }) };
  const deflate = permessageDeflate(options);
  const agreed = role === 'server' ? deflate.negotiate(words) : deflate.accept(words);
  if (agreed === null) throw new Error(`nobody agrees to ${JSON.stringify(parameters)}`);
  return agreed;
}

type Options = Omit<ConnectionOptions, 'role' | 'extensions'>;

/** A connection of this role that has agreed to permessage-deflate. */
export function deflating(
  role: Role,
  compressor: Compressor,
  options: Options = {},
  agreement: Agreement = {},
): Connection {
  return connect(role, { ...options, extensions: [agreedDeflate(role, compressor, agreement)] });
}

/** A frame on its way to a connection of this role, marked as compressed unless `rsv1` says otherwise. */
export function compressedToReceive(
  role: Role,
  opcode: number,
  payload: Uint8Array,
  { fin = true, rsv1 = true } = {},
): Uint8Array {
  const maskingKey = role === 'server' ? KEY : null;
  return writeFrame(
    { fin, rsv1, opcode, maskingKey, payloadLength: payload.length },
    undefined,
    payload,
  );
}

export const TAIL: Uint8Array = Uint8Array.of(0x00, 0x00, 0xff, 0xff);

/** The data of a message as a peer makes it (RFC 7692 §7.2.1): flushed, and without the last four bytes. */
export function deflated(plain: Uint8Array, options: ZlibOptions = {}): Uint8Array {
  // Nothing is written for nothing, not even the block of the flush.
  if (plain.length === 0) return Uint8Array.of(0x00);
  const finishFlush = constants.Z_SYNC_FLUSH;
  const data = deflateRawSync(plain, { ...options, finishFlush });
  return new Uint8Array(data.subarray(0, data.length - TAIL.length));
}

/** What a strict peer makes of the data of a message, given what it has had before. */
export function inflated(
  data: Uint8Array,
  windowBits: number,
  dictionary: Uint8Array = new Uint8Array(0),
): Uint8Array {
  const plain = inflateRawSync(Buffer.concat([data, TAIL]), {
    windowBits,
    finishFlush: constants.Z_SYNC_FLUSH,
    // zlib refuses a dictionary longer than its window, and has no use for an empty one.
    ...(dictionary.length > 0 ? { dictionary: dictionary.slice(-(2 ** windowBits)) } : {}),
  });
  return new Uint8Array(plain);
}

/** The same bytes so many times. */
export function times(bytes: Uint8Array, count: number): Uint8Array {
  const all = new Uint8Array(bytes.length * count);
  for (let at = 0; at < all.length; at += bytes.length) all.set(bytes, at);
  return all;
}
