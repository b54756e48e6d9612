/**
 * One frame at a time: decodeFrame, decodeFrameHeader and encodeFrame, masked and not, text and binary.
 */

import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { decodeFrame, decodeFrameHeader, encodeFrame, Opcode } from 'websocket-codec';
import { requireSameBytes } from './check.js';
import { naiveDecode, naiveEncode } from './frame-baseline.js';
import { compare, quick } from './harness.js';
import { inputCountFor, randomBytes, randomKey, randomText } from './inputs.js';
import { loadNativeWs, loadPortableWs } from './peers.js';
import { formatBytes, operationsPerSecond, printHeading } from './table.js';

/** @typedef {import('./frame-baseline.js').PlainFrame} PlainFrame */

/**
 * @typedef {object} Input
 * @property {import('websocket-codec').FrameInit} init
 * @property {Uint8Array | string} payload
 * @property {import('./peers.js').FrameOptions} wsOptions
 * @property {Uint8Array} wire the frame, with the first bytes of another behind it
 * @property {number} length of the frame in bytes
 */

/** @typedef {import('./harness.js').Contender<Input>} Contender */

const sizes = quick ? [0, 126] : [0, 16, 125, 126, 1024, 65_536];
const asServer = /** @type {const} */ ({ role: 'server' });
const asClient = /** @type {const} */ ({ role: 'client' });
const kinds = /** @type {const} */ (['binary', 'text']);

printHeading(
  'decodeFrame: header, checks and a payload in fresh bytes',
  operationsPerSecond,
  'ours',
);
forEveryShape((shape) => {
  compare({
    ...shape,
    check(returned, _, { wire }) {
      const { bytesRead, value } = /** @type {{ bytesRead: number, value: PlainFrame }} */ (
        returned
      );
      const expected = naiveDecode(wire);
      strictEqual(bytesRead, expected.bytesRead);
      deepStrictEqual(frameFields(value), frameFields(expected.value));
      requireSameBytes(value.payload, expected.value.payload);
    },
    contenders: [
      { name: 'decodeFrame', run: ({ wire }) => decodeFrame(wire) },
      { name: 'naive: no checks, byte loop', run: ({ wire }) => naiveDecode(wire) },
    ],
  });
});

printHeading('decodeFrameHeader: header and checks', operationsPerSecond, 'ours');
forEveryShape((shape, kind) => {
  if (kind === 'text') return; // no payload is looked at
  compare({
    ...shape,
    check(returned, _, { wire }) {
      const { bytesRead, value } =
        /** @type {{ bytesRead: number, value: import('websocket-codec').FrameHeader }} */ (
          returned
        );
      const frame = naiveDecode(wire);
      strictEqual(bytesRead + value.payloadLength, frame.bytesRead);
      deepStrictEqual(frameFields(value), frameFields(frame.value));
    },
    contenders: [
      { name: 'decodeFrameHeader', run: ({ wire }) => decodeFrameHeader(wire) },
      { name: 'decodeFrameHeader, role given', run: headerWithRole },
    ],
  });
});

const portableWs = loadPortableWs();
const nativeWs = loadNativeWs();

printHeading('encodeFrame: header and payload in one array', operationsPerSecond, 'ours');
forEveryShape((shape, kind, masked) => {
  compare({
    ...shape,
    check: (returned, { wire, length }) => requireSameBytes(returned, wire.slice(0, length)),
    contenders: [
      { name: 'encodeFrame', run: ({ init }) => encodeFrame(init) },
      { name: 'naive: no checks, byte loop', run: ({ init }) => naiveEncode(init) },
      ...wsContenders(kind, masked),
    ],
  });
});

/**
 * ws makes one array of a masked binary payload that it may not overwrite; all else it leaves in pieces.
 *
 * @param {'binary' | 'text'} kind
 * @param {boolean} masked
 * @returns {Contender[]}
 */
function wsContenders(kind, masked) {
  /** @param {Input} input */
  const inOneArray = ({ payload, wsOptions }) => joined(nativeWs.frame(payload, wsOptions));
  if (masked) {
    return [
      {
        name: 'ws, JavaScript, joined',
        run: ({ payload, wsOptions }) => joined(portableWs.frame(payload, wsOptions)),
      },
      { name: 'ws with bufferutil, joined', run: inOneArray },
    ];
  }
  const pieces = kind === 'text' ? 'ws, text encoded, not joined' : 'ws, header alone';
  return [
    { name: 'ws, joined', run: inOneArray },
    {
      name: pieces,
      run: ({ payload, wsOptions }) => nativeWs.frame(payload, wsOptions),
      check: (returned, { wire, length }) =>
        requireSameBytes(joined(/** @type {Buffer[]} */ (returned)), wire.slice(0, length)),
    },
  ];
}

/** @param {(Buffer | string)[]} pieces */
function joined(pieces) {
  const buffers = /** @type {Buffer[]} */ (pieces);
  return buffers.length === 1 ? buffers[0] : Buffer.concat(buffers);
}

/** @param {Input} input */
function headerWithRole({ wire, wsOptions }) {
  return decodeFrameHeader(wire, wsOptions.mask ? asServer : asClient);
}

/**
 * @param {(
 *   shape: Pick<import('./harness.js').Question<Input>, 'label' | 'rate' | 'inputCount' | 'makeInput'>,
 *   kind: 'binary' | 'text',
 *   masked: boolean,
 * ) => void} use
 */
function forEveryShape(use) {
  for (const masked of [true, false]) {
    for (const kind of kinds) {
      for (const bytes of sizes) {
        const shape = {
          label: `${kind}${masked ? ', masked' : ''} ${formatBytes(bytes)}`,
          rate: operationsPerSecond,
          inputCount: inputCountFor(bytes),
          /** @param {number} index */
          makeInput: (index) => makeInput(kind, masked, bytes, index),
        };
        use(shape, kind, masked);
      }
    }
  }
}

/**
 * @param {'binary' | 'text'} kind
 * @param {boolean} masked
 * @param {number} bytes
 * @param {number} index
 * @returns {Input}
 */
function makeInput(kind, masked, bytes, index) {
  const payload = kind === 'text' ? randomText('mixed', bytes, index) : randomBytes(bytes, index);
  const opcode = kind === 'text' ? Opcode.Text : Opcode.Binary;
  const key = randomKey(index);
  // Every fourth frame is the first of several, so that byte 0 is not a constant.
  const fin = index % 4 !== 3;
  const init = { opcode, fin, payload, maskingKey: masked ? key : null };
  const frame = naiveEncode(init);
  const wire = new Uint8Array(frame.length + 2);
  wire.set(frame);
  wire.set([0x82, 0x00], frame.length);
  /** @param {Uint8Array} target */
  const generateMask = (target) => {
    for (let i = 0; i < 4; i++) target[i] = /** @type {number} */ (key[i]);
  };
  const wsOptions = { fin, opcode, mask: masked, readOnly: true, generateMask };
  return { init, payload, wsOptions, wire, length: frame.length };
}

/** @param {Omit<PlainFrame, 'payload'>} frame */
function frameFields({ fin, rsv1, rsv2, rsv3, opcode, maskingKey }) {
  return { fin, rsv1, rsv2, rsv3, opcode, maskingKey };
}
