/**
 * The measure of memory is right both ways: it sees what is held, wherever it lies, and nothing else.
 */

import { describe, expect, test } from 'vitest';
import { retainedBytes } from './measure.js';

const MIB = 2 ** 20;
/** What comes and goes beside what is measured. */
const NOISE_BYTES = 50_000;

describe('the measure of kept memory', () => {
  test.each<[string, () => unknown]>([
    ['an array of bytes', () => new Uint8Array(MIB)],
    ['what a function holds', () => holding(new Uint8Array(MIB))],
    ['numbers on the heap', () => Array.from({ length: MIB / 8 }, (_, at) => at + 0.5)],
  ])('counts %s', (_, make) => {
    const bytes = retainedBytes(make);
    expect(bytes).toBeGreaterThan(MIB - NOISE_BYTES);
    expect(bytes).toBeLessThan(2 * MIB + NOISE_BYTES);
  });

  test('counts bytes that somebody else holds', () => {
    const everything: Uint8Array[] = [];
    expect(retainedBytes(() => everything.push(new Uint8Array(MIB)))).toBeGreaterThan(
      MIB - NOISE_BYTES,
    );
  });

  test('counts nothing that has been let go', () => {
    expect(Math.abs(retainedBytes(() => new Uint8Array(MIB).length))).toBeLessThan(NOISE_BYTES);
  });

  test('counts what most runs have, where one has more and one has less', () => {
    const sizes = [3 * MIB, 0, MIB, MIB, MIB];
    let run = 0;
    const bytes = retainedBytes(() => new Uint8Array(sizes[run++] ?? MIB));
    expect(run).toBeGreaterThanOrEqual(sizes.length);
    expect(Math.abs(bytes - MIB)).toBeLessThan(NOISE_BYTES);
  });

  test('counts nothing of what stays on the heap without the result', () => {
    const remembered: number[][] = [];
    const make = () => {
      remembered.push(Array.from({ length: MIB / 8 }, (_, at) => at + 0.5));
      return {};
    };
    expect(Math.abs(retainedBytes(make))).toBeLessThan(NOISE_BYTES);
  });
});

function holding(bytes: Uint8Array): () => number {
  return () => bytes.length;
}
