/** Family 12, permessage-deflate with different payloads. */

import { dataSets } from '../data/index.js';
import { deflateGroup, NO_WISH } from './deflate-group.js';
import type { ConformanceCase } from './notation.js';

export const family12: readonly ConformanceCase[] = dataSets.flatMap((data, i) =>
  deflateGroup(`12.${i + 1}`, data, [NO_WISH]),
);
