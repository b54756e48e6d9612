/**
 * Masking (RFC 6455 §5.3): in place and into fresh bytes, from 8 bytes to 16 MiB, and the two loops of
 * which the package chooses one by length.
 */

import { maskInPlace, unmask } from 'websocket-codec';
import { maskedPlainly, requireSameBytes } from './check.js';
import { compare, quick } from './harness.js';
import { inputCountFor, randomBytes, randomKey } from './inputs.js';
import { importInternal, importWithoutWebAssembly } from './internals.js';
import { print } from './output.js';
import { loadBufferUtil, loadNodeMasking, loadPortableWs } from './peers.js';
import { formatBytes, gigabytesPerSecond, printHeading } from './table.js';

/**
 * `word` is the key as a number with its first byte lowest; `target` has the size of the payload, for
 * contenders that need somewhere to write.
 *
 * @typedef {{ payload: Uint8Array, key: Uint8Array, word: number, target: Uint8Array }} Input
 * @typedef {import('./harness.js').Contender<Input>} Contender
 */

const KIB = 1 << 10;
const MIB = 1 << 20;
const allSizes = [
  ...[8, 16, 32, 64, 125, 256],
  ...[KIB, 4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB],
  ...[MIB, 4 * MIB, 16 * MIB],
];
const sizes = quick ? allSizes.filter((bytes) => bytes < MIB) : allSizes;

const ws = loadPortableWs().bufferUtil;
const bufferUtil = loadBufferUtil();
if (bufferUtil === null) print('bufferutil has no native binary here and is left out');
const nodeMasking = loadNodeMasking();
if (nodeMasking === null) print('this Node has no http.websocketMask');
const portable = await importWithoutWebAssembly();

/** @type {Contender[]} */
const inPlace = [
  { name: 'maskInPlace', run: ({ payload, key }) => maskInPlace(payload, key) },
  {
    name: 'maskInPlace, no WebAssembly',
    run: ({ payload, key }) => portable.maskInPlace(payload, key),
    isOurs: true,
  },
  { name: 'byte loop', run: ({ payload, key }) => byteLoop(payload, key, payload) },
  { name: 'ws, JavaScript', run: ({ payload, key }) => ws.unmask(payload, key) },
  ...(bufferUtil === null
    ? []
    : [
        {
          name: 'bufferutil, native',
          /** @param {Input} input */
          run: ({ payload, key }) => bufferUtil.unmask(payload, key),
        },
      ]),
  ...(nodeMasking === null
    ? []
    : [
        {
          name: 'node:http websocketUnmask',
          /** @param {Input} input */
          run: ({ payload, key }) => nodeMasking.unmask(payload, key),
        },
      ]),
  {
    name: 'copy alone (set)',
    run: ({ payload, target }) => target.set(payload),
    check: (_, { target }, { payload }) => requireSameBytes(target, payload),
  },
];

/** @type {Contender[]} */
const fresh = [
  { name: 'unmask', run: ({ payload, key }) => unmask(payload, key) },
  {
    name: 'unmask, no WebAssembly',
    run: ({ payload, key }) => portable.unmask(payload, key),
    isOurs: true,
  },
  {
    name: 'byte loop',
    run: ({ payload, key }) => byteLoop(payload, key, new Uint8Array(payload.length)),
  },
  {
    name: 'ws, JavaScript, allocUnsafe',
    run({ payload, key }) {
      const target = Buffer.allocUnsafe(payload.length);
      ws.mask(payload, key, target, 0, payload.length);
      return target;
    },
  },
  ...(bufferUtil === null
    ? []
    : [
        {
          name: 'bufferutil, native, allocUnsafe',
          /** @param {Input} input */
          run({ payload, key }) {
            const target = Buffer.allocUnsafe(payload.length);
            bufferUtil.mask(payload, key, target, 0, payload.length);
            return target;
          },
        },
      ]),
  ...(nodeMasking === null
    ? []
    : [
        {
          name: 'node:http websocketMask, allocUnsafe',
          /** @param {Input} input */
          run({ payload, key }) {
            const target = Buffer.allocUnsafe(payload.length);
            nodeMasking.mask(payload, key, target, 0, payload.length);
            return target;
          },
        },
      ]),
  {
    name: 'copy alone (new, set)',
    run({ payload }) {
      const target = new Uint8Array(payload.length);
      target.set(payload);
      return target;
    },
    check: (returned, _, { payload }) => requireSameBytes(returned, payload),
  },
];

compareAtAllSizes('Masking in place', sizes, inPlace, (_, { payload }) => payload);
compareAtAllSizes('Unmasking into fresh bytes', sizes, fresh, (returned) => returned);

const { copyByBytes, maskByWords } = /** @type {typeof import('../src/frame/mask-loops.js')} */ (
  await importInternal('frame/mask-loops.ts')
);
compareAtAllSizes(
  'The loops behind it, in place: where WORDS_FROM_BYTES belongs',
  [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 128],
  [
    {
      name: 'four bytes a turn',
      run: ({ payload, word }) => copyByBytes(payload, 0, payload.length, payload, 0, word),
    },
    {
      name: 'words through a view',
      run: ({ payload, word }) => maskByWords(payload, 0, payload.length, word),
    },
  ],
  (_, { payload }) => payload,
);

/**
 * @param {string} title
 * @param {readonly number[]} byteCounts
 * @param {readonly Contender[]} contenders
 * @param {(returned: unknown, input: Input) => unknown} resultOf where a contender leaves its result
 */
function compareAtAllSizes(title, byteCounts, contenders, resultOf) {
  printHeading(title, gigabytesPerSecond, 'ours');
  for (const bytes of byteCounts) {
    compare({
      label: formatBytes(bytes),
      at: bytes,
      units: bytes,
      rate: gigabytesPerSecond,
      inputCount: inputCountFor(bytes),
      makeInput(index) {
        const key = randomKey(index);
        const word = new DataView(key.buffer).getInt32(0, true);
        // Half a page further on than where arrays begin: processors copy between places that are alike in
        // their lowest twelve bits at a tenth of the speed, and this is to be the fastest that can be had.
        const target = new Uint8Array(new ArrayBuffer(bytes + 2048), 2048);
        return { payload: randomBytes(bytes, index), key, word, target };
      },
      check: (returned, input, pristine) =>
        requireSameBytes(resultOf(returned, input), maskedPlainly(pristine.payload, pristine.key)),
      contenders,
    });
  }
}

/**
 * @param {Uint8Array} payload
 * @param {Uint8Array} key
 * @param {Uint8Array} target
 */
function byteLoop(payload, key, target) {
  for (let i = 0; i < payload.length; i++) {
    target[i] = /** @type {number} */ (payload[i]) ^ /** @type {number} */ (key[i & 3]);
  }
  return target;
}
