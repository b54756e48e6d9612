/** The 18 rows that each group of families 12 and 13 goes through. */

import type { DataSet } from '../data/data-set.js';
import type { Ask } from './deflate-task.js';
import { type ConformanceCase, closeafter, conformanceCase, F1000 } from './notation.js';

/** Units in a message, octets in a fragment (0: one frame), and the limit in seconds. */
const ROWS = [
  [16, 0, 60],
  [64, 0, 60],
  [256, 0, 120],
  [1024, 0, 240],
  [4096, 0, 480],
  [8192, 0, 480],
  [16_384, 0, 480],
  [32_768, 0, 480],
  [65_536, 0, 480],
  [131_072, 0, 480],
  [8192, 256, 480],
  [16_384, 256, 480],
  [32_768, 256, 480],
  [65_536, 256, 480],
  [131_072, 256, 480],
  [131_072, 1024, 480],
  [131_072, 4096, 480],
  [131_072, 32_768, 480],
] as const;

const ROUND_TRIPS = 1000;

export function deflateGroup(
  group: string,
  data: DataSet,
  asks: readonly Ask[],
): readonly ConformanceCase[] {
  return ROWS.map(([length, fragment, seconds], index) =>
    conformanceCase(`${group}.${index + 1}`, {
      sends: [],
      ok: [],
      deflate: { asks, data, length, fragment },
      close: F1000,
      timer: closeafter(seconds),
      rounds: ROUND_TRIPS,
      closesOnMismatch: true,
    }),
  );
}

/** An offer or an answer that asks for nothing in particular. */
export const NO_WISH: Ask = {};
