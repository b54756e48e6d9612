/**
 * An input of the connection target as a program: settings, operations at places of the stream, the stream.
 */

/** @typedef {import('../codec.js').Codec} Codec */
/** @typedef {import('websocket-codec').ConnectionOptions} ConnectionOptions */
/** @typedef {{ at: number, kind: number, argument: number }} Operation */

/**
 * @typedef {object} Program
 * @property {ConnectionOptions} options
 * @property {'pako' | 'zlib' | null} deflate
 * @property {number} cut
 * @property {Operation[]} operations in the order of their places
 * @property {Uint8Array} wire
 */

export const HEAD_BYTES = 5;
export const OPERATION_BYTES = 3;

/** @type {readonly Partial<ConnectionOptions>[]} */
export const limits = [
  {},
  { maxMessageBytes: 100 },
  { maxPayloadBytes: 100, maxMessageBytes: 150 },
  { maxFragments: 2 },
  { maxMessageBytes: 0 },
  { maxPendingPongs: 1 },
  { maxPendingPongs: 0, fragmentBytes: 3 },
  { maxMessageBytes: 5000, fragmentBytes: 50 },
];

/** Bits of the first byte. */
export const Flag = {
  Client: 1,
  Stream: 2,
  Deflate: 4,
  Zlib: 8,
  Owned: 16,
  NoSimd: 32,
  NoPong: 64,
  OwnMask: 128,
};

/** What an application may bring along. @type {(payload: Uint8Array, key: Uint8Array) => void} */
function unmaskInPlace(payload, key) {
  for (let at = 0; at < payload.length; at++) payload[at] ^= key[at % 4];
}

/**
 * @param {Uint8Array} input
 * @returns {Program | null}
 */
export function readProgram(input) {
  if (input.length < HEAD_BYTES) return null;
  const count = input[4] % 8;
  const wireAt = HEAD_BYTES + count * OPERATION_BYTES;
  if (input.length < wireAt) return null;
  const wire = input.subarray(wireAt);
  const flags = input[0];
  const operations = [];
  for (let at = HEAD_BYTES; at < wireAt; at += OPERATION_BYTES) {
    // Places spread over the stream; behind it at most.
    const place = Math.ceil((input[at] / 255) * wire.length);
    operations.push({ at: place, kind: input[at + 1] % 12, argument: input[at + 2] });
  }
  operations.sort((a, b) => a.at - b.at);
  return {
    options: {
      role: flags & Flag.Client ? 'client' : 'server',
      streamMessages: (flags & Flag.Stream) !== 0,
      takeOwnership: (flags & Flag.Owned) !== 0,
      autoPong: (flags & Flag.NoPong) === 0,
      ...(flags & Flag.NoSimd ? { simd: false } : {}),
      ...(flags & Flag.OwnMask ? { unmaskInPlace } : {}),
      ...limits[input[1] % limits.length],
    },
    deflate: flags & Flag.Deflate ? (flags & Flag.Zlib ? 'zlib' : 'pako') : null,
    cut: input[2] * 256 + input[3],
    operations,
    wire,
  };
}
