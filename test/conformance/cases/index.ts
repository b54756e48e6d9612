/** All cases, in the order of their numbers. */

import { family1 } from './family-1.js';
import { family2 } from './family-2.js';
import { family3 } from './family-3.js';
import { family4 } from './family-4.js';
import { family5 } from './family-5.js';
import { family6 } from './family-6.js';
import { family7 } from './family-7.js';
import { family9 } from './family-9.js';
import { family10 } from './family-10.js';
import { family12 } from './family-12.js';
import { family13 } from './family-13.js';
import type { ConformanceCase } from './notation.js';

const unordered = [
  ...family1,
  ...family2,
  ...family3,
  ...family4,
  ...family5,
  ...family6,
  ...family7,
  ...family9,
  ...family10,
  ...family12,
  ...family13,
];

export const allCases: readonly ConformanceCase[] = [...unordered].sort(byNumber);

export function familyOf({ id }: Pick<ConformanceCase, 'id'>): number {
  return Number(id.split('.')[0]);
}

export const families: readonly number[] = [...new Set(allCases.map(familyOf))];

function byNumber(a: ConformanceCase, b: ConformanceCase): number {
  const [left, right] = [a, b].map(({ id }) => id.split('.').map(Number)) as [number[], number[]];
  for (let i = 0; i < 3; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
