/**
 * Masked frames in chunks of one byte: time for each byte, at several sizes. Linear cost is a flat column.
 */

import { strictEqual } from 'node:assert/strict';
import { encodeFrame, Opcode } from 'websocket-codec';
import { compare, quick } from './harness.js';
import { randomBytes, randomKey } from './inputs.js';
import { connection, frameDecoder } from './stream-ours.js';
import { formatBytes, nanosecondsPerByte, printHeading } from './table.js';

// A megabyte in pieces of one byte takes too long for a run that only shows that it runs.
const sizes = [2 ** 12, 2 ** 14, 2 ** 16, 2 ** 18, 2 ** 20].slice(0, quick ? 2 : 5);

/**
 * An operation takes so many bytes or more, however small the frames: in front of each turn garbage is collected,
 * and what that throws out of the caches would weigh on a turn of few bytes alone.
 */
const BYTES_PER_OPERATION = quick ? 1 : 2 ** 16;

/** @param {number} size */
const countFor = (size) => Math.max(1, BYTES_PER_OPERATION / size);

const makers = {
  FrameDecoder: () => frameDecoder(),
  Connection: () => connection(),
};
for (const [name, make] of Object.entries(makers)) {
  printHeading(`${name} under a byte drip`, nanosecondsPerByte, formatBytes(sizes[0] ?? 0));
  compare({
    label: '',
    rate: nanosecondsPerByte,
    inputCount: 1,
    makeInput: () => new Map(sizes.map((size) => [size, drip(size)])),
    check: () => {},
    contenders: sizes.map((size) => {
      const { decode } = make();
      return {
        name: `a frame of ${formatBytes(size)}`,
        units: size * countFor(size),
        run: (drips) => decode(drips.get(size) ?? []),
        check: (count) => strictEqual(count, countFor(size)),
      };
    }),
  });
}

/** @param {number} size */
function drip(size) {
  const payload = randomBytes(size, size);
  const frame = encodeFrame({ opcode: Opcode.Binary, payload, maskingKey: randomKey(size) });
  const bytes = Array.from(frame, (byte) => Buffer.of(byte));
  return Array.from({ length: countFor(size) }, () => bytes).flat();
}
