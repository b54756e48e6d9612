/**
 * The measure of memory is right both ways: it sees what is held, wherever it lies, and nothing else.
 */

import { describe, expect, test } from 'vitest';
import { retainedBytes, typicalBytes } from './measure.js';

const MIB = 2 ** 20;
/** What comes and goes beside what is measured. */
const NOISE_BYTES = 50_000;

describe.each([
  ['the least', retainedBytes],
  ['the typical one', typicalBytes],
])('of several runs %s', (_, bytesOf) => {
  test.each<[string, () => unknown]>([
    ['an array of bytes', () => new Uint8Array(MIB)],
    ['what a function holds', () => holding(new Uint8Array(MIB))],
    ['numbers on the heap', () => Array.from({ length: MIB / 8 }, (_, at) => at + 0.5)],
  ])('counts %s', (_, make) => {
    const bytes = bytesOf(make);
    expect(bytes).toBeGreaterThan(MIB - NOISE_BYTES);
    expect(bytes).toBeLessThan(2 * MIB + NOISE_BYTES);
  });

  test('counts bytes that somebody else holds', () => {
    const everything: Uint8Array[] = [];
    expect(bytesOf(() => everything.push(new Uint8Array(MIB)))).toBeGreaterThan(MIB - NOISE_BYTES);
  });

  test('counts nothing that has been let go', () => {
    expect(Math.abs(bytesOf(() => new Uint8Array(MIB).length))).toBeLessThan(NOISE_BYTES);
  });

  test('counts nothing of what stays on the heap without the result', () => {
    const remembered: number[][] = [];
    const make = () => {
      remembered.push(Array.from({ length: MIB / 8 }, (_, at) => at + 0.5));
      return {};
    };
    expect(Math.abs(bytesOf(make))).toBeLessThan(NOISE_BYTES);
  });
});

function holding(bytes: Uint8Array): () => number {
  return () => bytes.length;
}
