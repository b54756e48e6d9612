/**
 * Compressed sizes beside node:zlib's own at the same settings, and what a bomb costs beside a message of
 * the size that it may have.
 */

import { deflateRawSync } from 'node:zlib';
import { kinds, messages as messagesOf } from './deflate-inputs.js';
import { answersOf, compressedByZlib, laterAnswersOf, requireCompressed } from './deflate-lines.js';
import { compressors, LEVEL, MEM_LEVEL, opensOurs, openWs } from './deflate-peers.js';
import { quick } from './harness.js';
import { print, tell } from './output.js';
import { formatBytes } from './table.js';

/** @typedef {import('./deflate-inputs.js').Kind} Kind */
/** @typedef {import('./deflate-peers.js').Takeover} Takeover */

const sizes = quick ? [64, 16_384] : [64, 256, 1024, 16_384, 65_536, 1_048_576];
/** How much larger than zlib's a compressed message may be, in per cent. */
const WANTED = 2;
const widths = [20, 16, 10, 18, 18, 20, 10];

/** @typedef {{ name: string, values: Record<string, number> }} Figure */

for (const takeover of /** @type {const} */ (['with', 'without'])) {
  print(`\nBytes of a compressed message on average, ${takeover} context takeover`);
  print(`Per cent: beside ${referenceName(takeover)}, level ${LEVEL}, memLevel ${MEM_LEVEL}\n`);
  const heading = ['', 'zlib', 'of plain', 'zlibCompressor', 'pakoCompressor', 'ws', ''];
  print(line(heading));
  const figures = [];
  for (const size of sizes)
    for (const kind of kinds) figures.push(await measure(takeover, size, kind));
  tell({ title: `Bytes of a compressed message, ${takeover} context takeover`, figures });
}

/**
 * @param {Takeover} takeover
 * @param {number} size
 * @param {Kind} kind
 * @returns {Promise<Figure>}
 */
async function measure(takeover, size, kind) {
  const plain = quick ? messagesOf(kind, size, 8) : messagesOf(kind, size);
  const reference = await referenceBytes(plain, takeover);
  const { zlibCompressor, pakoCompressor } = compressors;
  const [zlib, pako] = [zlibCompressor, pakoCompressor].map((compressor) => {
    const { run, close } = opensOurs(compressor)('compress', takeover);
    const payloads = answersOf(run, plain);
    close();
    requireCompressed(payloads, plain, takeover);
    return averageOf(payloads);
  });
  const { run, close } = openWs('compress', takeover);
  const ws = averageOf(await laterAnswersOf(run, plain));
  close();
  const beside = (/** @type {number} */ bytes) =>
    `${bytes.toFixed(1)} ${signed((bytes / reference - 1) * 100)} %`;
  const ours = [Number(zlib), Number(pako)];
  const isMet = ours.every((bytes) => bytes <= reference * (1 + WANTED / 100));
  print(
    line([
      `${formatBytes(size)} of ${kind}`,
      reference.toFixed(1),
      (reference / size).toFixed(3),
      ...[...ours, ws].map(beside),
      isMet ? '' : `above ${WANTED} %`,
    ]),
  );
  return {
    name: `${formatBytes(size)} of ${kind}`,
    values: { zlib: reference, zlibCompressor: Number(zlib), pakoCompressor: Number(pako), ws },
  };
}

/** @param {Takeover} takeover */
function referenceName(takeover) {
  return takeover === 'with'
    ? 'one stream of node:zlib, flushed after each message, without the 4 bytes that are left out'
    : 'deflateRawSync of each message';
}

/**
 * @param {readonly Uint8Array[]} plain
 * @param {Takeover} takeover
 */
async function referenceBytes(plain, takeover) {
  if (takeover === 'with') return averageOf(await compressedByZlib(plain, takeover));
  const options = { level: LEVEL, memLevel: MEM_LEVEL };
  return averageOf(plain.map((message) => deflateRawSync(message, options)));
}

/** @param {readonly Uint8Array[]} payloads */
function averageOf(payloads) {
  return payloads.reduce((sum, { length }) => sum + length, 0) / payloads.length;
}

/** @param {number} value */
function signed(value) {
  return (value < 0 ? '' : '+') + value.toFixed(2);
}

/** @param {readonly string[]} cells */
function line(cells) {
  return cells
    .map((cell, column) => {
      const width = /** @type {number} */ (widths[column]);
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    })
    .join('')
    .trimEnd();
}
