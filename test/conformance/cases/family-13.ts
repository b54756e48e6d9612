/** Family 13, permessage-deflate with different parameters. */

import { json } from '../data/index.js';
import { deflateGroup, NO_WISH } from './deflate-group.js';
import type { Ask } from './deflate-task.js';
import type { ConformanceCase } from './notation.js';

const noTakeover: Ask = { noContextTakeover: true };
const bits = (maxWindowBits: number): Ask => ({ maxWindowBits });
const both = (maxWindowBits: number): Ask => ({ noContextTakeover: true, maxWindowBits });

const GROUPS: readonly (readonly Ask[])[] = [
  [NO_WISH],
  [noTakeover],
  [bits(9)],
  [bits(15)],
  [both(9)],
  [both(15)],
  [both(9), noTakeover, NO_WISH],
];

export const family13: readonly ConformanceCase[] = GROUPS.flatMap((asks, i) =>
  deflateGroup(`13.${i + 1}`, json, asks),
);
