/** A grey picture as a camera takes it: slow changes of light, and noise in every point. */

import { randomFor } from './build.js';
import { DataSet } from './data-set.js';

const SIDE = 512;
const HEAD_OCTETS = 14;
const INFO_OCTETS = 40;
const COLOURS = 256;
const PIXELS_AT = HEAD_OCTETS + INFO_OCTETS + 4 * COLOURS;
const OCTETS = PIXELS_AT + SIDE * SIDE;

/** Half the range of each of the two chances that make the noise of a point. */
const NOISE = 27.5;

function make(): Uint8Array {
  const file = Buffer.alloc(OCTETS);
  writeHead(file);
  const random = randomFor('bitmap');
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const light = 128 + 60 * Math.sin(x / 90) * Math.cos(y / 70);
      const noise = NOISE * (random() + random() - 1);
      file[PIXELS_AT + y * SIDE + x] = Math.round(light + noise);
    }
  }
  return new Uint8Array(file);
}

/** The two headers of a bitmap and its table of greys. */
function writeHead(file: Buffer): void {
  file.write('BM', 'latin1');
  file.writeUInt32LE(OCTETS, 2);
  file.writeUInt32LE(PIXELS_AT, 10);
  file.writeUInt32LE(INFO_OCTETS, 14);
  file.writeInt32LE(SIDE, 18);
  file.writeInt32LE(SIDE, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(8, 28);
  file.writeUInt32LE(SIDE * SIDE, 34);
  file.writeUInt32LE(COLOURS, 46);
  for (let grey = 0; grey < COLOURS; grey++) {
    file.fill(grey, HEAD_OCTETS + INFO_OCTETS + 4 * grey, HEAD_OCTETS + INFO_OCTETS + 4 * grey + 3);
  }
}

export const bitmap = new DataSet({
  name: 'bitmap',
  type: 'binary',
  octets: OCTETS,
  units: OCTETS,
  deflatesTo: 0.85,
  make,
});
