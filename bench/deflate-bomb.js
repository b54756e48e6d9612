/**
 * What a message costs that would grow a thousandfold, beside messages that are as large as a message may
 * be: time until it is refused, and memory taken by then.
 */

import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { constants, deflateRawSync } from 'node:zlib';
import { messages } from './deflate-inputs.js';
import { acceptWs, compressors, createTransform } from './deflate-peers.js';
import { quick } from './harness.js';
import { print, tell } from './output.js';
import { summarise } from './statistics.js';

/** @typedef {import('websocket-codec/deflate').Compressor} Compressor */

/**
 * @typedef {object} Outcome
 * @property {boolean} isRefused
 * @property {number} plainBytes how much was given out
 */

const LIMIT = 1 << 20;
const ROUNDS = quick ? 2 : 41;
const TAIL_BYTES = 4;

setFlagsFromString('--expose-gc');
const gc = /** @type {() => void} */ (runInNewContext('gc'));

const zeros = deflated(new Uint8Array(quick ? LIMIT * 8 : LIMIT * 64));
const payloads = {
  [`${zeros.plain >> 20} MiB of zeros, ${Math.round(zeros.plain / zeros.bytes.length)}:1`]: zeros,
  '1 MiB of zeros': deflated(new Uint8Array(LIMIT)),
  '1 MiB of JSON': deflated(/** @type {Uint8Array} */ (messages('JSON', LIMIT, 4)[0])),
};
const contenders = {
  zlibCompressor: ours(compressors.zlibCompressor),
  pakoCompressor: ours(compressors.pakoCompressor),
  'ws PerMessageDeflate': theirs,
};

print(`\nA message of at most ${LIMIT >> 20} MiB is taken; medians of ${ROUNDS} rounds\n`);
print(row(['payload', 'contender', 'ms', 'p25..p75', 'KiB given out', 'KiB allocated', '']));
/** @type {{ name: string, values: Record<string, number> }[]} */
const figures = [];
for (const [name, payload] of Object.entries(payloads)) {
  /** @type {Map<string, { ms: number, outcome: Outcome, buffers: number }[]>} */
  const samples = new Map();
  for (let round = -1; round < ROUNDS; round++) {
    for (const [who, inflate] of Object.entries(contenders)) {
      gc();
      const before = process.memoryUsage().arrayBuffers;
      const begin = performance.now();
      const outcome = await inflate(payload.bytes);
      const ms = performance.now() - begin;
      const buffers = process.memoryUsage().arrayBuffers - before;
      if (outcome.isRefused !== payload.plain > LIMIT) throw new Error(`${who} took ${name} wrong`);
      if (round >= 0) samples.set(who, [...(samples.get(who) ?? []), { ms, outcome, buffers }]);
    }
  }
  for (const [who, list] of samples) {
    const time = summarise(list.map(({ ms }) => ms));
    const given = summarise(list.map(({ outcome }) => outcome.plainBytes)).median;
    // A collection in the middle makes it less, and nothing makes it more.
    const buffers = Math.max(...list.map((sample) => sample.buffers));
    figures.push({
      name: `${name}: ${who}`,
      values: { milliseconds: time.median, 'bytes given out': given, 'bytes allocated': buffers },
    });
    print(
      row([
        name,
        who,
        time.median.toFixed(2),
        `${time.p25.toFixed(2)}..${time.p75.toFixed(2)}`,
        String(Math.round(given / 1024)),
        String(Math.round(buffers / 1024)),
        list.every(({ outcome }) => outcome.isRefused) ? 'refused' : 'taken',
      ]),
    );
  }
  print();
}
tell({ title: 'A message that may be too large', figures });

/** @param {Uint8Array} plain */
function deflated(plain) {
  const bytes = deflateRawSync(plain, { finishFlush: constants.Z_SYNC_FLUSH });
  return { plain: plain.length, bytes: Uint8Array.from(bytes.subarray(0, -TAIL_BYTES)) };
}

/** @param {Compressor} compressor */
function ours(compressor) {
  const { decoder } = createTransform(compressor, 'without', LIMIT);
  let current = decoder;
  return async (/** @type {Uint8Array} */ payload) => {
    current.begin();
    current.push(payload, true);
    const pieces = [];
    for (let piece = current.pull(); piece !== null; piece = current.pull()) pieces.push(piece);
    const isRefused = current.fault === 'message-too-big';
    if (!isRefused && !current.isDone) throw new Error(`the message ended with ${current.fault}`);
    // What has refused a message takes no other.
    if (isRefused) current = createTransform(compressor, 'without', LIMIT).decoder;
    return { isRefused, plainBytes: pieces.reduce((sum, { length }) => sum + length, 0) };
  };
}

/** @param {Uint8Array} payload @returns {Promise<Outcome>} */
function theirs(payload) {
  const extension = acceptWs('without', LIMIT);
  return new Promise((resolve) => {
    extension.decompress(payload, true, (error, result) => {
      extension.cleanup();
      resolve({ isRefused: error !== null, plainBytes: error === null ? result.length : 0 });
    });
  });
}

/** @param {readonly string[]} cells */
function row(cells) {
  const widths = [30, 24, 10, 18, 16, 16, 10];
  return cells
    .map((cell, column) => {
      const width = /** @type {number} */ (widths[column]);
      return column < 2 ? cell.padEnd(width) : cell.padStart(width);
    })
    .join('')
    .trimEnd();
}
