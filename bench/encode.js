/**
 * Encoding one frame: into fresh bytes, into the caller's, and with random keys of one's own, beside ws's
 * Sender.frame with its pieces joined.
 */

import { Opcode } from 'websocket-codec';
import { requireSameBytes } from './check.js';
import {
  frameEncoder,
  frameEncoderInto,
  fresh,
  intoTarget,
  sendingConnection,
  wsJoined,
  wsRandom,
} from './encode-peers.js';
import { naiveDecode, naiveEncode } from './frame-baseline.js';
import { compare, quick } from './harness.js';
import { inputCountFor, randomBytes, randomKey, randomText } from './inputs.js';
import { formatBytes, operationsPerSecond, printHeading } from './table.js';

/** @typedef {import('./encode-peers.js').Input} Input */
/** @typedef {import('./encode-peers.js').Contender} Contender */
/** @typedef {import('websocket-codec').FrameInit} FrameInit */

const sizes = quick ? [16, 16_384] : [16, 125, 1024, 16_384, 1_048_576];
/** Room for the longest header in front of a payload. */
const HEADER_BYTES = 14;

for (const role of /** @type {const} */ (['server', 'client'])) {
  const isMasked = role === 'client';
  for (const kind of /** @type {const} */ (['binary', 'text'])) {
    const keys = isMasked ? 'masked with a ready key' : 'without a mask';
    compareAtSizes(`Encoding ${kind} frames, ${keys}`, kind, isMasked, [
      fresh,
      intoTarget,
      ...(isMasked ? [] : [frameEncoder(role), sendingConnection(role)]),
      wsJoined,
    ]);
  }
}
for (const kind of /** @type {const} */ (['binary', 'text'])) {
  compareAtSizes(`Encoding ${kind} frames, masked with a random key of one's own`, kind, true, [
    frameEncoder('client'),
    frameEncoderInto('client', requireMasked),
    sendingConnection('client'),
    wsRandom,
  ]);
}

/**
 * @param {string} title
 * @param {'binary' | 'text'} kind
 * @param {boolean} isMasked
 * @param {readonly Contender[]} contenders
 */
function compareAtSizes(title, kind, isMasked, contenders) {
  const hasOwnKeys = contenders.includes(wsRandom);
  printHeading(title, operationsPerSecond, 'ours');
  for (const size of sizes) {
    compare({
      label: formatBytes(size),
      at: size,
      units: 1,
      rate: operationsPerSecond,
      inputCount: inputCountFor(size),
      makeInput: (index) => makeInput(kind, isMasked, size, index),
      check: hasOwnKeys
        ? (returned, _, pristine) => requireMasked(/** @type {Uint8Array} */ (returned), pristine)
        : (returned, _, { init }) => requireSameBytes(returned, naiveEncode(init)),
      contenders,
    });
  }
}

/**
 * Throws unless it is the frame with some key.
 *
 * @param {Uint8Array} frame
 * @param {Input} pristine
 */
function requireMasked(frame, { keyless }) {
  const { value } = naiveDecode(Uint8Array.from(frame));
  if (value.maskingKey === null) throw new Error('the frame is not masked');
  requireSameBytes(frame, naiveEncode({ ...keyless, maskingKey: value.maskingKey }));
}

/**
 * @param {'binary' | 'text'} kind
 * @param {boolean} isMasked
 * @param {number} size
 * @param {number} index
 * @returns {Input}
 */
function makeInput(kind, isMasked, size, index) {
  const isText = kind === 'text';
  const payload = isText ? randomText('ascii', size, index) : randomBytes(size, index);
  const opcode = isText ? Opcode.Text : Opcode.Binary;
  const keyless = { opcode, payload };
  const key = randomKey(index);
  /** @param {Uint8Array} target */
  const generateMask = (target) => {
    for (let i = 0; i < 4; i++) target[i] = /** @type {number} */ (key[i]);
  };
  const wsKeyless = { fin: true, opcode, mask: isMasked, readOnly: true };
  return {
    init: isMasked ? { ...keyless, maskingKey: key } : keyless,
    keyless,
    wsOptions: { ...wsKeyless, generateMask },
    wsKeyless,
    target: new Uint8Array(size + HEADER_BYTES),
  };
}
