/** What the cases of families 12 and 13 do, in place of steps: messages of a data set, compressed. */

import type { DeflateData } from '../../../src/testing.js';
import type { DataSet } from '../data/data-set.js';

/** What the fuzzer asks of the subject's compressor. */
export type Ask = DeflateData['asks'][number];

export interface DeflateTask {
  /** In order of preference; the peers agree on one of them. */
  readonly asks: readonly Ask[];
  readonly data: DataSet;
  /** Units of the data set in each message. */
  readonly length: number;
  /** Largest fragment of a compressed message, in octets; 0 for messages in one frame. */
  readonly fragment: number;
}
