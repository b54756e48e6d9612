/**
 * How many of the suite's 1000 messages each case of families 12 and 13 gets. All of them, at up to 131 072
 * units a message, are 11 GB and a quarter of an hour in each column of the report. A case goes on until a
 * compressor has seen a mebibyte and all of its data set twice; what would follow are the same octets in
 * other windows. That is all 1000 messages where they are short, and 8 to 16 of the longest.
 */

import type { ConformanceCase } from './notation.js';
import { KiB, MiB } from './payload.js';

/** Messages go on until both `units` and `walks` are reached, but not beyond `rounds`. */
export interface Extent {
  readonly rounds: number;
  /** Of the data set: octets or code points. */
  readonly units: number;
  /** How often the data set is walked through. */
  readonly walks: number;
}

export const THOROUGH: Extent = { rounds: 1000, units: MiB, walks: 2 };

/**
 * For the many columns in memory, which are there for every compressor and every cut: all of a data set
 * once, or 100 messages. Those over TCP are thorough.
 */
export const BRIEF: Extent = { rounds: 100, units: 128 * KiB, walks: 1 };

const { CONFORMANCE_ROUND_TRIPS } = process.env;
const GOES_ALL_THE_WAY = CONFORMANCE_ROUND_TRIPS === 'full';

/** How long one family in one column may take. */
export const TEST_MILLISECONDS = (GOES_ALL_THE_WAY ? 120 : 3) * 60_000;

/** The case as far as it is to go; `CONFORMANCE_ROUND_TRIPS=full` goes all the way. */
export function atExtent(
  testCase: ConformanceCase,
  extent: Extent,
  goesAllTheWay = GOES_ALL_THE_WAY,
): ConformanceCase {
  const { deflate, rounds } = testCase;
  if (deflate === null || goesAllTheWay) return testCase;
  const units = Math.max(extent.units, extent.walks * deflate.data.units);
  const needed = Math.ceil(units / deflate.length);
  return { ...testCase, rounds: Math.min(rounds, extent.rounds, needed) };
}
