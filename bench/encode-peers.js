/**
 * Ways to encode a frame: this package's, and ws's.
 */

import { Connection, encodeFrame, encodeFrameInto, FrameEncoder, Opcode } from 'websocket-codec';
import { requireSameBytes } from './check.js';
import { naiveEncode } from './frame-baseline.js';
import { loadNativeWs } from './peers.js';

/** @typedef {import('websocket-codec').FrameInit} FrameInit */

/**
 * What a frame is made of, ready for everyone.
 *
 * @typedef {object} Input
 * @property {FrameInit} init with a key when it is masked
 * @property {FrameInit} keyless the same without
 * @property {import('./peers.js').FrameOptions} wsOptions with the same key
 * @property {import('./peers.js').FrameOptions} wsKeyless
 * @property {Uint8Array} target with room for the frame
 */

/** @typedef {import('./harness.js').Contender<Input>} Contender */

const ws = loadNativeWs();

/** @type {Contender} */
export const fresh = { name: 'encodeFrame', run: ({ init }) => encodeFrame(init), isOurs: true };

/** @type {Contender} */
export const intoTarget = {
  name: 'encodeFrameInto',
  run: ({ init, target }) => encodeFrameInto(init, target, 0),
  isOurs: true,
  check: (end, { target }, { init }) =>
    requireSameBytes(target.subarray(0, Number(end)), naiveEncode(init)),
};

/** @type {Contender} */
export const wsJoined = {
  name: 'ws Sender.frame, joined',
  run: ({ init, wsOptions }) => joined(ws.frame(payloadOf(init), wsOptions)),
};

/**
 * @param {'client' | 'server'} role
 * @returns {Contender} into fresh bytes
 */
export function frameEncoder(role) {
  const encoder = new FrameEncoder({ role });
  return { name: 'FrameEncoder', run: ({ keyless }) => encoder.encode(keyless), isOurs: true };
}

/**
 * @param {'client' | 'server'} role
 * @param {(frame: Uint8Array, pristine: Input) => void} check
 * @returns {Contender} into the caller's bytes
 */
export function frameEncoderInto(role, check) {
  const encoder = new FrameEncoder({ role });
  return {
    name: 'FrameEncoder.encodeInto',
    run: ({ keyless, target }) => encoder.encodeInto(keyless, target, 0),
    isOurs: true,
    check: (end, { target }, pristine) => check(target.subarray(0, Number(end)), pristine),
  };
}

/** @type {Contender} */
export const wsRandom = {
  name: 'ws Sender.frame, joined',
  run: ({ init, wsKeyless }) => joined(ws.frame(payloadOf(init), wsKeyless)),
};

/**
 * A connection that sends one message and gives it out at once.
 *
 * @param {'client' | 'server'} role
 * @returns {Contender}
 */
export function sendingConnection(role) {
  const connection = new Connection({ role });
  return {
    name: 'Connection',
    isOurs: true,
    run({ keyless: { payload = '', opcode } }) {
      if (typeof payload === 'string') connection.sendText(payload);
      else if (opcode === Opcode.Binary) connection.sendBinary(payload);
      else throw new TypeError('a text is a string here');
      const output = connection.takeOutput();
      return output.length === 1 ? output[0] : Buffer.concat(output);
    },
  };
}

/** @param {FrameInit} init */
function payloadOf({ payload = '' }) {
  return payload;
}

/** @param {(Buffer | string)[]} pieces */
function joined(pieces) {
  const buffers = /** @type {Buffer[]} */ (pieces);
  return buffers.length === 1 ? buffers[0] : Buffer.concat(buffers);
}
