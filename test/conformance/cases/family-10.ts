/** Family 10, a message that is cut into fragments by its sender. */

import {
  type ConformanceCase,
  conformanceCase,
  F1000,
  fragmented,
  kill,
  T,
  text,
} from './notation.js';
import { rep } from './payload.js';

const STARS = rep('*', 65_536);

export const family10: readonly ConformanceCase[] = [
  conformanceCase('10.1.1', {
    sends: [fragmented(T(STARS), 1300)],
    ok: [text(STARS)],
    close: F1000,
    timer: kill(10),
  }),
];
